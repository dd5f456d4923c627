import Literature
import Testing

@testable import Formats

@Suite struct UnarxiveReaderTests {
    @Test func readsARecordWithItsBibliography() throws {
        let items = allItems(UnarxiveReader(try JSONFixture.input("unarxive-1.jsonl")))
        #expect(items.issues.isEmpty)
        let record = try #require(items.papers.first)
        #expect(record.source == .unarxive)
        #expect(record.identifier.description == "2212.11827")
        #expect(record.versions.count == 2)
        #expect(record.authors.count == 8)
        #expect(items.citations.count == 10)
        #expect(items.citations[0].cited.description == "doi:10.1039/c5sm02576a")
        #expect(items.citations.allSatisfy { $0.citing == record.identifier && $0.source == .unarxive })
        let mentions = items.papers.dropFirst()
        #expect(mentions.count == 9)
        #expect(mentions.allSatisfy { $0.isMention })
        #expect(mentions.first?.aliases == [.openAlex(2_265_739_976)])
        #expect(items.citations[8].cited == .openAlex(563_947_892))
    }

    @Test func fallsBackToPaperIDAndAbstract() throws {
        let text = #"{"abstract":{"section":"Abstract","text":"We show"},"paper_id":"hep-th/9711200","bib_entries":{}}"#
        let items = allItems(UnarxiveReader(input(text)))
        #expect(items.papers.map(\.identifier.description) == ["hep-th/9711200"])
        #expect(items.papers.map(\.abstract) == ["We show"])
    }

    @Test(arguments: [
        (
            #"{"paper_id":"x"}"#,
            "paper_id 'x': not an arXiv identifier (expected 2401.12345, 0704.0001v2 or hep-th/9901001)"
        ),
        (#"{"metadata":{"id":"0704.0001","title":[]}}"#, "field 'title': expected a string, found an array"),
        (#"{"discipline":"Physics"}"#, "the record has neither metadata nor a paper_id"),
        (#"{"bib_entries":{"a":{"ids":{"doi":5}}}}"#, "field 'bib_entries': expected a string, found a number"),
    ])
    func refusesALineAndGoesOn(_ line: String, _ message: String) {
        let items = allItems(UnarxiveReader(input(line + "\n" + #"{"paper_id":"0704.0002"}"#)))
        #expect(items.issues.map(\.message) == [message])
        #expect(items.papers.count == 1)
    }
}
