/// Signals of random walks over citations, in both directions.
extension SignalWorkspace {
    /// Landing probabilities of short walks from the seeds, and what is summed from them.
    func evaluateWalks(seeds: [Int], leavingOut paper: Int?) {
        frontier.clear()
        for seed in seeds { frontier.add(1 / Float(max(seeds.count, 1)), to: seed) }
        let steps: [SparseScores] = [self[.walk1], self[.walk2], self[.walk3], self[.walk4]]
        let (rank50, rank80) = (self[.pageRank50], self[.pageRank80])
        var (weight50, weight80): (Float, Float) = (0.5, 0.2)
        var walk = frontier
        for (index, step) in steps.enumerated() {
            // Later steps pass over what is too little to matter: the walk then costs what it finds.
            advance(from: walk, to: step, leavingOut: paper, threshold: index < 2 ? 0 : 2e-5)
            weight50 *= 0.5
            weight80 *= 0.8
            rank50.add(step, times: weight50)
            rank80.add(step, times: weight80)
            walk = step
        }
        evaluateKatz(seeds: seeds, leavingOut: paper)
    }

    /// One step of a walk, to a cited or citing paper with equal chances.
    func advance(from start: SparseScores, to end: SparseScores, leavingOut paper: Int?, threshold: Float) {
        end.clear()
        for place in start.papers {
            let mass = start[Int(place)]
            guard mass > threshold else { continue }
            let share = mass * snapshot.inverseDegree[Int(place)]
            end.add(share, toEach: snapshot.references[Int(place)])
            end.add(share, toEach: snapshot.citers[Int(place)])
        }
        if let paper, paper < snapshot.count { end.remove(paper) }
    }

    private func evaluateKatz(seeds: [Int], leavingOut paper: Int?) {
        let damping: Float = 0.05
        let sum = self[.katz]
        frontier.clear()
        for seed in seeds { frontier.add(1, to: seed) }
        for (start, end) in [(frontier, nextFrontier), (nextFrontier, frontier)] {
            end.clear()
            for place in start.papers {
                let mass = start[Int(place)] * damping
                end.add(mass, toEach: snapshot.references[Int(place)])
                end.add(mass, toEach: snapshot.citers[Int(place)])
            }
            if let paper, paper < snapshot.count { end.remove(paper) }
            sum.add(end, times: 1)
        }
    }
}
