#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How good one ranking is, by the definitions of trec_eval that BEIR uses.
public struct RankingMeasures: Hashable, Sendable {
    /// Discounted gains of the first ten documents, divided by those of the best possible order: the gain is the grade,
    /// the discount the binary logarithm of the rank + 1 (Järvelin and Kekäläinen, 2002).
    public var ndcg10: Double
    /// The share of the relevant documents among the first hundred.
    public var recall100: Double
    /// One by the rank of the first relevant document among the first ten, or 0.
    public var reciprocalRank10: Double

    /// Measures a ranking.
    ///
    /// - Parameters:
    ///   - ranking: documents, best first, each once.
    ///   - judgements: the grades of judged documents; others have the grade 0.
    public init(ranking: [String], judgements: [String: Int]) {
        let grades = ranking.prefix(100).map { judgements[$0] ?? 0 }
        let best = judgements.values.filter { $0 > 0 }.sorted(by: >)
        let ideal = Self.discounted(best.prefix(10))
        ndcg10 = ideal > 0 ? Self.discounted(grades.prefix(10)) / ideal : 0
        recall100 = best.isEmpty ? 0 : Double(grades.count { $0 > 0 }) / Double(best.count)
        reciprocalRank10 = grades.prefix(10).firstIndex { $0 > 0 }.map { 1 / Double($0 + 1) } ?? 0
    }

    private static func discounted(_ grades: ArraySlice<Int>) -> Double {
        zip(grades, 2...).reduce(0) { $0 + Double(max(0, $1.0)) / log2(Double($1.1)) }
    }
}
