import Caching

/// Asks again what was asked most and took longest, so that the next who asks need not wait.
public struct WarmQueries: Sendable {
    /// What was done.
    public struct Report: Hashable, Sendable, Codable {
        /// Questions that were asked again; their answers are in the cache.
        public var warmed = 0
        /// Questions that this version does not know, or that had no answer.
        public var failed = 0
        /// Questions for which there was no time.
        public var left = 0

        /// Nothing was done.
        public static let nothing = Report()
    }

    private let queries: CachedQueries

    /// Warms the cache behind `queries`.
    public init(_ queries: CachedQueries) { self.queries = queries }

    /// Asks questions in their order, one at a time, until the time is over.
    ///
    /// - Parameters:
    ///   - questions: what to ask; ``CacheRecords/Sum/questions``.
    ///   - budget: when to stop; the question under way is brought to its end.
    /// - Throws: `CancellationError`.
    public func callAsFunction(_ questions: [CacheRecords.Question], budget: Duration) async throws -> Report {
        var report = Report()
        let deadline = ContinuousClock.now + budget
        for (place, question) in questions.enumerated() {
            try Task.checkCancellation()
            guard ContinuousClock.now < deadline else {
                report.left = questions.count - place
                break
            }
            do {
                guard try await ask(question) else {
                    report.failed += 1
                    continue
                }
                report.warmed += 1
            } catch let error as CancellationError {
                throw error
            } catch {
                // Whoever asks it next is told why.
                report.failed += 1
            }
        }
        return report
    }

    /// - Returns: false when this version cannot ask it.
    private func ask(_ question: CacheRecords.Question) async throws -> Bool {
        guard var reader = CacheKeyReader(Array(question.key)), reader.kind == question.kind,
            let ask = QueryKind.repeatable[reader.kind], let recipe = reader.string(), recipe == queries.stores.recipe,
            let parameters = reader.string()
        else { return false }
        try await ask(queries, parameters)
        return true
    }
}
