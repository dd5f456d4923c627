/// Signals that need no known reference: words, authors, and what follows from them.
extension SignalWorkspace {
    /// BM25, title words, and what the nearest papers cite.
    func evaluateText(_ query: LinkQuery) {
        let bm25 = self[.bm25]
        snapshot.text.score(query.words, into: bm25)
        snapshot.text.scoreTitles(query.titleWords, into: self[.titleWords])
        context.textNeighbours = bm25.top(100, leavingOut: query.paper)
        guard let best = context.textNeighbours.first?.score, best > 0 else { return }
        for (rank, neighbour) in context.textNeighbours.enumerated() {
            let near = neighbour.score / best
            let candidates = snapshot.references[Int(neighbour.paper)]
            if rank < 20 { self[.textNeighbours].add(near, toEach: candidates) }
            self[.textNeighboursWide].add(near * near, toEach: candidates)
        }
        for neighbour in overlap.papers {
            let shared = overlap[Int(neighbour)] / Float(snapshot.outDegree(Int(neighbour))).squareRoot()
            let near = shared * bm25[Int(neighbour)] / best
            guard near > 0 else { continue }
            self[.textListNeighbours].add(near, toEach: snapshot.references[Int(neighbour)])
        }
    }

    /// What the authors wrote, and what they cite.
    func evaluateAuthors(_ query: LinkQuery) {
        for author in query.authors where Int(author) < snapshot.papersOfAuthor.count {
            for paper in snapshot.papersOfAuthor[Int(author)] where Int(paper) != query.paper {
                self[.sameAuthors].add(1, to: Int(paper))
            }
        }
        context.authorPapers = self[.sameAuthors].papers.map { Int($0) }.sorted()
        let best = max(context.textNeighbours.first?.score ?? 1, 1e-6)
        for paper in context.authorPapers {
            let shared = self[.sameAuthors][paper] / Float(max(query.authors.count, 1)).squareRoot()
            let fresh = shared * freshness(of: paper)
            let near = shared * self[.bm25][paper] / best
            let candidates = snapshot.references[paper]
            self[.authorsCited].add(1, toEach: candidates)
            self[.authorsCitedRecent].add(fresh, toEach: candidates)
            self[.authorsCitedNear].add(near, toEach: candidates)
        }
    }

    /// Walks that start from near papers instead of from known references.
    func evaluateContext(_ query: LinkQuery) {
        startFromContext()
        for (start, end) in [(frontier, nextFrontier), (nextFrontier, frontier)] {
            advance(from: start, to: end, leavingOut: query.paper, threshold: 0)
            self[.contextWalk].add(end, times: 1)
        }
        for candidate in self[.textNeighboursWide].papers {
            scratch.add(self[.textNeighboursWide][Int(candidate)], to: Int(candidate))
        }
        for candidate in self[.authorsCitedNear].papers {
            scratch.add(2 * self[.authorsCitedNear][Int(candidate)], to: Int(candidate))
        }
        let suggested = scratch.top(30)
        scratch.clear()
        evaluateSuggested(suggested, leavingOut: query.paper)
    }

    private func startFromContext() {
        frontier.clear()
        let best = max(context.textNeighbours.first?.score ?? 1, 1e-6)
        for neighbour in context.textNeighbours.prefix(20) {
            frontier.add(neighbour.score / best / 20, to: Int(neighbour.paper))
        }
        for paper in context.authorPapers {
            frontier.add((0.2 + self[.bm25][paper] / best) / Float(context.authorPapers.count), to: paper)
        }
    }

    private func evaluateSuggested(_ suggested: [(paper: Int32, score: Float)], leavingOut paper: Int?) {
        guard let best = suggested.first?.score else { return }
        for (seed, score) in suggested {
            let citers = snapshot.citers[Int(seed)]
            let step = score / best / Float(max(citers.count, 1))
            let weight = score / best
            for citer in citers where Int(citer) != paper {
                scratch.add(weight, to: Int(citer))
                let onward = step / Float(snapshot.outDegree(Int(citer)))
                self[.suggestedWalk].add(onward, toEach: snapshot.references[Int(citer)])
            }
        }
        for neighbour in scratch.papers {
            let similar = scratch[Int(neighbour)] / Float(snapshot.outDegree(Int(neighbour))).squareRoot()
            self[.suggestedNeighbours].add(similar * similar, toEach: snapshot.references[Int(neighbour)])
        }
        scratch.clear()
    }
}
