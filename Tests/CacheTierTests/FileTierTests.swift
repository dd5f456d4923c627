import Caching
import Foundation
import SQLiteLibrary
import Testing

@Suite struct FileTierTests {
    private static func tier(_ folder: TestFolder, owner: String = "o", capacity: Int = 1 << 20) throws
        -> SQLiteCacheTier
    {
        try SQLiteCacheTier(folder: folder.path, owner: owner, capacity: capacity, isFollowing: false)
    }

    @Test func theFileStaysWithinItsCapacityAndKeepsWhatIsUsed() async throws {
        let folder = try TestFolder()
        let tier = try Self.tier(folder, capacity: 200_000)
        let text = String(repeating: "x", count: 4000)
        for number in 0..<200 {
            #expect(try await tier.put(number, text, tags: [.texts]))
            let usage = try #require(try await tier.usage())
            #expect(usage.bytes <= 200_000 + 5000)
        }
        #expect(try await tier.get(199, tags: [.texts]) == text)
        #expect(try await tier.get(0, tags: [.texts]) == nil)
        #expect(try await !tier.put(500, String(repeating: "x", count: 100_000), tags: [.texts]))
        let usage = try #require(try await tier.usage())
        #expect(usage.entries > 30)
        #expect(try await tier.clear() == usage.entries)
        #expect(try await tier.usage()?.bytes == 0)
    }

    @Test func anotherOwnerFindsNothing() async throws {
        let folder = try TestFolder()
        try await Self.tier(folder).put(1, "one", tags: [.texts])
        #expect(try await Self.tier(folder).get(1, tags: [.texts]) == "one")
        #expect(try await Self.tier(folder, owner: "other").get(1, tags: [.texts]) == nil)
    }

    /// Bytes changed anywhere in the file: an answer is right or not there, and the next one is kept again.
    @Test(arguments: 0..<24) func aDamagedFileNeverGivesAWrongAnswer(_ seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let folder = try TestFolder()
        let writer = try Self.tier(folder)
        for number in 0..<40 { try await writer.put(number, "answer \(number)", tags: [.texts, .paper("\(number)")]) }
        await writer.close()
        let path = folder.path + "/cache.sqlite"
        var bytes = try #require(FileManager.default.contents(atPath: path))
        if seed % 4 == 0 {
            bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator))
        } else {
            for _ in 0..<(1 << (seed % 8)) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
        }
        try bytes.write(to: URL(fileURLWithPath: path))
        let tier = try Self.tier(folder)
        for number in 0..<40 {
            let found = try? await tier.get(number, tags: [.texts, .paper("\(number)")])
            #expect(found == nil || found == "answer \(number)", "seed \(seed)")
        }
    }

    @Test func aFileThatIsNoneIsMadeAnew() async throws {
        let folder = try TestFolder()
        try Data("this is no database".utf8).write(to: URL(fileURLWithPath: folder.path + "/cache.sqlite"))
        let tier = try Self.tier(folder)
        #expect(try await tier.put(1, "one", tags: [.texts]))
        #expect(try await tier.get(1, tags: [.texts]) == "one")
    }

    @Test func thereIsNoneWhereNothingCanBeWritten() throws {
        #expect(throws: LibraryError.self) {
            try SQLiteCacheTier(folder: "/proc/nowhere", owner: "o", capacity: 1 << 20, isFollowing: false)
        }
    }
}
