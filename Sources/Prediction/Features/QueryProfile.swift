/// What is computed once for all candidates of a query.
struct QueryProfile {
    /// The known references that the snapshot holds.
    let seeds: [Int]
    /// Their mean age on the day of the snapshot, in years.
    let meanSeedAge: Float
    /// The paper's text vector.
    let text: [Float]
    /// The seeds' mean text vector, of length 1.
    let seedsText: [Float]
    /// The seeds' mean smoothed text vector, of length 1.
    let seedsSmoothed: [Float]
    /// The sum of the seeds' factors of reference lists.
    let seedFactors: [Float]
    private let seedDays: [Int32]

    init(query: LinkQuery, snapshot: CitationSnapshot, embeddings: SnapshotEmbeddings) {
        let seeds = query.seeds.filter { $0 < snapshot.count }
        self.seeds = seeds
        seedDays = seeds.map { snapshot.corpus.days[$0] }.sorted()
        let ages = seedDays.map { Float(snapshot.day - $0) / 365 }
        meanSeedAge = ages.isEmpty ? 0 : ages.reduce(0, +) / Float(ages.count)
        text = embeddings.text(of: query, rarity: snapshot.text.rarity)
        seedsText = Self.sum(of: embeddings.text, seeds, normalised: true)
        seedsSmoothed = Self.sum(of: embeddings.smoothedText, seeds, normalised: true)
        seedFactors = Self.sum(of: embeddings.cited, seeds, normalised: false)
    }

    private static func sum(of vectors: VectorRows, _ rows: [Int], normalised: Bool) -> [Float] {
        var result = [Float](repeating: 0, count: vectors.width)
        result.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for row in rows { vectors.add(1, times: row, to: base) }
            if normalised { DenseRows.normalise(base, vectors.width) }
        }
        return result
    }

    /// How many of the seeds are newer than a day, as a share.
    func shareOfSeeds(newerThan day: Int32) -> Float {
        guard !seedDays.isEmpty else { return 0 }
        return Float(seedDays.count { $0 > day }) / Float(seedDays.count)
    }

    /// Years between a day and the seed that is nearest to it.
    func yearsToNearestSeed(from day: Int32) -> Float {
        guard let nearest = seedDays.map({ abs($0 - day) }).min() else { return 0 }
        return Float(nearest) / 365
    }
}
