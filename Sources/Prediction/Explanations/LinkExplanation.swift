/// Finds the facts that speak for a prediction, counted anew from the graph.
struct LinkExplanation {
    let snapshot: CitationSnapshot
    let query: LinkQuery
    /// The papers nearest in words, the best first.
    let nearest: [Int]

    /// The facts for a candidate, the weightiest kinds first.
    ///
    /// - Parameter limit: how many at most.
    /// - Complexity: O(citations of the seeds and the candidate).
    func reasons(for candidate: Int, limit: Int) -> [LinkReason] {
        let seeds = query.seeds.filter { $0 < snapshot.count }
        var reasons: [LinkReason] = []
        let citing = seeds.filter { cites($0, candidate) }
        if !citing.isEmpty {
            reasons.append(.citedByReferences(count: citing.count, of: seeds.count, examples: examples(citing)))
        }
        if let together = citedTogether(candidate, seeds) { reasons.append(together) }
        let own = seeds.filter { cites(candidate, $0) }
        if !own.isEmpty {
            reasons.append(.citesReferences(count: own.count, of: seeds.count, examples: examples(own)))
        }
        let byAuthors = authorPapers().filter { $0 != candidate && cites($0, candidate) }
        if !byAuthors.isEmpty {
            reasons.append(.citedByAuthors(count: byAuthors.count, examples: examples(byAuthors)))
        }
        let names = sharedAuthors(candidate)
        if !names.isEmpty { reasons.append(.sameAuthors(names: names)) }
        let near = nearest.filter { $0 != candidate && cites($0, candidate) }
        if !near.isEmpty {
            reasons.append(.citedByNearest(count: near.count, of: nearest.count, examples: Array(near.prefix(3))))
        }
        let words = sharedWords(candidate)
        if !words.isEmpty { reasons.append(.sharedWords(words)) }
        if reasons.count < limit, citing.isEmpty, own.isEmpty, let path = path(candidate, seeds) {
            reasons.append(.path(path))
        }
        return Array(reasons.prefix(limit))
    }

    /// Whether a paper cites another.
    private func cites(_ citing: Int, _ cited: Int) -> Bool {
        let row = snapshot.references[citing]
        var (low, high) = (0, row.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(row[middle]) < cited { low = middle + 1 } else { high = middle }
        }
        return low < row.count && Int(row[low]) == cited
    }

    /// The most cited of some papers.
    private func examples(_ papers: [Int]) -> [Int] {
        Array(
            papers.sorted { a, b in
                let (first, second) = (snapshot.inDegree(a), snapshot.inDegree(b))
                return first != second ? first > second : a < b
            }.prefix(3)
        )
    }

    private func citedTogether(_ candidate: Int, _ seeds: [Int]) -> LinkReason? {
        var papers = 0
        var counts: [Int: Int] = [:]
        let known = Set(seeds)
        for citer in snapshot.citers[candidate] where Int(citer) != query.paper {
            let shared = snapshot.references[Int(citer)].filter { known.contains(Int($0)) }
            guard !shared.isEmpty else { continue }
            papers += 1
            for seed in shared { counts[Int(seed), default: 0] += 1 }
        }
        guard papers > 0 else { return nil }
        let with = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(2)
        return .citedTogether(papers: papers, with: with.map(\.key))
    }

    private func authorPapers() -> [Int] {
        var papers = Set<Int>()
        for author in query.authors where Int(author) < snapshot.papersOfAuthor.count {
            for paper in snapshot.papersOfAuthor[Int(author)] where Int(paper) != query.paper {
                papers.insert(Int(paper))
            }
        }
        return papers.sorted()
    }

    private func sharedAuthors(_ candidate: Int) -> [String] {
        snapshot.corpus.authors[candidate].filter { query.authors.contains($0) }
            .map { snapshot.corpus.authorNumbers[$0] }
    }

    /// Up to five words that both have, the rarest first, none that more than one paper in fifty has.
    private func sharedWords(_ candidate: Int) -> [String] {
        let own = Set(snapshot.corpus.words.numbers(of: candidate))
        let postings = snapshot.text.postings
        let shared = query.words.map(\.word).filter { word in
            own.contains(word) && Int(word) < postings.count
                && (2...max(2, snapshot.count / 50)).contains(postings.length(of: Int(word)))
        }
        let rarest = shared.sorted { a, b in
            let (first, second) = (postings.length(of: Int(a)), postings.length(of: Int(b)))
            return first != second ? first < second : a < b
        }
        return rarest.prefix(5).map { snapshot.corpus.wordNumbers[$0] }
    }

    /// The way from a seed over one paper to the candidate that a random walk takes most likely.
    private func path(_ candidate: Int, _ seeds: [Int]) -> [Int]? {
        let around = Array(snapshot.references[candidate]) + Array(snapshot.citers[candidate])
        var best: (chance: Float, seed: Int, middle: Int)?
        for seed in seeds {
            let own = Set(Array(snapshot.references[seed]) + Array(snapshot.citers[seed]))
            for middle in around where own.contains(middle) && Int(middle) != query.paper && Int(middle) != seed {
                let chance = snapshot.inverseDegree[seed] * snapshot.inverseDegree[Int(middle)]
                if chance > best?.chance ?? 0 { best = (chance, seed, Int(middle)) }
            }
        }
        return best.map { [$0.seed, $0.middle, candidate] }
    }
}

extension LinkSession {
    /// The facts that speak for a prediction of the last query, the weightiest kinds first.
    public func reasons(for candidate: Int, of query: LinkQuery, limit: Int = 4) -> [LinkReason] {
        let nearest = extractor.workspace.context.textNeighbours.prefix(20).map { Int($0.paper) }
        return LinkExplanation(snapshot: predictor.snapshot, query: query, nearest: nearest)
            .reasons(for: candidate, limit: limit)
    }
}
