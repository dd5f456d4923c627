public import Ports

/// Counts over the library, as `stats` prints them.
public struct StatisticsJSON: Encodable, Sendable {
    var papers: Int
    var stubs: Int
    var authors: Int
    var citations: Int
    var withdrawn: Int
    var concepts = 0
    var documents = 0
    var embeddings: Int
    var categories: [String: Int]
    var years: [String: Int]

    /// Counts, and how many papers have a vector of meaning.
    public init(_ statistics: LibraryStatistics, embeddings: Int) {
        self.embeddings = embeddings
        papers = statistics.papers
        stubs = statistics.stubs
        authors = statistics.authors
        citations = statistics.citations
        withdrawn = statistics.withdrawn
        categories = statistics.categories
        years = Dictionary(uniqueKeysWithValues: statistics.years.map { (String($0.key), $0.value) })
    }
}
