/// Personalised PageRank: what a reader meets who starts from given works again and again.
///
/// The walk goes along ``direction``, with the probability ``restart`` back to the start, which is chosen by the weights of
/// the seeds. A work without neighbours ends the walk, which starts anew.
public struct PersonalisedPageRank: Sendable {
    /// Along which citations the reader goes.
    public var direction = GraphDirection.both
    /// The probability of going back to the seeds at each step.
    public var restart = 0.15
    /// How exact ``push(from:in:)`` is: the walk's share that has not been handed on is less than this per neighbour.
    public var epsilon = 1e-6
    /// How exact ``scores(from:in:)`` is: the sum of changes at which it ends.
    public var tolerance = 1e-10

    /// With the given restart probability.
    public init(restart: Double = 0.15, direction: GraphDirection = .both, epsilon: Double = 1e-6) {
        precondition(restart > 0 && restart <= 1 && epsilon > 0, "a probability, and a positive error")
        self.restart = restart
        self.direction = direction
        self.epsilon = epsilon
    }

    /// Approximate scores by pushing the seeds' shares along citations until none that is worth it is left.
    ///
    /// Andersen, Chung and Lang, "Local Graph Partitioning using PageRank Vectors" (2006). Each score is at most the exact
    /// one. Cost does not depend on the size of the graph.
    ///
    /// - Parameter seeds: works with positive weights, which are scaled to sum 1; a work may come more than once.
    /// - Returns: works with a score, in the order in which they were reached.
    /// - Complexity: O(1 / (restart × epsilon)).
    public func push(from seeds: [ScoredNode], in snapshot: GraphSnapshot) -> [ScoredNode] {
        let scores = ScoreAccumulator(nodeCount: snapshot.nodeCount)
        push(from: seeds, in: snapshot, into: scores, residuals: ZeroedBuffer(count: snapshot.nodeCount))
        return scores.scores
    }

    private func push(
        from seeds: [ScoredNode],
        in snapshot: GraphSnapshot,
        into scores: ScoreAccumulator,
        residuals: ZeroedBuffer<Double>
    ) {
        let total = seeds.reduce(0) { $0 + $1.score }
        guard total > 0 else { return }
        let queued = ZeroedBuffer<Bool>(count: snapshot.nodeCount)
        var queue: [Int32] = []
        for seed in seeds where snapshot.contains(seed.node) && seed.score > 0 {
            residuals[seed.node] += seed.score / total
            if !queued[seed.node] { queue.append(seed.node) }
            queued[seed.node] = true
        }
        var head = 0
        while head < queue.count {
            let node = queue[head]
            head += 1
            queued[node] = false
            let residual = residuals[node]
            residuals[node] = 0
            scores.add(restart * residual, to: node)
            let degree = snapshot.arcCount(of: node, direction)
            guard degree > 0 else { continue }
            let share = (1 - restart) * residual / Double(degree)
            snapshot.forEachArc(of: node, direction) { next in
                let sum = residuals[next] + share
                residuals[next] = sum
                guard sum > epsilon, !queued[next] else { return }
                if sum > epsilon * Double(Swift.max(snapshot.arcCount(of: next, direction), 1)) {
                    queued[next] = true
                    queue.append(next)
                }
            }
        }
    }

    /// Exact scores (to ``tolerance``) of all works, with sum 1.
    ///
    /// - Parameter seeds: works with positive weights; those that are not in the snapshot are left out.
    /// - Complexity: O(nodes + citations) for each of about log(tolerance) / log(1 - restart) steps.
    public func scores(from seeds: [ScoredNode], in snapshot: GraphSnapshot) -> [Double] {
        let count = snapshot.nodeCount
        var starts = [Double](repeating: 0, count: count)
        for seed in seeds where snapshot.contains(seed.node) && seed.score > 0 { starts[Int(seed.node)] += seed.score }
        let total = starts.reduce(0, +)
        guard total > 0 else { return starts }
        for index in starts.indices { starts[index] /= total }
        let factors = (0..<Int32(count)).map { node in
            (1 - restart) / Double(Swift.max(snapshot.arcCount(of: node, direction), 1))
        }
        let hasArcs = (0..<Int32(count)).map { snapshot.arcCount(of: $0, direction) > 0 }
        var (scores, shares) = (starts, starts)
        while true {
            var ended = 0.0
            for index in 0..<count {
                if hasArcs[index] { shares[index] = scores[index] * factors[index] } else { ended += scores[index] }
            }
            let back = restart + (1 - restart) * ended
            var change = 0.0
            for node in 0..<Int32(count) {
                var sum = back * starts[Int(node)]
                snapshot.forEachArc(of: node, direction.reversed) { sum += hasArcs[Int($0)] ? shares[Int($0)] : 0 }
                change += abs(sum - scores[Int(node)])
                scores[Int(node)] = sum
            }
            if change <= tolerance { return scores }
        }
    }
}
