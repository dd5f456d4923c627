import Engine
import Foundation
import Literature
import Ports
import SQLiteLibrary
import Testing

/// What is new for watches, from importing to the digest.
@Suite("What is new") struct DigestTests {
    private struct Desk {
        let library: Library
        let shelves: Shelves
        let news: TellNews

        func add(_ records: [SourceRecord]) throws { try ShelvesTests.add(records, to: library) }

        /// The news of the only watch, as `+` for new and `*` for changed papers.
        func told(_ names: [String] = [], marks: Bool = false) async throws -> [String] {
            let digest = try await news(names, marks: marks)
            return digest.sections.flatMap { section in
                section.items.map { item in
                    (item.isNew ? "+" : "*") + item.paper.identifier.description
                        + (item.changes.isEmpty ? "" : " " + item.changes.joined(separator: ","))
                }
            }
        }
    }

    private func withDesk(access: LibraryIndexes.Access = .readWrite, _ body: (Desk) async throws -> Void) async throws
    {
        let path = FileManager.default.temporaryDirectory.path + "/digest-test-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let library = try Library.open(at: path, mode: .create)
        let derived = DerivedLibrary(path: path, feed: library)
        let shelves = Shelves(store: library, papers: library)
        let indexes = LibraryIndexes(derived, access: access, models: EmbeddingModels(.none))
        try await body(
            Desk(
                library: library,
                shelves: shelves,
                news: TellNews(shelves: shelves, papers: library, indexes: indexes)
            )
        )
    }

    private func paper(_ name: String, _ title: String, _ time: Int64 = 1, _ version: Int = 1) throws -> SourceRecord {
        try ShelvesTests.record(name, title) { record in
            record.updated = Timestamp(secondsSince1970: time)
            record.versions = (1...version).map {
                PaperVersion(number: $0, created: Timestamp(secondsSince1970: Int64($0) * 1000))
            }
        }
    }

    private func citation(_ citing: String, _ cited: String) throws -> SourceRecord {
        .citation(
            CitationRecord(
                citing: try #require(PaperIdentifier(citing)),
                cited: try #require(PaperIdentifier(cited)),
                source: .citationList
            )
        )
    }

    @Test func newAndChangedPapersAreToldOnce() async throws {
        try await withDesk { desk in
            try desk.add([try paper("2001.00001", "Black hole entropy"), try paper("2001.00002", "Strings")])
            _ = try await desk.shelves.addWatch("holes", query: "black hole")
            #expect(try await desk.told() == [])
            try desk.add([
                try paper("2001.00003", "A black hole"), try paper("2001.00004", "Branes"),
                try citation("2001.00003", "2001.00001"),
            ])
            // The paper that is only cited is no news.
            #expect(try await desk.told() == ["+2001.00003"])
            #expect(try await desk.told(marks: true) == ["+2001.00003"])
            #expect(try await desk.told(marks: true) == [])
            try desk.add([try paper("2001.00001", "Black hole entropy", 5, 2)])
            try desk.add([try paper("2001.00002", "Strings near a black hole", 5)])
            try desk.add([try paper("2001.00005", "Black hole again", 9)])
            let told = try await desk.told(marks: true)
            #expect(told == ["+2001.00005", "*2001.00002 text", "*2001.00001 version"])
            let digest = try await desk.news()
            #expect(digest.sections.map(\.newCount) == [0])
            #expect(try digest.sections[0].mark == desk.library.latestMark())
        }
    }

    @Test func everyWatchHasItsOwnMark() async throws {
        try await withDesk { desk in
            try desk.add([try paper("2001.00001", "Black hole entropy")])
            _ = try await desk.shelves.addWatch("all", query: "cat:hep-th", fromStart: true)
            _ = try await desk.shelves.addWatch("cited", query: "cites:2001.00001")
            _ = try await desk.shelves.addWatch("named", query: "2001.00009")
            #expect(try await desk.told(["all"], marks: true) == ["+2001.00001"])
            try desk.add([
                try paper("2001.00002", "Strings"), try citation("2001.00002", "2001.00001"),
                try paper("2001.00009", "Named"),
            ])
            #expect(try await desk.told(["cited"]) == ["+2001.00002"])
            #expect(try await desk.told(["named"]) == ["+2001.00009"])
            #expect(try await Set(desk.told(["all"])) == ["+2001.00002", "+2001.00009"])
            #expect(try await desk.told(["cited"], marks: true) == ["+2001.00002"])
            let digest = try await desk.news()
            #expect(digest.sections.map(\.watch.name.text) == ["all", "cited", "named"])
            #expect(digest.sections.map(\.newCount) == [2, 0, 1])
            await #expect(throws: ShelfError.self) { try await desk.told(["none"]) }
        }
    }

    @Test func limitedItemsAreCountedAll() async throws {
        try await withDesk { desk in
            _ = try await desk.shelves.addWatch("all", query: "strings")
            try desk.add(try (10..<40).map { try paper("2001.000\($0)", "Strings \($0)") })
            let section = try #require(try await desk.news(limit: 7).sections.first)
            #expect(section.newCount == 30 && section.items.count == 7)
        }
    }

    @Test func watchesByRankTakeTheBest() async throws {
        try await withDesk { desk in
            try desk.add(try (10..<30).map { try paper("2001.000\($0)", "Strings and branes \($0)") })
            _ = try await desk.shelves.addWatch("best", query: "holography", mode: .hybrid, depth: 3)
            _ = try await desk.shelves.addWatch("meaning", query: "holography", mode: .semantic)
            try desk.add([try paper("2001.00001", "Holography")])
            #expect(try await desk.told(["best"]) == ["+2001.00001"])
            // There are no vectors in this library: the others are told all the same.
            let digest = try await desk.news(marks: true)
            #expect(digest.sections.map { $0.failure == nil } == [true, false])
            #expect(try desk.shelves.watch("meaning").mark.counter < desk.library.changeCounter())
            #expect(try await desk.told(["best"]) == [])
        }
    }

    /// What an index does not know yet is told when it does: marking loses nothing.
    @Test func nothingIsLostBehindAnOldIndex() async throws {
        try await withDesk { desk in
            try desk.add([try paper("2001.00001", "Strings")])
            _ = try await desk.shelves.addWatch("strings", query: "strings")
            #expect(try await desk.told(marks: true) == [])
            try desk.add([try paper("2001.00002", "More strings")])
            let derived = DerivedLibrary(path: desk.library.path, feed: desk.library)
            let old = TellNews(
                shelves: desk.shelves,
                papers: desk.library,
                indexes: LibraryIndexes(derived, access: .readOnly, models: EmbeddingModels(.none))
            )
            let digest = try await old(marks: true)
            #expect(digest.sections[0].newCount == 0 && digest.sections[0].behind == [.lexical])
            #expect(try await desk.told() == ["+2001.00002"])
        }
    }
}
