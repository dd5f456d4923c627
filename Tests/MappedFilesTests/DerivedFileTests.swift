import Foundation
import MappedFiles
import Testing

@Suite struct DerivedFileTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "derived-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func makeFile(_ path: String, words: [UInt64], bytes: [UInt8] = [1, 2, 3]) throws {
        let writer = try DerivedFileWriter(path: path, kind: "TEST", formatVersion: 3, source: 42)
        try writer.addSection("BYTES", bytes)
        try writer.addSection("WORDS", words)
        try writer.addSection("EMPTY", [UInt8]())
        try writer.finish()
    }

    @Test func givesBackWhatWasWritten() throws {
        let path = "\(folder)/a.bin"
        let words = (0..<300_000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
        try makeFile(path, words: words)
        let file = try DerivedFile(path: path, kind: "TEST", formatVersion: 3)
        #expect(file.source == 42)
        #expect(Array(try file.values("WORDS", of: UInt64.self)) == words)
        #expect(Array(try file.requiredSection("BYTES")) == [1, 2, 3])
        #expect(file.section("EMPTY")?.isEmpty == true)
        #expect(file.section("OTHER") == nil)
        try file.verify()
    }

    @Test func refusesOtherKindsAndVersions() throws {
        let path = "\(folder)/a.bin"
        try makeFile(path, words: [1])
        let kind = #expect(throws: MappedFileError.self) {
            try DerivedFile(path: path, kind: "ELSE", formatVersion: 3)
        }
        #expect(kind?.code == .damaged)
        let version = #expect(throws: MappedFileError.self) {
            try DerivedFile(path: path, kind: "TEST", formatVersion: 4)
        }
        #expect(version?.code == .otherVersion)
        let missing = #expect(throws: MappedFileError.self) {
            try DerivedFile(path: "\(folder)/none.bin", kind: "TEST", formatVersion: 3)
        }
        #expect(missing?.code == .missing)
    }

    /// Whatever byte is changed and wherever the file is cut: an error on opening or verifying, or the content untouched.
    @Test func noticesEveryChangedByteAndEveryCut() throws {
        let path = "\(folder)/a.bin"
        try makeFile(path, words: [7, 8, 9])
        let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
        for index in whole.indices {
            for changed in [Array(whole[..<index]), Self.flip(whole, at: index)] {
                try Data(changed).write(to: URL(filePath: path))
                do {
                    let file = try DerivedFile(path: path, kind: "TEST", formatVersion: 3)
                    try file.verify()
                    #expect(Array(try file.values("WORDS", of: UInt64.self)) == [7, 8, 9], "byte \(index)")
                    #expect(Array(try file.requiredSection("BYTES")) == [1, 2, 3], "byte \(index)")
                } catch {
                    #expect(error.path == path)
                }
            }
        }
    }

    private static func flip(_ bytes: [UInt8], at index: Int) -> [UInt8] {
        var changed = bytes
        changed[index] ^= 0x41
        return changed
    }

    @Test func anAbandonedFileLeavesNothing() throws {
        do {
            let writer = try DerivedFileWriter(path: "\(folder)/a.bin", kind: "TEST", formatVersion: 1, source: 0)
            try writer.addSection("BYTES", [UInt8(1)])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test func publishesGenerationsAndRemovesOldOnes() throws {
        let derived = DerivedFolder(path: "\(folder)/derived")
        #expect(try derived.live("graph").isEmpty)
        let first = try derived.newPath("graph")
        try makeFile(first, words: [1])
        try derived.publish("graph", [first])
        let other = try derived.newPath("graph-layout")
        try makeFile(other, words: [5])
        try derived.publish("graph-layout", [other])
        let open = try DerivedFile(path: first, kind: "TEST", formatVersion: 3)
        let second = try derived.newPath("graph")
        #expect(second != first)
        try makeFile(second, words: [2])
        try derived.publish("graph", [second])
        #expect(try derived.live("graph") == [second])
        #expect(try derived.live("graph-layout") == [other])
        #expect(!FileManager.default.fileExists(atPath: first))
        #expect(FileManager.default.fileExists(atPath: other))
        // A reader keeps what it has opened.
        #expect(Array(try open.values("WORDS", of: UInt64.self)) == [1])
        try derived.publish("graph", [])
        #expect(try derived.live("graph").isEmpty)
    }
}
