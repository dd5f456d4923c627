import GraphKernel
import Literature

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How often the works of each year are cited on average: what a paper's citations are compared with.
struct CohortMeans: Sendable {
    private let means: [Int: Double]

    /// Counts the works of a graph.
    ///
    /// - Complexity: O(works).
    init(_ graph: CitationGraph) {
        var cohorts: [Int: (works: Int, citations: Int)] = [:]
        // Works are numbered by time, so that a year is looked up once for all of it.
        var (year, end) = (0, Int64.min)
        for node in 0..<Int32(graph.nodeCount) {
            let date = graph.date(of: node)
            guard date != CitationGraphInput.unknownDate else { break }
            if date >= end {
                year = Timestamp(secondsSince1970: date).year
                end = Timestamp(year: year + 1, month: 1, day: 1)?.secondsSince1970 ?? .max
            }
            cohorts[year, default: (0, 0)].works += 1
            cohorts[year, default: (0, 0)].citations += graph.citations(of: node).count
        }
        means = cohorts.mapValues { Double($0.citations) / Double($0.works) }
    }

    /// ln(1 + citations / mean of the year), as `Retrieval.CitationInfluence` defines it.
    func influence(citations: Int, year: Int?) -> Float {
        log1pf(Float(Double(citations) / max(1, year.flatMap { means[$0] } ?? 1)))
    }
}
