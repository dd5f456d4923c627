import Literature
import Ports
public import Prediction
import TextAnalysis

/// The papers of a library as link prediction sees them.
public struct LibraryCorpus: Sendable {
    /// Papers and citations.
    public let corpus: PredictionCorpus
    /// The state of the truth that they were read from.
    public let source: Int64

    /// Reads all papers whose date is known; works known from citations only have no text.
    init(feed: any WorkFeed) throws {
        let table = try feed.citationTable()
        source = table.counter
        var (ids, days): ([String], [Int32]) = ([], [])
        var places = [Int32](repeating: -1, count: table.keys.count)
        var numbers: [String: Int] = [:]
        for (index, key) in table.keys.enumerated() {
            guard let date = table.dates[index] else { continue }
            places[index] = Int32(ids.count)
            numbers[key] = ids.count
            ids.append(key)
            days.append(Self.day(date))
        }
        // Texts are read one by one: only their words stay.
        var builder = PredictionCorpusBuilder(ids: ids, days: days)
        _ = try feed.forEachWork(changedAfter: nil) { identifier, paper in
            guard let paper, let place = numbers[identifier.description] else { return }
            builder.read(
                place,
                title: paper.title ?? "",
                abstract: paper.abstract ?? "",
                authors: Self.keys(paper.authors),
                categories: paper.categories
            )
        }
        corpus = builder.finish(
            citing: table.citing.map { places[Int($0)] },
            cited: table.cited.map { places[Int($0)] }
        )
    }

    /// The keys of authors.
    static func keys(_ authors: [Author]) -> [String] {
        authors.map { AuthorKey.make(family: $0.family, given: $0.given) }.filter { !$0.isEmpty }
    }

    /// The day of a moment.
    static func day(_ seconds: Int64) -> Int32 {
        Int32(clamping: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }
}

/// Days as dates.
public enum PredictionDay {
    /// The number of a date `YYYY-MM-DD`; nil when it is none.
    public static func parse(_ text: String) -> Int32? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), let moment = Timestamp(year: year, month: month, day: day)
        else { return nil }
        return LibraryCorpus.day(moment.secondsSince1970)
    }

    /// A day as `YYYY-MM-DD`.
    public static func text(_ day: Int32) -> String {
        let date = Timestamp(secondsSince1970: Int64(day) * 86_400).civil
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(date.year)-\(two(date.month))-\(two(date.day))"
    }
}

/// Why links cannot be predicted: what failed, and what to do.
public struct PredictionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: Hashable, Sendable {
        /// No model was trained.
        case noModel
        /// The paper is not in the library.
        case unknownPaper
        /// There is too little to learn from.
        case tooFewPapers
        /// An evaluation could see what it asks for.
        case leak
    }

    /// What kind of failure it is.
    public var code: Code
    /// What failed, on what, and what to do next.
    public var description: String
}
