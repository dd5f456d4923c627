import Engine
import Retrieval
import Testing

@Suite("Search requests")
struct SearchQueryTests {
    @Test("options of a request are conditions of the query")
    func options() throws {
        var request = SearchRequest(text: "strings")
        request.categories = ["hep-th", "gr-qc"]
        request.authors = ["Juan Maldacena"]
        request.since = 1997
        #expect(
            try SearchPapers.query(request).canonical
                == #"strings cat:gr-qc,hep-th author:"juan maldacena" year:1997.."#
        )
        request.until = 1990
        #expect(throws: QueryError.self) { try SearchPapers.query(request) }
    }
}
