import Literature
import Testing

@testable import Formats

@Suite struct OpenAlexReaderTests {
    private func items(_ text: String) -> [ReadItem] { allItems(OpenAlexReader(input(text))) }

    private let work = """
        {"id":"https://openalex.org/W2741809807","doi":"https://doi.org/10.7717/PeerJ.4375","title":"The state of OA",
         "ids":{"openalex":"https://openalex.org/W2741809807"},"publication_year":2018,"publication_date":"2018-02-13",
         "primary_location":{"source":{"display_name":"PeerJ"},"license":"cc-by"},"best_oa_location":null,
         "locations":[{"landing_page_url":"https://doi.org/10.7717/peerj.4375"},
         {"landing_page_url":"http://arxiv.org/abs/1802.01234"}],"cited_by_count":950,"is_retracted":true,
         "authorships":[{"author":{"display_name":"Heather Piwowar"}},{"raw_author_name":"Jason Priem","author":{}}],
         "referenced_works":["https://openalex.org/W1560783210","https://openalex.org/W1724212071"],
         "abstract_inverted_index":{"access":[1,4],"Open":[0],"is":[2],"not":[3],".":[6]}}
        """

    @Test func readsAWork() throws {
        let items = items(work)
        #expect(items.issues.isEmpty)
        let record = try #require(items.papers.first)
        #expect(record.identifier.description == "1802.01234")
        #expect(record.aliases.map(\.description) == ["doi:10.7717/peerj.4375", "openalex:W2741809807"])
        #expect(record.abstract == "Open access is not access .")
        #expect(record.authors.authors.map(\.family) == ["Piwowar", "Priem"])
        #expect(record.venue == "PeerJ")
        #expect(record.license == "cc-by")
        #expect(record.doi == "10.7717/peerj.4375")
        #expect(record.submitted?.day == "2018-02-13")
        #expect(record.reportedCitations == 950)
        #expect(record.isWithdrawn)
        #expect(items.citations.map(\.cited.description) == ["openalex:W1560783210", "openalex:W1724212071"])
    }

    @Test func readsAPage() {
        let items = items(#"{"meta":{"count":30,"page":2,"per_page":10,"next_cursor":"IlsxNj"},"results":[\#(work)]}"#)
        #expect(items.papers.count == 1)
        #expect(items.notices == [.totalResults(30, startIndex: 10), .next("IlsxNj")])
    }

    @Test func readsASelectionOfFields() {
        let text = #"{"open_access":{"is_oa":true},"doi":"https://doi.org/10.1021/acs.jctc.5b00178"}"#
        #expect(items(text).papers.map(\.identifier.description) == ["doi:10.1021/acs.jctc.5b00178"])
    }

    @Test(arguments: [
        (#"{"id":"https://openalex.org/A5023888391"}"#, "an author, not a work"),
        (#"{"error":"Rate limit","message":"Slow down"}"#, "OpenAlex answered: Rate limit: Slow down"),
        (#"{"title":"T"}"#, "the work has no identifier"), ("[3]", "expected a work, found a number"),
    ])
    func refusesWhatIsNoWork(_ text: String, _ message: String) {
        #expect(items(text).issues.map(\.message) == [message])
        #expect(items(text).papers.isEmpty)
    }

    @Test func leavesOutAnAbstractWithImpossiblePlaces() {
        let items = items(#"{"id":"https://openalex.org/W1","abstract_inverted_index":{"a":[100001]}}"#)
        #expect(items.papers.map(\.abstract) == [nil])
        #expect(
            items.issues.map(\.message) == [
                "the inverted abstract (left out: a position is beyond 100000) of openalex:W1"
            ]
        )
    }
}
