import Literature
import Testing

@testable import Formats

@Suite struct SemanticScholarReaderTests {
    private let hash = String(repeating: "ab", count: 20)

    private func items(_ text: String, about: String? = nil) -> [ReadItem] {
        allItems(SemanticScholarReader(input(text), about: about.flatMap { PaperIdentifier($0) }))
    }

    @Test func readsAPaperWithNullLists() throws {
        let items = allItems(SemanticScholarReader(try JSONFixture.input("s2-PaperWithNullValues.json")))
        #expect(items.issues.isEmpty)
        #expect(items.citations.isEmpty)
        let record = try #require(items.papers.first)
        #expect(record.identifier.description == "s2:2d5673caa9e6af3a7b82a43f19ee920992db07ad")
        #expect(record.authors.isEmpty)
    }

    @Test func readsAReferenceWithItsSubject() throws {
        let subject = try #require(PaperIdentifier("1406.2661"))
        let input = try JSONFixture.input("s2-Reference.json")
        let items = allItems(SemanticScholarReader(input, about: subject))
        let record = try #require(items.papers.first)
        #expect(record.identifier.description == "1402.0030")
        #expect(record.aliases.contains(.corpus(1_981_188)))
        #expect(record.isMention)
        #expect(
            items.citations == [
                CitationRecord(citing: subject, cited: record.identifier, source: .semanticScholar)
            ]
        )
        #expect(items.issues.isEmpty)
    }

    @Test func readsACitationWithoutItsSubject() throws {
        let items = allItems(SemanticScholarReader(try JSONFixture.input("s2-Citation.json")))
        #expect(items.papers.count == 1)
        #expect(items.citations.isEmpty)
        #expect(items.issues.count == 1)
        #expect(items.issues.first?.message.contains("--about ID") == true)
    }

    @Test func readsAllFieldsOfAPaper() throws {
        let text = """
            {"paperId":"\(hash)","corpusId":12,"externalIds":{"ArXiv":"hep-th/9711200","DOI":"10.1023/A:1026654312961"},
             "title":"The Large N Limit","abstract":"We show","year":1999,"publicationDate":"1997-11-27","venue":"",
             "publicationVenue":{"name":"IJTP"},"journal":{"name":"Int. J.","volume":"38","pages":"1113-1133"},
             "citationCount":15000,"authors":[{"authorId":"1","name":"Juan M. Maldacena"},{"name":"'t Hooft"}],
             "references":[{"paperId":null,"title":"No id"},{"paperId":null,"externalIds":{"DOI":"10.1/x"}}],
             "citations":[{"paperId":"\(String(repeating: "c", count: 40))","title":"Citing"}]}
            """
        let items = items(text)
        let record = try #require(items.papers.first)
        #expect(record.identifier.description == "hep-th/9711200")
        #expect(record.aliases.map(\.description) == ["doi:10.1023/a:1026654312961", "s2:" + hash, "corpus:12"])
        #expect(
            record.authors.authors == [
                Author(family: "Maldacena", given: "Juan M."), Author(family: "Hooft", given: "'t"),
            ]
        )
        #expect(record.venue == "IJTP")
        #expect(record.journalReference == "Int. J. 38, 1113-1133")
        #expect(record.submitted?.day == "1997-11-27")
        #expect(record.reportedCitations == 15000)
        #expect(items.papers.dropFirst().allSatisfy { $0.isMention })
        let pairs = items.citations.map { "\($0.citing) -> \($0.cited)" }
        #expect(
            pairs == [
                "hep-th/9711200 -> doi:10.1/x", "s2:" + String(repeating: "c", count: 40) + " -> hep-th/9711200",
            ]
        )
        #expect(items.issues.map(\.message) == ["1 reference of hep-th/9711200 without any identifier"])
    }

    @Test func tellsTheNullsOfABatch() {
        let items = items("[null,\n {\"paperId\":\"\(hash)\"}, null]")
        #expect(items.papers.count == 1)
        #expect(
            items.issues == [
                ReadIssue(
                    line: 1,
                    byte: 1,
                    message: "record 1 is null: the id asked for is unknown to Semantic Scholar"
                ),
                ReadIssue(
                    line: 2,
                    byte: 64,
                    message: "record 3 is null: the id asked for is unknown to Semantic Scholar"
                ),
            ]
        )
    }

    @Test func readsPagesOfSearches() {
        let text = """
            {"total": 70, "token": "T", "offset": 100, "next": 200, "data": [{"paperId": "\(hash)"}]}
            """
        let items = items(text)
        #expect(items.papers.count == 1)
        #expect(!items.papers[0].isMention)
        #expect(items.notices == [.totalResults(70, startIndex: 100), .next("200"), .next("T")])
        #expect(self.items(#"{"recommendedPapers": [{"corpusId": 3}]}"#).papers.count == 1)
        #expect(self.items(#"{"total": 0, "offset": 0}"#) == [.notice(.totalResults(0, startIndex: 0))])
    }

    @Test func countsReferencesWithoutIdentifierOnAPage() {
        let row = #"{"citedPaper": {"paperId": null, "title": "T"}}"#
        let items = items(#"{"offset": 0, "data": [\#(row), \#(row)]}"#, about: "0704.0001")
        #expect(items.issues.map(\.message) == ["2 papers of the page have no identifier"])
    }

    @Test(arguments: [
        (#"{"data": null}"#, "the list is null: its publisher does not let Semantic Scholar show it"),
        (#"{"error":"Paper with id 0 not found"}"#, "Semantic Scholar answered: Paper with id 0 not found"),
        (#"{"message":"Forbidden"}"#, "Semantic Scholar answered: Forbidden"),
        (#"{"authorId":"1","name":"A. Turing"}"#, "an author, not a paper"),
        (#"{"release_id":"2025-08-19","README":""}"#, "a data set release, not a paper"),
        (#"["2022-05-10"]"#, "a text, not a paper (a list of releases?)"),
        (#"{"title":"T"}"#, "the paper 'T' has no identifier"), ("7", "expected a paper, found a number"),
    ])
    func refusesWhatIsNoPaper(_ text: String, _ message: String) {
        let items = items(text)
        #expect(items.papers.isEmpty)
        #expect(items.issues.map(\.message) == [message])
    }

    @Test func readsThePapersOfAnAuthor() {
        let items = items(#"{"authorId":"1","name":"A","papers":[{"corpusId":3},{"corpusId":4}]}"#)
        #expect(items.papers.map(\.identifier) == [.corpus(3), .corpus(4)])
    }

    @Test func goesOnBehindABrokenLine() {
        let good = #"{"corpusId":3}"#
        for broken in [#"{"corpusId":4"#, #"{"corpusId":"4}"#, #"{"corpusId":}"#, "}", "{\"a\": [1, {\"b\": 2]"] {
            let items = items("\(good)\n\(broken)\n\(good)\n\(good)")
            #expect(items.papers.count == 3, "\(broken)")
            #expect(items.issues.count == 1, "\(broken)")
            #expect(items.issues.first?.line == 2, "\(broken)")
        }
    }

    @Test func refusesOneElementAndGoesOn() {
        let items = items(#"[{"corpusId":3},{"corpusId":tru},{"corpusId":5}]"#)
        #expect(items.papers.map(\.identifier) == [.corpus(3), .corpus(5)])
        #expect(items.issues == [ReadIssue(line: 1, byte: 28, message: "unexpected 't' in the JSON")])
    }

    @Test func tellsWhereADocumentIsCutOff() {
        let items = items(#"{"data":[{"corpusId":3},{"corpusId""#)
        #expect(items.papers.count == 1)
        #expect(items.issues.map(\.extent) == [.restOfInput])
    }
}
