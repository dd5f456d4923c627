/// Signals of random walks over citations, in both directions.
extension SignalWorkspace {
    /// Landing probabilities of short walks from the seeds, and what is summed from them.
    func evaluateWalks(seeds: [Int], leavingOut paper: Int?) {
        frontier.clear()
        for seed in seeds { frontier.add(1 / Float(max(seeds.count, 1)), to: seed) }
        let steps: [LinkSignal] = [.walk1, .walk2, .walk3, .walk4]
        var (weight50, weight80): (Float, Float) = (0.5, 0.2)
        for step in 0..<4 {
            // Later steps pass over what is too little to matter: the walk then costs what it finds.
            advance(leavingOut: paper, threshold: step < 2 ? 0 : 2e-5)
            weight50 *= 0.5
            weight80 *= 0.8
            if step < steps.count { self[steps[step]].copy(frontier) }
            for candidate in frontier.papers {
                let value = frontier[Int(candidate)]
                self[.pageRank50].add(weight50 * value, to: Int(candidate))
                self[.pageRank80].add(weight80 * value, to: Int(candidate))
            }
        }
        evaluateKatz(seeds: seeds, leavingOut: paper)
    }

    /// One step of the walk from `frontier`, to a cited or citing paper with equal chances.
    func advance(leavingOut paper: Int?, threshold: Float) {
        nextFrontier.clear()
        for place in frontier.papers {
            let mass = frontier[Int(place)]
            guard mass > threshold else { continue }
            let share = mass * snapshot.inverseDegree[Int(place)]
            for next in snapshot.references[Int(place)] { nextFrontier.add(share, to: Int(next)) }
            for next in snapshot.citers[Int(place)] { nextFrontier.add(share, to: Int(next)) }
        }
        frontier.clear()
        for place in nextFrontier.papers where Int(place) != paper {
            frontier.add(nextFrontier[Int(place)], to: Int(place))
        }
    }

    private func evaluateKatz(seeds: [Int], leavingOut paper: Int?) {
        let damping: Float = 0.05
        frontier.clear()
        for seed in seeds { frontier.add(1, to: seed) }
        for _ in 0..<2 {
            nextFrontier.clear()
            for place in frontier.papers {
                let mass = frontier[Int(place)] * damping
                for next in snapshot.references[Int(place)] { nextFrontier.add(mass, to: Int(next)) }
                for next in snapshot.citers[Int(place)] { nextFrontier.add(mass, to: Int(next)) }
            }
            frontier.clear()
            for place in nextFrontier.papers where Int(place) != paper {
                frontier.add(nextFrontier[Int(place)], to: Int(place))
                self[.katz].add(nextFrontier[Int(place)], to: Int(place))
            }
        }
    }
}
