/// How good a system is on a collection.
public struct RetrievalReport: Sendable {
    /// What it ranked by.
    public var mode: RetrievalMode
    /// The measures of each query, in the collection's order.
    public var measures: [RankingMeasures]

    /// The report on rankings, one for each query of `task` in order. A document with the identifier of the query is passed
    /// over, as BEIR does.
    public init(mode: RetrievalMode, rankings: [[String]], of task: RetrievalTask) {
        self.mode = mode
        measures = zip(rankings, task.queries).map { ranking, query in
            RankingMeasures(ranking: ranking.filter { $0 != query.id }, judgements: query.judgements)
        }
    }

    /// The mean of nDCG at 10, with its interval.
    public var ndcg10: BootstrapInterval { BootstrapInterval(measures.map(\.ndcg10)) }
    /// The mean recall at 100, with its interval.
    public var recall100: BootstrapInterval { BootstrapInterval(measures.map(\.recall100)) }
    /// The mean reciprocal rank at 10, with its interval.
    public var reciprocalRank10: BootstrapInterval { BootstrapInterval(measures.map(\.reciprocalRank10)) }

    /// By how much nDCG at 10 is above that of `other` on the same queries, with the interval of the paired differences.
    public func advantage(over other: RetrievalReport) -> BootstrapInterval {
        BootstrapInterval(zip(measures, other.measures).map { $0.ndcg10 - $1.ndcg10 })
    }
}
