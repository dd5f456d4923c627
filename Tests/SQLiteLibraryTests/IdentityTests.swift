import Literature
import Ports
import Testing

@testable import SQLiteLibrary

struct IdentityTests {
    private func library(_ records: [SourceRecord], _ body: (Library) throws -> Void) throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(records)
            try body(library)
        }
    }

    @Test func preprintAndJournalVersionAreOneWork() throws {
        let records = [
            record(.openAlex, ["10.1000/x", "openalex:W7"], title: "Journal title") { $0.venue = "Journal" },
            record(.snapshot, ["2001.00001", "10.1000/X"], title: "Preprint title"),
            citation("2001.00002", "10.1000/x"), citation("2001.00002", "2001.00001", .unarxive),
        ]
        try library(records) { (library: Library) throws in
            for name in ["2001.00001", "doi:10.1000/x", "openalex:W7"] {
                let paper = try #require(try library.paper(id(name)))
                #expect(paper.identifier == id("2001.00001"))
                #expect(paper.title == "Preprint title")
                #expect(paper.venue == "Journal")
            }
            #expect(try library.citationCounts([id("2001.00001"), id("10.1000/x"), id("2012.00001")]) == [1, 1, 0])
            let page = try #require(try library.neighbours(of: id("openalex:W7"), .citations, offset: 0, limit: 5))
            #expect(page.total == 1)
            #expect(page.works.map(\.sources) == [[.unarxive, .citationList]])
            let statistics = try library.statistics()
            #expect((statistics.papers, statistics.stubs, statistics.citations) == (1, 1, 1))
        }
    }

    @Test func contestedIdentifierProvesNothing() throws {
        let records = [
            record(.snapshot, ["2001.00001", "10.1000/x"], title: "One"),
            record(.openAlex, ["10.1000/x"], title: "Journal"),
        ]
        try library(records) { (library: Library) throws in
            #expect(try library.paper(id("10.1000/x"))?.identifier == id("2001.00001"))
            try library.add([record(.snapshot, ["2001.00002", "10.1000/x"], title: "Two")])
            #expect(try library.paper(id("10.1000/x"))?.identifier == id("10.1000/x"))
            #expect(try library.paper(id("2001.00001"))?.title == "One")
            #expect(try library.paper(id("2001.00002"))?.title == "Two")
            #expect(try library.statistics().papers == 3)
        }
    }

    @Test func twoArticlesAreNeverOneWork() throws {
        let records = [
            record(.snapshot, ["2001.00001", "10.1000/x"], title: "One"),
            record(.openAlex, ["10.1000/x", "openalex:W1"], title: "Journal"),
            record(.semanticScholar, ["2001.00002", "openalex:W1"], title: "Two"),
        ]
        try library(records) { (library: Library) throws in
            #expect(try library.paper(id("10.1000/x"))?.identifier == id("2001.00001"))
            #expect(try library.paper(id("openalex:W1"))?.identifier == id("2001.00002"))
        }
    }

    @Test func separationIsUndone() throws {
        let records = [
            record(.openAlex, ["10.1000/x"], title: "Journal"),
            record(.snapshot, ["2001.00001", "10.1000/x"], title: "Preprint"),
        ]
        try library(records) { (library: Library) throws in
            let united = try library.dump()
            func correct(_ body: (LibraryWriter) throws -> Bool) throws -> Bool {
                let writer = try library.makeWriter()
                defer { writer.close() }
                let result = try body(writer)
                try writer.commit()
                return result
            }
            #expect(try correct { try $0.separate(id("2001.00001"), from: id("10.1000/x")) })
            #expect(try !correct { try $0.separate(id("10.1000/x"), from: id("2001.00001")) })
            #expect(try library.paper(id("10.1000/x"))?.title == "Journal")
            #expect(try library.paper(id("2001.00001"))?.title == "Preprint")
            try library.add(records)
            #expect(try library.statistics().papers == 2)
            #expect(try correct { try $0.unite(id("10.1000/x"), with: id("2001.00001")) })
            #expect(try library.dump() == united)
            #expect(try !correct { try $0.unite(id("10.1000/x"), with: id("2001.00001")) })
        }
    }

    @Test func stubIsDescribedLater() throws {
        try library([citation("2001.00001", "hep-th/9711200")]) { (library: Library) throws in
            #expect(try library.paper(id("hep-th/9711200"))?.isStub == true)
            #expect(try library.statistics().stubs == 2)
            let mention = record(.semanticScholar, ["hep-th/9711200"], title: "As cited") { $0.isMention = true }
            #expect(try library.add([mention]) == [.inserted])
            #expect(try library.paper(id("hep-th/9711200"))?.isStub == true)
            #expect(try library.add([record(.listing, ["hep-th/9711200"], title: "Large N")]) == [.inserted])
            let paper = try #require(try library.paper(id("hep-th/9711200")))
            #expect(!paper.isStub && paper.title == "Large N" && paper.year == 1997)
            #expect(try library.add([record(.atom, ["hep-th/9711200"], title: "Large N limit")]) == [.updated])
            #expect(try library.statistics().papers == 1)
        }
    }

    @Test func citationsAccumulateSourcesAndKeepSelfCitations() throws {
        let edge = citation("2001.00001", "2001.00002")
        try library([edge, citation("2001.00001", "2001.00001")]) { (library: Library) throws in
            #expect(
                try library.add([edge, citation("2001.00001", "2001.00002", .openAlex)]) == [.unchanged, .inserted]
            )
            let page = try #require(try library.neighbours(of: id("2001.00001"), .references, offset: 0, limit: 9))
            #expect(page.works.map(\.paper.identifier) == [id("2001.00001"), id("2001.00002")])
            #expect(page.works[1].sources == [.openAlex, .citationList])
            #expect(try library.statistics().citations == 2)
            let second = try #require(try library.neighbours(of: id("2001.00001"), .references, offset: 1, limit: 1))
            #expect(second.works.map(\.paper.identifier) == [id("2001.00002")])
            #expect(try library.neighbours(of: id("2001.00009"), .references, offset: 0, limit: 1) == nil)
        }
    }

    @Test func neighboursComeInTheOrderAskedFor() throws {
        func paper(_ name: String, year: Int?) -> SourceRecord {
            record(.openAlex, [name], title: name) { $0.year = year }
        }
        let (old, new, merged, none) = ("openalex:W1", "openalex:W2", "openalex:W3", "openalex:W4")
        let papers = [
            paper(old, year: 1990), paper(new, year: 2010), paper(merged, year: 2000), paper(none, year: nil),
        ]
        let cited = [old, new, merged, none].map { citation("2001.00001", $0) }
        let others = [("2001.00002", merged), ("2001.00003", merged), ("2001.00002", none)].map { citation($0, $1) }
        try library(papers + cited + others) { (library: Library) throws in
            func page(_ order: CitationOrder, _ offset: Int = 0, _ limit: Int = 9) throws -> [PaperIdentifier] {
                let start = id("2001.00001")
                let page = try library.neighbours(of: start, .references, by: order, offset: offset, limit: limit)
                #expect(page?.total == 4)
                return try #require(page).works.map(\.paper.identifier)
            }
            #expect(try page(.identifier) == [old, new, merged, none].map { id($0) })
            #expect(try page(.citations) == [merged, none, old, new].map { id($0) })
            #expect(try page(.year) == [new, merged, old, none].map { id($0) })
            #expect(try page(.citations, 1, 2) == [none, old].map { id($0) })
        }
    }

    @Test func loneFacetsAreThoseOfThePaper() {
        var source = RandomFacts(generator: SeededGenerator(seed: 5))
        for case .paper(let record) in source.facts(500) {
            let paper = Paper(identifier: record.identifier, merging: [record])
            #expect(WorkFacets(lone: record) == WorkFacets(paper))
        }
    }

    @Test func recordsComeBackAsTheyWere() throws {
        var full = PaperRecord(source: .oaiRaw, identifier: id("math/0309136"))
        full.aliases = [id("10.1000/x"), id("corpus:12")]
        full.title = "  A \u{0}\n b\u{301} \u{1F600} "
        full.abstract = ""
        full.authorsText = "A, B"
        full.authors = AuthorList([Author(family: "Gödel", given: "K.", suffix: "Jr.")])
        full.categories = "math.AG hep-th"
        full.comments = "c"
        full.journalReference = "j"
        full.reportNumber = "r"
        full.doi = "10.1000/X"
        full.license = "l"
        full.submitter = "s"
        full.venue = "v"
        full.versions = [
            PaperVersion(number: 1), PaperVersion(number: 2, created: Timestamp(secondsSince1970: -5), size: 7),
        ]
        full.submitted = Timestamp(secondsSince1970: 1)
        full.updated = Timestamp(secondsSince1970: 2)
        full.year = -3
        full.isWithdrawn = true
        full.reportedCitations = 9
        try library([.paper(full)]) { (library: Library) throws in
            try library.read { connection in
                let reader = WorkReader(connection: connection)
                let row = try #require(try reader.row("math/0309136"))
                #expect(try RecordRow.records(of: row.id, identifier: full.identifier, connection) == [full])
            }
        }
    }

    @Test func selectionsTakeWhatTheySay() throws {
        let records = [
            record(.snapshot, ["2001.00001"], title: "a") { $0.categories = "cs.LG hep-th" },
            record(.snapshot, ["1901.00001"], title: "b") { $0.categories = "csx" },
            record(.snapshot, ["math/0309136"], title: "c") { $0.categories = "math.AG" },
            citation("2001.00001", "hep-th/9901001"),
        ]
        try library(records) { (library: Library) throws in
            func names(_ change: (inout PaperSelection) -> Void) throws -> [String] {
                var selection = PaperSelection()
                change(&selection)
                var names: [String] = []
                try library.forEachPaper(in: selection) { paper, _ in names.append(paper.identifier.description) }
                return names
            }
            #expect(try names { _ in } == ["1901.00001", "2001.00001", "hep-th/9901001", "math/0309136"])
            #expect(try names { $0.includesStubs = false }.count == 3)
            #expect(try names { $0.categories = ["cs.*"] } == ["2001.00001"])
            #expect(try names { $0.categories = ["CS"] } == ["2001.00001"])
            #expect(try names { $0.years = 1999...2003 } == ["hep-th/9901001", "math/0309136"])
            #expect(
                try names { $0.identifiers = [id("math/0309136"), id("2001.00001"), id("2001.09999")] }
                    == ["2001.00001", "math/0309136"]
            )
        }
    }
}
