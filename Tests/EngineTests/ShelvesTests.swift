import Engine
import Formats
import Foundation
import Literature
import Ports
import SQLiteLibrary
import Testing

/// Collections, tags, notes and watches as faces use them, over a small library.
@Suite("Shelves") struct ShelvesTests {
    static func record(_ name: String, _ title: String, _ change: (inout PaperRecord) -> Void = { _ in }) throws
        -> SourceRecord
    {
        let identifier = try #require(PaperIdentifier(name))
        var record = try #require(PaperRecord(source: .snapshot, identifiers: [identifier]))
        record.title = title
        record.categories = "hep-th"
        change(&record)
        return .paper(record)
    }

    static func add(_ records: [SourceRecord], to library: Library) throws {
        let writer = try library.makeWriter()
        defer { writer.close() }
        _ = try writer.write(records)
        try writer.commit()
    }

    private func withShelves(_ body: (Shelves, Library) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/shelves-test-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let library = try Library.open(at: path, mode: .create)
        let titles = ["Black holes", "Strings", "Branes"]
        try Self.add(try zip(1..., titles).map { try Self.record("2001.0000\($0)", $1) }, to: library)
        let now = Timestamp(secondsSince1970: 1_700_000_000)
        try await body(Shelves(store: library, papers: library, patience: .seconds(20)) { now }, library)
    }

