public import Evaluation
import Literature
import Ports

/// The test collection that a library brings along: titles are the queries, what those papers cite is relevant.
public struct LibraryCitationTask: Sendable {
    private let library: DerivedLibrary

    /// The collection of a library.
    public init(_ library: DerivedLibrary) {
        self.library = library
    }

    /// Makes the collection of the papers that have a title and a date.
    ///
    /// - Parameters:
    ///   - cut: papers before this day (`YYYY-MM-DD`) are documents, and their citations are known.
    ///   - span: papers of these days are queries.
    ///   - limit: how many queries at most.
    /// - Throws: the stores' errors.
    public func callAsFunction(documentsBefore cut: String, queries span: Range<String>, limit: Int) throws
        -> CitationTask
    {
        let table = try library.feed.citationTable()
        var dates: [String: Int64] = [:]
        for (key, date) in zip(table.keys, table.dates) { dates[key] = date }
        var papers: [CitationTask.Paper] = []
        var places: [String: Int] = [:]
        _ = try library.feed.forEachWork(changedAfter: nil) { identifier, paper in
            let key = identifier.description
            guard let paper, let title = paper.title, let date = dates[key] else { return }
            places[key] = papers.count
            let day = PredictionDay.text(LibraryCorpus.day(date))
            papers.append(CitationTask.Paper(id: key, title: title, abstract: paper.abstract ?? "", date: day))
        }
        let numbers = table.keys.map { places[$0] ?? -1 }
        let citations = zip(table.citing, table.cited).compactMap { citing, cited -> (Int, Int)? in
            let pair = (numbers[Int(citing)], numbers[Int(cited)])
            return pair.0 >= 0 && pair.1 >= 0 ? pair : nil
        }
        return CitationTask(papers: papers, citations: citations, documentsBefore: cut, queries: span, limit: limit)
    }
}
