/// Computes the features of the candidates of one query at a time; keep one per thread.
final class FeatureExtractor {
    let workspace: SignalWorkspace
    let embeddings: SnapshotEmbeddings
    private var snapshot: CitationSnapshot { workspace.snapshot }
    /// The features of the candidates of the last query, row by row.
    private(set) var rows: [Float] = []
    /// The candidates of the last query.
    private(set) var candidates: [Int32] = []
    private var authorSeeds: [Int32: Float] = [:]
    private var authorCitations: [Int32: Float] = [:]

    init(workspace: SignalWorkspace, embeddings: SnapshotEmbeddings) {
        self.workspace = workspace
        self.embeddings = embeddings
    }

    /// Computes signals, candidates and features of a query.
    func evaluate(_ query: LinkQuery) {
        workspace.evaluate(query)
        candidates = CandidatePool(workspace: workspace, query: query, limit: snapshot.count).papers
        rows = [Float](repeating: 0, count: candidates.count * FeatureColumns.count)
        let profile = QueryProfile(query: query, snapshot: snapshot, embeddings: embeddings)
        collectAuthors(query)
        rows.withUnsafeMutableBufferPointer { rows in
            guard let base = rows.baseAddress else { return }
            for (index, candidate) in candidates.enumerated() {
                let row = base + index * FeatureColumns.count
                for signal in LinkSignal.allCases { row[signal.rawValue] = workspace[signal][Int(candidate)] }
                fillPaper(row + FeatureColumns.pairStart, Int(candidate), query, profile)
                fillVectors(row + FeatureColumns.pairStart, Int(candidate), profile)
            }
            if !profile.seeds.isEmpty { fillSeedCosines(base, profile.seeds) }
            fillRelative(base)
            fillRanks(base)
        }
    }

    /// What the authors of seeds and of the authors' references are.
    private func collectAuthors(_ query: LinkQuery) {
        authorSeeds.removeAll(keepingCapacity: true)
        authorCitations.removeAll(keepingCapacity: true)
        let authors = snapshot.corpus.authors
        for seed in query.seeds where seed < snapshot.count {
            for author in authors[seed] { authorSeeds[author, default: 0] += 1 }
        }
        for paper in workspace.context.authorPapers {
            for reference in snapshot.references[paper] {
                for author in authors[Int(reference)] { authorCitations[author, default: 0] += 1 }
            }
        }
    }

    private func fillPaper(
        _ row: UnsafeMutablePointer<Float>,
        _ candidate: Int,
        _ query: LinkQuery,
        _ profile: QueryProfile
    ) {
        func set(_ feature: PairFeature, _ value: Float) { row[feature.rawValue] = value }
        let (cited, cites) = (Float(snapshot.inDegree(candidate)), Float(snapshot.outDegree(candidate)))
        let recent = snapshot.recentCitations.map { $0[candidate] }
        let day = snapshot.corpus.days[candidate]
        let age = Float(snapshot.day - day) / 365
        set(.citations, ScalarMath.log(1 + cited))
        set(.citationsHalfYear, ScalarMath.log(1 + recent[0]))
        set(.citationsYear, ScalarMath.log(1 + recent[1]))
        set(.citationsTwoYears, ScalarMath.log(1 + recent[2]))
        set(.trend, (recent[1] + 0.5) / (cited + 2))
        set(.pageRank, ScalarMath.log(snapshot.pageRank[candidate]))
        set(.references, ScalarMath.log(1 + cites))
        set(.age, age)
        set(.gap, Float(query.day - day) / 365)
        set(.horizon, Float(query.day - snapshot.day) / 365)
        set(.seeds, Float(profile.seeds.count))
        set(.ageFromSeeds, profile.seeds.isEmpty ? 0 : age - profile.meanSeedAge)
        set(.newerSeeds, profile.shareOfSeeds(newerThan: day))
        set(.nearestSeedAge, profile.yearsToNearestSeed(from: day))
        set(.citesSeedsOfReferences, cites > 0 ? workspace[.citesSeeds][candidate] / cites : 0)
        var near: Float = 0
        for citer in snapshot.citers[candidate] { near += workspace.overlap[Int(citer)] > 0 ? 1 : 0 }
        set(.citersNearShare, cited > 0 ? near / (cited + 1) : 0)
        fillAuthors(row, candidate, query)
        let categories = snapshot.corpus.categories[candidate]
        let shared = categories.reduce(Float(0)) { query.categories.contains($1) ? $0 + 1 : $0 }
        set(.categories, shared / max(Float(categories.count + query.categories.count) - shared, 1))
    }

