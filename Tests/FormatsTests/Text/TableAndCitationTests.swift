import Literature
import Testing

@testable import Formats

@Suite struct RecordTableReaderTests {
    @Test func realRows() throws {
        let items = TextFixtures.read(.recordTable, MemorySource(try TextFixtures.bytes("table.tsv")))
        #expect(TextFixtures.issues(items).isEmpty)
        let papers = TextFixtures.papers(items)
        let byID = Dictionary(uniqueKeysWithValues: papers.map { ($0.identifier.description, $0) })
        let old = try #require(byID["dg-ga/9710035"])
        #expect(old.categories == "dg-ga math.DG math.KT")
        #expect(
            old.authors.authors == [
                Author(family: "Brylinski", given: "Jean-Luc"), Author(family: "Zhang", given: "Bin"),
            ]
        )
        #expect(old.submitted?.day == "1997-10-29")
        #expect(old.updated?.day == "1999-03-02")
        #expect(
            byID["math/9802112"]?.comments
                == "29 pages, modified version of the article, appeared in\n  \"Matematicheskiy Sbornik\" 5(188) (1997)"
        )
        #expect(byID["math/0005127"]?.isWithdrawn == true)
        // Identifiers that a program took for numbers: 803.12, 1605.0098 and 1502.0235400000001.
        #expect(byID["0803.1200"] != nil)
        #expect(byID["1605.00980"] != nil)
        #expect(byID["1502.02354"] != nil)
    }

    @Test func brokenRowsAreRefusedAndReadingResumes() {
        let text = """
            \tarxiv_id\ttitle
            1\thep-th/9901001\tOne
            2\thep-th/9901002
            3\thep-th/9901003\t"Three
            lines"
            4\tnonsense\tFour
            5\thep-th/9901005\t"never closed
            6\thep-th/9901006\tSix
            """
        let items = TextFixtures.read(.recordTable, text: text)
        #expect(
            TextFixtures.papers(items).map(\.identifier.description) == [
                "hep-th/9901001", "hep-th/9901003", "hep-th/9901006",
            ]
        )
        #expect(TextFixtures.issues(items).map(\.line) == [3, 6, 7])
        #expect(TextFixtures.papers(items)[1].title == "Three\nlines")
    }

    @Test func hugeFieldsAreBounded() {
        let text =
            "\tarxiv_id\ttitle\n1\thep-th/9901001\t\"" + String(repeating: "line\n", count: 500_000)
            + "2\thep-th/9901002\tTwo\n"
        let items = TextFixtures.read(.recordTable, text: text)
        #expect(TextFixtures.issues(items).count == 1)
        #expect(TextFixtures.papers(items).map(\.title) == ["Two"])
    }

    @Test func otherTablesAreRefused() {
        let items = TextFixtures.read(.recordTable, text: "name\tvalue\na\t1\n")
        #expect(TextFixtures.issues(items).first?.extent == .restOfInput)
    }
}

@Suite struct CitationListReaderTests {
    @Test func separatorsCommentsAndHeader() {
        let text = """
            # comment
            citing\tcited
            hep-th/9901001\thep-th/9711200
            0704.0001v2, 10.1103/PhysRevD.76.013009
            https://arxiv.org/abs/1706.03762   openalex:W123

            hep-th/9901001,hep-ph/9807344
            """
        let items = TextFixtures.read(.citations, text: text)
        #expect(TextFixtures.issues(items).isEmpty)
        let pairs = items.compactMap { item -> String? in
            if case .record(.citation(let citation)) = item { "\(citation.citing) \(citation.cited)" } else { nil }
        }
        #expect(
            pairs == [
                "hep-th/9901001 hep-th/9711200", "0704.0001 doi:10.1103/physrevd.76.013009", "1706.03762 openalex:W123",
                "hep-th/9901001 hep-ph/9807344",
            ]
        )
    }

    @Test func bareNumbersAreNotGuessed() {
        let items = TextFixtures.read(.citations, text: "1001\t9304045\nhep-th/9901001\thep-th/9711200\nx\n")
        let issues = TextFixtures.issues(items)
        #expect(issues.map(\.line) == [1, 3])
        #expect(issues[0].message == "the bare number '1001' needs an archive, as in hep-th/0001001")
        #expect(items.count == 3)
    }

    @Test func longLinesAreRefused() {
        let items = TextFixtures.read(
            .citations,
            text: String(repeating: "x", count: 100_000) + "\n0704.0001 0704.0002\n"
        )
        #expect(TextFixtures.issues(items).count == 1)
        #expect(items.count == 2)
    }
}