    private func ids(_ names: String...) throws -> [PaperIdentifier] {
        try names.map { try #require(PaperIdentifier($0)) }
    }

    private func code(_ body: () async throws -> Void) async -> ShelfError.Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? ShelfError)?.code
        }
    }

    @Test func papersThatAreNotThereAreNamed() async throws {
        try await withShelves { shelves, _ in
            _ = try await shelves.createCollection("  To   read ")
            let papers = try ids("2001.00001", "2101.00001", "2001.00001")
            let change = try await shelves.add(papers, to: "to read")
            #expect(change == Shelves.Change(changed: 1, unchanged: 1, unknown: try ids("2101.00001")))
            #expect(try await shelves.add(papers, to: "to read", keepsUnknown: true).changed == 1)
            #expect(try shelves.collection("To read").page.total == 2)
            #expect(try shelves.papers(in: "To read") == (try ids("2001.00001")))
            #expect(await code { _ = try await shelves.add(papers, to: "other") } == .unknown)
            #expect(await code { _ = try await shelves.setNote(about: papers[1], to: "x") } == .unknown)
            #expect(try await shelves.tag(papers, with: ["a", "b"]).changed == 2)
            #expect(try shelves.marks(of: papers[0]).tags.map(\.text) == ["a", "b"])
            #expect(try await shelves.changeCollection("to read", name: "Read", description: "d").description == "d")
        }
    }

    @Test(arguments: ["", "   ", "a/b", "-x", "..", "a\u{0}b", "a\u{202E}b", String(repeating: "x", count: 101)])
    func badNamesAreRefused(_ name: String) async throws {
        try await withShelves { shelves, _ in
            #expect(await code { _ = try await shelves.createCollection(name) } == .invalid)
            #expect(await code { _ = try await shelves.tag([], with: [name]) } == .invalid)
        }
    }

    @Test func aChangeWaitsForTheWriter() async throws {
        try await withShelves { shelves, library in
            let writer = try library.makeWriter()
            async let made = shelves.createCollection("list")
            try await Task.sleep(for: .milliseconds(100))
            #expect(try shelves.collections().isEmpty)
            writer.close()
            #expect(try await made.name.text == "list")
            let other = try library.makeWriter()
            defer { other.close() }
            let impatient = Shelves(store: library, papers: library, patience: .zero)
            #expect(await code { try await impatient.deleteCollection("list") } == .busy)
        }
    }

    @Test func queriesOfWatchesAreChecked() async throws {
        try await withShelves { shelves, _ in
            #expect(await code { _ = try await shelves.addWatch(nil, query: " ") } == .invalid)
            #expect(await code { _ = try await shelves.addWatch(nil, query: "...") } == .invalid)
            await #expect(throws: (any Error).self) { try await shelves.addWatch(nil, query: "year:soon") }
            let watch = try await shelves.addWatch(nil, query: "-loop cs/LG strings")
            #expect(watch.name.text == "loop cs:LG strings")
            #expect(await code { _ = try await shelves.addWatch("Loop CS:lg strings", query: "x") } == .exists)
            #expect(await code { _ = try await shelves.addWatch("x", query: "x", depth: 0) } == .invalid)
        }
    }

    // MARK: Backups

    private func archive(_ shelves: Shelves, collection: String? = nil) throws -> [UInt8] {
        let buffer = OutputBuffer()
        _ = try shelves.export(collection: collection, to: buffer)
        return buffer.bytes
    }

    @Test func aBackupComesBackToTheByte() async throws {
        var bytes: [UInt8] = []
        try await withShelves { shelves, _ in
            _ = try await shelves.createCollection("Übung/2".replacing("/", with: ":"), description: "line\nbreak")
            _ = try await shelves.add(try ids("2001.00002", "2001.00001"), to: "übung:2")
            _ = try await shelves.createCollection("other")
            _ = try await shelves.tag(try ids("2001.00003"), with: ["t"])
            _ = try await shelves.setNote(about: try ids("2001.00001")[0], to: "# $\\alpha$ \u{1F600}\n\"q\"")
            _ = try await shelves.addWatch("w", query: "strings", mode: .hybrid, depth: 7, fromStart: true)
            bytes = try archive(shelves)
            #expect(try await shelves.restore(Data(bytes)).unchanged == 5)
            #expect(try archive(shelves, collection: "OTHER").split(separator: 10).count == 2)
        }
        try await withShelves { shelves, _ in
            let report = try await shelves.restore(Data(bytes))
            #expect(report.inserted == 5 && report.failures.isEmpty)
            #expect(try archive(shelves) == bytes)
        }
    }

    @Test func badLinesCostNothingButThemselves() async throws {
        let lines = [
            #"{"type":"shelves","version":1}"#, "", "{", "[1]", #"{"type":"collection"}"#,
            #"{"type":"list","name":"a"}"#,
            #"{"type":"tag","name":"t","papers":[{"id":"2001.00001","added":"2026-01-01T00:00:00Z"}]}"#,
            #"{"type":"tag","name":"t","papers":[{"id":"nothing","added":"2026-01-01T00:00:00Z"}]}"#,
            #"{"type":"note","id":"2001.00001","text":""}"#, #"{"type":"note","id":"2001.00001","text":"n"}"#,
            #"{"type":"watch","name":"w","query":"q","mode":"x"}"#, #"{"type":"watch","name":"w","query":"q"}"#,
            #"{"type":"watch","name":"v","query":"q","depth":0}"#, "\u{FF}",
        ]
        try await withShelves { shelves, library in
            let report = try await shelves.restore(Data(lines.joined(separator: "\n").utf8))
            #expect(report.inserted == 3)
            #expect(report.failures.map(\.line) == [3, 4, 5, 6, 8, 9, 11, 13, 14])
            #expect(try shelves.watch("w").mark == library.latestChange())
        }
    }

    /// Bytes of every kind end in a report, and never in anything else.
    @Test func restoringIsTotal() async throws {
        var seed: UInt64 = 20_261_126
        func next() -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33)
        }
        let sample = Array(
            #"{"type":"collection","name":"a","papers":[{"id":"2001.00001","added":"2026"}],"created":"2026","updated":"x"}"#
                .utf8
        )
        try await withShelves { shelves, _ in
            var bytes: [UInt8] = []
            for _ in 0..<300 {
                var line = sample
                for _ in 0..<(next() % 6) { line[next() % line.count] = UInt8(truncatingIfNeeded: next()) }
                bytes += line.prefix(next() % 8 == 0 ? next() % line.count : line.count) + [10]
            }
            let report = try await shelves.restore(Data(bytes))
            #expect(report.failures.count > 0, "seed 20261126")
            _ = try archive(shelves)
        }
    }
}
