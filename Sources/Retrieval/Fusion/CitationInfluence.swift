#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How much papers are cited beside the papers of their year: what is new is not put at a disadvantage.
public enum CitationInfluence {
    /// ln(1 + citations / mean citations of the papers of the year), for each paper.
    ///
    /// A mean below 1 counts as 1, so that a few citations in a year that is hardly cited are no fame. Papers without a year
    /// form a cohort of their own.
    /// - Parameters:
    ///   - citations: how often each paper is cited.
    ///   - years: the year of each, 0 where unknown; as many.
    /// - Complexity: O(n).
    public static func values(citations: [Int], years: [Int]) -> [Float] {
        precondition(citations.count == years.count, "every paper has a year, 0 where unknown")
        var cohorts: [Int: (papers: Int, citations: Int)] = [:]
        for (count, year) in zip(citations, years) {
            cohorts[year, default: (0, 0)].papers += 1
            cohorts[year, default: (0, 0)].citations += count
        }
        return zip(citations, years).map { count, year in
            let cohort = cohorts[year] ?? (1, 0)
            return log1pf(Float(count) / max(1, Float(cohort.citations) / Float(cohort.papers)))
        }
    }
}
