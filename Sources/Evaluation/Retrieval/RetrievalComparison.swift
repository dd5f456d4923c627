/// Several ways of ranking on the same queries.
public struct RetrievalComparison: Sendable {
    /// The reports, in the order asked for.
    public let reports: [RetrievalReport]

    /// Ranks the queries of `task` in each of `modes`.
    ///
    /// - Parameter graph: what citations say of the documents; nil where there are none.
    public init(
        _ task: RetrievalTask,
        in index: CollectionIndex,
        modes: [RetrievalMode],
        graph: (any CitationEvidence)? = nil
    ) throws {
        reports = try modes.map { mode in
            let rankings = try task.queries.map { try index.search($0.text, mode: mode, graph: graph) }
            return RetrievalReport(mode: mode, rankings: rankings, of: task)
        }
    }

    /// By how much the last way is better than each of the others.
    public var advantages: [(over: RetrievalMode, ndcg10: BootstrapInterval)] {
        guard let last = reports.last else { return [] }
        return reports.dropLast().map { ($0.mode, last.advantage(over: $0)) }
    }
}

extension RetrievalTask {
    /// One of several parts of the queries, of nearly the same size and in order: for choosing parameters on one and reporting another.
    ///
    /// - Parameter number: which part, from 1 to `count`.
    public func part(_ number: Int, of count: Int) -> RetrievalTask {
        let total = queries.count
        return RetrievalTask(
            documents: documents,
            queries: Array(queries[total * (number - 1) / count..<total * number / count])
        )
    }
}
