/// Searches the text index on a connection of its own, for one thread at a time.
///
/// `@unchecked Sendable`: the library hands a searcher from thread to thread under a lock and never shares it.
final class TextSearcher: @unchecked Sendable {
    /// A work that matches.
    struct Match {
        var work: Int64
        var score: Double
    }

    /// How much a word counts in the title, the abstract and the authors.
    private static let weights = "4.0, 1.0, 2.0"

    let connection: Connection
    private let matches: Statement
    private let works: Statement
    private let count: Statement

    init(path: String) throws {
        connection = try Library.openForReading(path) { _ = try $0.integer("SELECT counter FROM state") }
        matches = try connection.prepare(
            "SELECT rowid, -bm25(works, \(Self.weights)) FROM works WHERE works MATCH ?1"
        )
        works = try connection.prepare("SELECT rowid FROM works WHERE works MATCH ?1")
        count = try connection.prepare("SELECT count(*) FROM works WHERE works MATCH ?1")
    }

    /// All works that match an expression and a condition, with their BM25 scores.
    func matches(_ expression: String, where isWanted: (Int64) throws -> Bool) throws -> [Match] {
        matches.bind(1, expression)
        defer { matches.reset() }
        var found: [Match] = []
        while try matches.step() {
            let work = matches.integer(0)
            if try isWanted(work) { found.append(Match(work: work, score: matches.double(1))) }
        }
        return found
    }

    /// The works that match an expression.
    func works(_ expression: String) throws -> Set<Int64> {
        works.bind(1, expression)
        defer { works.reset() }
        var found: Set<Int64> = []
        while try works.step() { found.insert(works.integer(0)) }
        return found
    }

    /// How many works match an expression.
    func count(_ expression: String) throws -> Int {
        count.bind(1, expression)
        defer { count.reset() }
        return try count.step() ? Int(count.integer(0)) : 0
    }
}