    private func fillAuthors(_ row: UnsafeMutablePointer<Float>, _ candidate: Int, _ query: LinkQuery) {
        let authors = snapshot.corpus.authors[candidate]
        let papers = Float(workspace.context.authorPapers.count)
        var (shared, seeds, citations): (Float, Float, Float) = (0, 0, 0)
        for author in authors {
            if query.authors.contains(author) { shared += 1 }
            seeds = max(seeds, authorSeeds[author] ?? 0)
            citations = max(citations, authorCitations[author] ?? 0)
        }
        row[PairFeature.authorShare.rawValue] = authors.isEmpty ? 0 : shared / Float(authors.count)
        row[PairFeature.authorPapers.rawValue] = ScalarMath.log(1 + papers)
        row[PairFeature.authorsCitedShare.rawValue] = workspace[.authorsCited][candidate] / (papers + 1)
        row[PairFeature.seedsOfSameAuthors.rawValue] = seeds
        row[PairFeature.authorsCitedAuthors.rawValue] = ScalarMath.log(1 + citations)
    }

    private func fillVectors(_ row: UnsafeMutablePointer<Float>, _ candidate: Int, _ profile: QueryProfile) {
        profile.text.withUnsafeBufferPointer { text in
            guard let text = text.baseAddress else { return }
            row[PairFeature.textCosine.rawValue] = embeddings.text.dot(text, candidate)
            row[PairFeature.textOfCiters.rawValue] = embeddings.citersText.dot(text, candidate)
            row[PairFeature.textOfReferences.rawValue] = embeddings.referencesText.dot(text, candidate)
            row[PairFeature.smoothedCosine.rawValue] = embeddings.smoothedText.dot(text, candidate)
        }
        guard !profile.seeds.isEmpty else { return }
        profile.seedsText.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            row[PairFeature.seedsTextCosine.rawValue] = embeddings.text.dot(base, candidate)
        }
        profile.seedsSmoothed.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            row[PairFeature.seedsSmoothedCosine.rawValue] = embeddings.smoothedText.dot(base, candidate)
        }
        profile.seedFactors.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            row[PairFeature.listFactors.rawValue] = embeddings.cited.dot(base, candidate)
        }
    }

    /// Writes mean and greatest cosines of candidates with seeds, which one product of matrices gives for all of them.
    private func fillSeedCosines(_ base: UnsafeMutablePointer<Float>, _ seeds: [Int]) {
        let graph = cosines(embeddings.graph, seeds)
        let text = cosines(embeddings.text, seeds)
        for index in candidates.indices {
            let row = base + index * FeatureColumns.count
            let own = (index * seeds.count)..<((index + 1) * seeds.count)
            row[FeatureColumns.column(PairFeature.graphMean)] = graph[own].reduce(0, +) / Float(seeds.count)
            row[FeatureColumns.column(PairFeature.graphMost)] = graph[own].max() ?? 0
            row[FeatureColumns.column(PairFeature.seedsTextMost)] = text[own].max() ?? 0
        }
    }

    /// The cosine of every candidate with every seed, candidate by candidate.
    private func cosines(_ vectors: VectorRows, _ seeds: [Int]) -> [Float] {
        let width = vectors.width
        var result = [Float](repeating: 0, count: candidates.count * seeds.count)
        let left = vectors.gathered(candidates.map { Int($0) })
        let right = vectors.gathered(seeds)
        withExtendedLifetime((left, right)) {
            Float.multiply(
                left.values.base,
                transposed: false,
                right.values.base,
                transposed: true,
                into: &result,
                rows: candidates.count,
                columns: seeds.count,
                inner: width,
                adding: false
            )
        }
        return result
    }

    private func fillRelative(_ base: UnsafeMutablePointer<Float>) {
        for (place, signal) in FeatureColumns.relative.enumerated() {
            var most: Float = 0
            for index in candidates.indices {
                most = max(most, base[index * FeatureColumns.count + FeatureColumns.column(signal)])
            }
            guard most > 0 else { continue }
            for index in candidates.indices {
                let row = base + index * FeatureColumns.count
                row[FeatureColumns.relativeStart + place] = row[FeatureColumns.column(signal)] / most
            }
        }
    }

    private func fillRanks(_ base: UnsafeMutablePointer<Float>) {
        let ranked: [(PairFeature, LinkSignal)] = [
            (.bm25Rank, .bm25), (.pageRankRank, .pageRank50), (.listNeighboursRank, .listNeighbours),
            (.textNeighboursRank, .textNeighboursWide), (.suggestedRank, .suggestedNeighbours),
            (.coCitationRank, .coCitationWalk),
        ]
        for (feature, signal) in ranked {
            fillRank(base, feature, candidates.map { workspace[signal][Int($0)] })
        }
    }

    /// Writes the log of each candidate's rank; 9 where the value is 0.
    private func fillRank(
        _ base: UnsafeMutablePointer<Float>,
        _ feature: PairFeature,
        _ values: [Float]
    ) {
        let order = values.indices.sorted { values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1 }
        for (rank, index) in order.enumerated() {
            base[index * FeatureColumns.count + FeatureColumns.column(feature)] =
                values[index] > 0 ? ScalarMath.log(Float(rank + 1)) : 9
        }
    }
}
