import Literature
import Ports

/// One run of a ``LexicalQuery``.
struct LexicalSearch {
    let searcher: TextSearcher
    let reader: WorkReader
    let query: LexicalQuery
    /// Whether the index may hold works that the library has meanwhile filed elsewhere.
    let isBehind: Bool

    /// How many works the words of a relaxed search may have together: very frequent words are left out, rarest kept.
    private static let relaxedLimit = 5_000

    func run(offset: Int, limit: Int) throws -> LexicalHits {
        let text = TextQuery(query)
        let filter = try WorkFilter(query, reader.connection, checksFiling: isBehind)
        guard let all = text.all else {
            let excluded = Set(try text.excluded.flatMap { try searcher.works($0) })
            return try page(of: try newest(filter, without: excluded), offset, limit, isScored: false)
        }
        let found = try searcher.matches(all, where: filter.takes)
        if found.isEmpty, text.required.count > 1, let some = text.any(of: try rarest(text.required)) {
            let related = try searcher.matches(some, where: filter.takes)
            var hits = try page(of: related, offset, limit, isScored: true)
            hits.isRelaxed = !related.isEmpty
            return hits
        }
        return try page(of: found, offset, limit, isScored: true)
    }

    /// The conditions that fewest works fulfil.
    private func rarest(_ conditions: [String]) throws -> [String] {
        var total = 0
        let counted = try conditions.map { (condition: $0, count: try searcher.count($0)) }.filter { $0.count > 0 }
        return counted.sorted { $0.count < $1.count }
            .prefix { entry in
                defer { total += entry.count }
                return total == 0 || total + entry.count <= Self.relaxedLimit
            }
            .map(\.condition)
    }

    /// All described works that the filter takes, scored by date.
    private func newest(_ filter: WorkFilter, without excluded: Set<Int64>) throws -> [TextSearcher.Match] {
        let statement = try reader.connection.cached(
            "SELECT id, date, year FROM paper WHERE work = id AND flags & \(WorkFacets.described)"
        )
        defer { statement.reset() }
        var works: [TextSearcher.Match] = []
        while try statement.step() {
            let work = statement.integer(0)
            guard !excluded.contains(work), try filter.takes(work) else { continue }
            let yearStart = statement.optionalInteger(2)
                .flatMap { Timestamp(year: Int($0), month: 1, day: 1)?.secondsSince1970 }
            let date = statement.optionalInteger(1) ?? yearStart ?? .min
            works.append(TextSearcher.Match(work: work, score: Double(date)))
        }
        return works
    }

    // MARK: Ranking

    private func page(
        of matches: [TextSearcher.Match],
        _ offset: Int,
        _ limit: Int,
        isScored: Bool
    ) throws -> LexicalHits {
        let window = try ranked(matches, offset, limit)
        return LexicalHits(
            total: matches.count,
            hits: try window.map { match in
                LexicalHits.Hit(
                    paper: try reader.paper(match.work),
                    score: isScored ? match.score : 0,
                    citationCount: try reader.citationCount(of: match.work)
                )
            },
            isRelaxed: false,
            isBehind: isBehind
        )
    }

    /// A page of the ranking by score, ties by identifier. Identifiers are read only where scores tie on the page.
    private func ranked(
        _ matches: [TextSearcher.Match],
        _ offset: Int,
        _ limit: Int
    ) throws -> ArraySlice<TextSearcher.Match> {
        var sorted = matches.sorted { $0.score > $1.score }
        guard offset < sorted.count, limit > 0 else { return [] }
        let end = limit < sorted.count - offset ? offset + limit : sorted.count
        var start = offset
        while start > 0, sorted[start - 1].score == sorted[offset].score { start -= 1 }
        while start < end {
            var next = start + 1
            while next < sorted.count, sorted[next].score == sorted[start].score { next += 1 }
            if next - start > 1 {
                let tied = try sorted[start..<next].map { ($0, try reader.identifier(of: $0.work)) }
                    .sorted { $0.1 < $1.1 }
                sorted.replaceSubrange(start..<next, with: tied.map(\.0))
            }
            start = next
        }
        return sorted[offset..<end]
    }
}

/// The conditions of a query that are not about words, on the rows of the library.
private struct WorkFilter {
    private let wanted: [Int64]?
    private let unwanted: [Int64]
    private let years: ClosedRange<Int64>?
    private let checksFiling: Bool
    private let isInCategory: Statement
    private let facets: Statement

    init(_ query: LexicalQuery, _ connection: Connection, checksFiling: Bool) throws {
        wanted = query.categories.isEmpty ? nil : try CategoryFilter.ids(query.categories, connection)
        unwanted = query.excludedCategories.isEmpty ? [] : try CategoryFilter.ids(query.excludedCategories, connection)
        years = query.years.map { Int64($0.lowerBound)...Int64($0.upperBound) }
        self.checksFiling = checksFiling
        isInCategory = try connection.prepare("SELECT 1 FROM paper_category WHERE category = ?1 AND paper = ?2")
        facets = try connection.prepare("SELECT work, flags, year FROM paper WHERE id = ?1")
    }

    func takes(_ work: Int64) throws -> Bool {
        if years != nil || checksFiling, try !takesFacets(work) { return false }
        if let wanted, try !isIn(wanted, work) { return false }
        return unwanted.isEmpty ? true : try !isIn(unwanted, work)
    }

    private func takesFacets(_ work: Int64) throws -> Bool {
        facets.bind(1, work)
        defer { facets.reset() }
        guard try facets.step(), facets.integer(0) == work, facets.integer(1) & WorkFacets.described != 0 else {
            return false
        }
        guard let years else { return true }
        guard let year = facets.optionalInteger(2) else { return false }
        return years.contains(year)
    }

    private func isIn(_ categories: [Int64], _ work: Int64) throws -> Bool {
        for category in categories {
            isInCategory.bind(1, category)
            isInCategory.bind(2, work)
            let found = try isInCategory.step()
            isInCategory.reset()
            if found { return true }
        }
        return false
    }
}
