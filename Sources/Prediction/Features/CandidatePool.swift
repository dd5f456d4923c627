/// The candidates of a query that are worth a closer look.
struct CandidatePool {
    /// How many each signal may name.
    static let limits: [(signal: LinkSignal, count: Int)] = [
        (.pageRank50, 500), (.listNeighbours, 250), (.listNeighboursNearest, 100), (.coCitationWalk, 200),
        (.coCitationRecent, 150), (.resourceAllocation, 200), (.bm25, 200), (.titleWords, 50), (.textNeighbours, 150),
        (.textNeighboursWide, 250), (.textListNeighbours, 150), (.sameAuthors, 100), (.authorsCitedNear, 150),
        (.authorsCitedRecent, 100), (.contextWalk, 200), (.suggestedWalk, 150), (.suggestedNeighbours, 250),
    ]

    /// The candidates, ascending.
    let papers: [Int32]

    /// The best candidates by each signal, without the paper and its seeds.
    ///
    /// - Parameter limit: candidates are papers below this number.
    init(workspace: SignalWorkspace, query: LinkQuery, limit: Int) {
        var chosen = Set<Int32>()
        for (signal, count) in Self.limits {
            for (paper, _) in workspace[signal].top(count) where Int(paper) < limit { chosen.insert(paper) }
        }
        for seed in query.seeds { chosen.remove(Int32(seed)) }
        if let paper = query.paper { chosen.remove(Int32(paper)) }
        papers = chosen.sorted()
    }
}
