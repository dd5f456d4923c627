/// Signals that start from the references that are known.
extension SignalWorkspace {
    /// Signals of candidates next to a seed.
    func evaluateAdjacency(seeds: [Int], leavingOut paper: Int?) {
        for seed in seeds {
            let (log, inverse) = (snapshot.inverseLogDegree[seed], snapshot.inverseDegree[seed])
            let share = 1 / Float(max(snapshot.outDegree(seed), 1))
            let rare = 1 / Float(max(snapshot.inDegree(seed), 1))
            for candidate in snapshot.references[seed] {
                addAdjacent(Int(candidate), log, inverse)
                self[.citedBySeeds].add(1, to: Int(candidate))
                self[.citedBySeedsShare].add(share, to: Int(candidate))
            }
            for candidate in snapshot.citers[seed] where Int(candidate) != paper {
                addAdjacent(Int(candidate), log, inverse)
                self[.citesSeeds].add(1, to: Int(candidate))
                self[.citesSeedsRare].add(rare, to: Int(candidate))
            }
        }
    }

    private func addAdjacent(_ candidate: Int, _ log: Float, _ inverse: Float) {
        self[.commonNeighbours].add(1, to: candidate)
        self[.adamicAdar].add(log, to: candidate)
        self[.resourceAllocation].add(inverse, to: candidate)
    }

    /// Signals of candidates that are cited together with a seed.
    func evaluateCoCitation(seeds: [Int], leavingOut paper: Int?) {
        let recent = self[.coCitationRecent]
        let walk = self[.coCitationWalk]
        for seed in seeds {
            let citers = snapshot.citers[seed]
            guard !citers.isEmpty else { continue }
            let norm = 1 / Float(citers.count).squareRoot()
            let step = 1 / Float(citers.count)
            for citer in citers where Int(citer) != paper {
                let onward = step / Float(snapshot.outDegree(Int(citer)))
                let fresh = norm * freshness(of: Int(citer))
                let candidates = snapshot.references[Int(citer)]
                scratch.add(1, toEach: candidates)
                recent.add(fresh, toEach: candidates)
                walk.add(onward, toEach: candidates)
            }
            for candidate in scratch.papers {
                let share = scratch[Int(candidate)] * norm / Float(snapshot.inDegree(Int(candidate))).squareRoot()
                self[.coCitation].add(share, to: Int(candidate))
                self[.coCitationMost].raise(to: share, at: Int(candidate))
                self[.coCitedSeeds].add(1, to: Int(candidate))
            }
            scratch.clear()
        }
    }

    /// e^(-age in years) of a paper on the day of the snapshot.
    @inline(__always) func freshness(of paper: Int) -> Float {
        ScalarMath.exp(Float(snapshot.corpus.days[paper] - snapshot.day) / 365)
    }

    /// Signals of candidates cited by papers whose reference lists resemble the seeds.
    func evaluateListNeighbours(seeds: [Int], leavingOut paper: Int?) {
        overlap.clear()
        for seed in seeds {
            let rarity = ScalarMath.log(Float(snapshot.count) / Float(1 + snapshot.inDegree(seed)))
            for citer in snapshot.citers[seed] where Int(citer) != paper {
                overlap.add(1, to: Int(citer))
                scratch.add(rarity, to: Int(citer))
            }
        }
        let size = 1 / Float(max(seeds.count, 1)).squareRoot()
        for neighbour in overlap.papers {
            let norm = size / Float(snapshot.outDegree(Int(neighbour))).squareRoot()
            let cosine = overlap[Int(neighbour)] * norm
            let fresh = scratch[Int(neighbour)] * norm * (0.25 + freshness(of: Int(neighbour)))
            let candidates = snapshot.references[Int(neighbour)]
            self[.listNeighbours].add(cosine, toEach: candidates)
            self[.listNeighboursSharp].add(cosine * cosine, toEach: candidates)
            self[.listNeighboursRecent].add(fresh, toEach: candidates)
        }
        let nearest = TopSelection.best(
            20,
            of: overlap.papers.lazy.map { [overlap, snapshot] in
                ($0, overlap[Int($0)] * size / Float(snapshot.outDegree(Int($0))).squareRoot())
            }
        )
        for neighbour in nearest {
            self[.listNeighboursNearest].add(neighbour.score, toEach: snapshot.references[Int(neighbour.paper)])
        }
        scratch.clear()
    }

    /// Signals of candidates that share references with a seed, or stand two citations behind it.
    func evaluateCoupling(seeds: [Int], leavingOut paper: Int?) {
        for seed in seeds {
            let references = snapshot.references[seed]
            guard !references.isEmpty else { continue }
            let share = 1 / Float(references.count)
            for reference in references {
                for candidate in snapshot.citers[Int(reference)] where Int(candidate) != paper {
                    scratch.add(share.squareRoot(), to: Int(candidate))
                }
                let second = snapshot.references[Int(reference)]
                self[.secondReferences].add(share / Float(second.count), toEach: second)
            }
        }
        for candidate in scratch.papers {
            let norm = 1 / Float(snapshot.outDegree(Int(candidate))).squareRoot()
            self[.coupling].add(scratch[Int(candidate)] * norm, to: Int(candidate))
        }
        scratch.clear()
    }
}
