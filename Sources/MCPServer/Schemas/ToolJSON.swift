import Answers
import Ports

/// Records of papers as text.
struct ExportJSON: Encodable {
    var format: String
    var papers: Int
    var missing: [String]
    var content: String
}

/// Counts over the library.
struct LibraryJSON: Encodable {
    var papers: Int
    var stubs: Int
    var authors: Int
    var citations: Int
    var withdrawn: Int
    var categories: [String: Int]
    var years: [String: Int]

    init(_ statistics: LibraryStatistics) {
        papers = statistics.papers
        stubs = statistics.stubs
        authors = statistics.authors
        citations = statistics.citations
        withdrawn = statistics.withdrawn
        categories = statistics.categories
        years = Dictionary(uniqueKeysWithValues: statistics.years.map { (String($0.key), $0.value) })
    }
}
