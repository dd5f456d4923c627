internal import Retrieval

/// The documents that any arm lists for a query, scored by every arm.
struct CandidatePool {
    var weights = FusionWeights.standard
    private var candidates: [Int: FusionCandidate] = [:]
    private let ideal: Float
    private let lexical: LexicalIndex
    private let vectors: VectorIndex?
    private let vector: [Float]?
    private let words: QueryWords

    init(_ lexical: LexicalIndex, _ vectors: VectorIndex?, _ words: QueryWords, _ vector: [Float]?, depth: Int) throws {
        self.lexical = lexical
        self.vectors = vectors
        self.vector = vector
        self.words = words
        ideal = lexical.idealScore(of: words.terms)
        for hit in lexical.search(words.plan, limit: depth).hits { add(hit.document) }
        guard let vectors, let vector else { return }
        for hit in vectors.search(vector, limit: depth) {
            if let document = vectors.key(of: hit.row).flatMap(lexical.document(forKey:)) { add(document) }
        }
    }

    private mutating func add(_ document: Int) {
        candidates[document] = FusionCandidate(id: document)
    }

    /// The joint ranking; documents that the walk through the citations reaches join the candidates.
    mutating func ranking(_ graph: (any CitationEvidence)?) -> [FusedHit] {
        let fusion = RankFusion(weights: weights)
        complete(graph)
        var hits = fusion.fuse(Array(candidates.values), ideal: ideal)
        guard let graph else { return hits }
        let shares = walk(graph, from: fusion.seeds(hits))
        let nearest = shares.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(RankFusion.depth)
        for (document, _) in nearest where candidates[document] == nil { add(document) }
        complete(graph)
        for document in candidates.keys { candidates[document]?.proximity = shares[document] ?? 0 }
        hits = fusion.fuse(Array(candidates.values), ideal: ideal)
        return hits
    }

    /// Lets every arm score every candidate.
    private mutating func complete(_ graph: (any CitationEvidence)?) {
        var plan = words.plan
        var wanted = DocumentBitmap(count: lexical.capacity)
        for document in candidates.keys { wanted[document] = true }
        plan.filter.allowed = wanted
        for hit in lexical.search(plan, limit: candidates.count).hits { candidates[hit.document]?.lexical = hit.score }
        for document in candidates.keys {
            guard let key = lexical.key(of: document) else { continue }
            candidates[document]?.influence = graph?.influence(of: key) ?? 0
            guard let vectors, let vector, let row = vectors.row(of: key) else { continue }
            candidates[document]?.semantic = vectors.score(vector, row: row)
        }
    }

    /// The shares of documents in a walk from the seeds.
    private func walk(_ graph: any CitationEvidence, from seeds: [(id: Int, weight: Double)]) -> [Int: Float] {
        let named = seeds.compactMap { seed in lexical.key(of: seed.id).map { (key: $0, weight: seed.weight) } }
        var shares: [Int: Float] = [:]
        for (key, share) in graph.walk(from: named) {
            if let document = lexical.document(forKey: key) { shares[document] = share }
        }
        return shares
    }
}
