import Foundation
import Testing

@testable import BatchProcessing

@Suite struct JournalTests {
    private static let entries = (0..<20).map { index in
        JournalEntry(
            key: "item\t\(index)\n\\é",
            outcome: [.done, .skipped, .failed, .dead][index % 4],
            time: 1_800_000_000.125 + Double(index),
            attempts: index,
            failure: index % 4 > 1 ? "transient" : "",
            message: index % 3 == 0 ? "" : "line 1\r\nline 2\t\\ \(index)"
        )
    }

    private static func read(_ path: String) throws -> (entries: [JournalEntry], damaged: Int) {
        var entries: [JournalEntry] = []
        let damaged = try JournalReader(path: path).forEach { entries.append($0) }
        return (entries, damaged)
    }

    @Test func linesSayWhatWasWritten() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/journal"
        try JournalWriter(path: path, groupSize: 7).append(Self.entries)
        let (entries, damaged) = try Self.read(path)
        #expect(entries == Self.entries && damaged == 0)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.split(separator: "\n").count == Self.entries.count)
        #expect(text.contains("item\\t0\\n\\\\é"))
    }

    @Test func checksumIsThatOfTheStandard() {
        #expect(Checksum.hexadecimal(Checksum.crc32(Array("123456789".utf8))) == Array("cbf43926".utf8))
    }

    @Test func aJournalCutAtAnyByteKeepsTheWholeLinesAndGoesOn() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/journal"
        try JournalWriter(path: path, groupSize: 100).append(Self.entries)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let next = JournalEntry(key: "next", outcome: .done, time: 1_800_000_100, attempts: 1)
        for length in 0...whole.count {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            let lines = whole.prefix(length).filter { $0 == UInt8(ascii: "\n") }.count
            try JournalWriter(path: path, groupSize: 1).append([next])
            let (entries, damaged) = try Self.read(path)
            // What was cut right before its line feed is whole again once the next writer has ended the line.
            let isWhole = length < whole.count && whole[length] == UInt8(ascii: "\n") && length > 0
            let expected: [JournalEntry] = Self.entries.prefix(lines + (isWhole ? 1 : 0)) + [next]
            #expect(entries == expected, "cut at \(length)")
            #expect(damaged <= 1)
        }
    }

    @Test func damagedBytesCostTheirLineOnly() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/journal"
        try JournalWriter(path: path, groupSize: 100).append(Self.entries)
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        for index in whole.indices {
            var bytes = whole
            bytes[index] ^= 0x15
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let (entries, damaged) = try Self.read(path)
            // A damaged line feed makes one line of two; one that appears makes two of one.
            #expect(entries.count >= Self.entries.count - 2 && entries.count < Self.entries.count)
            #expect(damaged >= 1)
            #expect(entries.allSatisfy(Self.entries.contains))
        }
    }

    @Test func anyBytesCanBeRead() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/journal"
        for length in [0, 1, 9, 1000, 3 << 20] {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max) }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            #expect(try Self.read(path).entries.isEmpty)
        }
        try Data(repeating: 0x61, count: 3 << 20).write(to: URL(fileURLWithPath: path))
        #expect(try Self.read(path).damaged > 0)
    }

    @Test func theLastLineOfAnItemCountsAndCompactingKeepsIt() throws {
        let folder = TemporaryFolder()
        let run = try BatchCatalogue(directory: folder.path).create(
            pipeline: "test",
            arguments: [:],
            items: ["a", "b\nc", "d", "e"]
        )
        var items: [String] = []
        for item in try Self.lines(run) { items.append(item) }
        #expect(items == ["a", "b\nc", "d", "e"])
        #expect(try run.summary().state == .new)
        let writer = try JournalWriter(path: run.journalPath, groupSize: 100)
        func entry(_ key: String, _ outcome: JournalEntry.Outcome) -> JournalEntry {
            JournalEntry(
                key: key,
                outcome: outcome,
                time: 1_800_000_000,
                attempts: 1,
                failure: "transient",
                message: "m"
            )
        }
        try writer.append([entry("a", .failed), entry("d", .failed), entry("b\nc", .dead), entry("a", .done)])
        var summary = try run.summary()
        #expect(summary.done == 1 && summary.failed == 1 && summary.dead == 1 && summary.items == 4)
        #expect(try run.failures().map(\.key) == ["d", "b\nc"])
        #expect(try run.settledKeys().count == 2)
        try run.compact()
        #expect(try Self.read(run.journalPath).entries.count == 3)
        #expect(try run.forgetFailures() == 2)
        #expect(try Self.read(run.journalPath).entries.map(\.key) == ["a"])
        run.release()
        summary = try run.summary()
        #expect(summary.state == .interrupted)
    }

    private static func lines(_ run: BatchRun) throws -> [String] {
        try String(contentsOfFile: run.path + "/items", encoding: .utf8).split(separator: "\n").map {
            EscapedText.decode($0.utf8)
        }
    }

    @Test func twoProcessesDoNotWorkOnOneBatch() throws {
        let folder = TemporaryFolder()
        let catalogue = BatchCatalogue(directory: folder.path)
        let run = try catalogue.create(pipeline: "test", arguments: [:], items: ["a"])
        try run.acquire()
        let other = try catalogue.open(run.id)
        #expect(throws: BatchFileError.self) { try other.acquire() }
        #expect(try other.summary().state == .running)
        #expect(throws: BatchFileError.self) { try catalogue.remove(other) }
        run.release()
        try other.markCancelled()
        #expect(try other.summary().state == .cancelled)
        try catalogue.remove(other)
        #expect(try catalogue.all().isEmpty)
        #expect(throws: BatchFileError.self) { try catalogue.open("last") }
    }

    @Test func batchesAreFoundByTheBeginningOfTheirNames() throws {
        let folder = TemporaryFolder()
        let catalogue = BatchCatalogue(directory: folder.path)
        let runs = try (0..<5).map { try catalogue.create(pipeline: "p\($0)", arguments: ["n": "\($0)"], items: []) }
        #expect(try catalogue.all().map(\.id) == runs.map(\.id))
        #expect(Set(runs.map(\.id)).count == 5)
        #expect(try catalogue.open("last").pipeline == "p4")
        #expect(try catalogue.open(runs[2].id).arguments == ["n": "2"])
        #expect(throws: BatchFileError.self) { try catalogue.open("20") }
        #expect(throws: BatchFileError.self) { try catalogue.open("") }
        #expect(throws: BatchFileError.self) { try catalogue.open("../x") }
    }
}
