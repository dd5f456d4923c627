import Literature
import Testing

@testable import Formats

@Suite struct AtomReaderTests {
    private func read(_ name: String) throws -> [ReadItem] {
        TextFixtures.read(.atom, MemorySource(try TextFixtures.bytes(name)))
    }

    @Test func oldStyleEntry() throws {
        let items = try read("atom-old-style.xml")
        let paper = try #require(TextFixtures.papers(items).first)
        #expect(paper.identifier.description == "astro-ph/0601001")
        #expect(paper.source == .atom)
        #expect(paper.title?.hasPrefix("Frequency of Hot Jupiters") == true)
        #expect(paper.abstract?.hasPrefix("We derive the frequencies") == true)
        #expect(paper.abstract?.contains("Gould & Morgan") == true)
        #expect(paper.submitted?.description == "2006-01-02T14:57:58Z")
        #expect(paper.versions == [PaperVersion(number: 1, created: paper.submitted)])
        #expect(TextFixtures.notices(items) == [.totalResults(1, startIndex: 0)])
        #expect(TextFixtures.issues(items).isEmpty)
    }

    @Test func categoriesAndNames() throws {
        let paper = try #require(TextFixtures.papers(try read("atom-crosslisted.xml")).first)
        #expect(paper.categories == "quant-ph cs.PL")
        #expect(paper.authors.authors == [Author(family: "Blaha", given: "Stephen")])
        #expect(paper.comments == "32 pages")
    }

    @Test func errorEntryIsAnIssue() throws {
        let items = try read("atom-error.xml")
        #expect(TextFixtures.papers(items).isEmpty)
        let issue = try #require(TextFixtures.issues(items).first)
        #expect(issue.message.contains("incorrect id format for abc"))
        #expect(issue.line == 9)
    }

    @Test func emptyPageIsANotice() throws {
        #expect(try read("atom-empty.xml") == [.notice(.totalResults(0, startIndex: 0))])
    }

    @Test func laterVersionsForeignClassesAndDOI() throws {
        let items = TextFixtures.read(
            .atom,
            text: """
                <feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
                <id>http://arxiv.org/abs/0704.0001v2</id><published>2007-04-02T19:18:42Z</published>
                <updated>2007-07-24T20:10:27Z</updated><title>T</title><arxiv:doi>10.1103/PhysRevD.76.013009</arxiv:doi>
                <arxiv:comment>This paper has been withdrawn by the author</arxiv:comment>
                <author><name>Ludwig van Beethoven</name><arxiv:affiliation>Bonn</arxiv:affiliation></author>
                <category term="53D17; 81T45"/><category term="hep-ph"/><category term="F.2.2"/>
                </entry></feed>
                """
        )
        let paper = try #require(TextFixtures.papers(items).first)
        #expect(paper.versions.map(\.number) == [1, 2])
        #expect(paper.versions.last?.created?.description == "2007-07-24T20:10:27Z")
        #expect(paper.categories == "hep-ph")
        #expect(paper.aliases.map(\.description) == ["doi:10.1103/physrevd.76.013009"])
        #expect(paper.isWithdrawn)
        #expect(paper.authors.authors == [Author(family: "van Beethoven", given: "Ludwig")])
    }

    @Test func anotherRootIsRefused() {
        let items = TextFixtures.read(.atom, text: "<html><body/></html>")
        #expect(items.count == 1)
        #expect(TextFixtures.issues(items).first?.extent == .restOfInput)
    }
}
