/// Trains GraphSAGE on a snapshot, step by step, so that it can be stopped and resumed.
struct SageTraining: Sendable {
    /// How the model is made and trained.
    struct Options: Sendable, Equatable {
        /// Components of hidden and output vectors.
        var hidden = 256
        var output = 128
        /// Steps.
        var epochs = 120
        /// The length of a step at first; it falls to a hundredth along half a cosine.
        var rate = 0.004
        /// How much weights shrink.
        var decay = 0.001
        /// Graphs with more papers are sampled to this many for each step.
        var nodeLimit = 60_000
        /// Seed of weights and draws.
        var seed: UInt64 = 42

        init() {}

        /// The part of a model's options that is GraphSAGE's.
        init(_ options: LinkModel.Options) {
            (hidden, output) = (options.hidden, options.output)
            (epochs, nodeLimit, seed) = (options.epochs, options.nodeLimit, options.seed)
        }
    }

    let options: Options
    /// The weights as they are now.
    private(set) var parameters: SageParameters<Float>
    /// Steps that were made.
    private(set) var epoch = 0
    private var states: [AdamState<Float>]
    private let snapshot: CitationSnapshot
    private let text: VectorRows
    private let references: CompressedRows
    private let citers: CompressedRows
    private let validation: [LinkSplit.Source]

    /// Starts training; 200 papers of the last year are kept aside to say how well it goes.
    init(snapshot: CitationSnapshot, text: VectorRows, options: Options) {
        self.options = options
        self.snapshot = snapshot
        self.text = text
        parameters = SageParameters(
            input: SageInput.width(text: text.width),
            hidden: options.hidden,
            output: options.output,
            seed: options.seed
        )
        states = parameters.values.map { AdamState(count: $0.count) }
        validation = Self.keptAside(snapshot, seed: options.seed)
        var rows = (0..<snapshot.count).map { Array(snapshot.references[$0]) }
        for source in validation {
            let hidden = Set(source.hidden.map { Int32($0) })
            rows[source.paper].removeAll { hidden.contains($0) }
        }
        references = CompressedRows(rows: rows)
        citers = references.transposed(columns: snapshot.count)
    }

    private static func keptAside(_ snapshot: CitationSnapshot, seed: UInt64) -> [LinkSplit.Source] {
        var generator = SeededGenerator(seed: seed, item: "kept aside")
        let first = snapshot.corpus.count(before: snapshot.day - 365)
        var papers = (first..<max(first, snapshot.count)).filter { snapshot.outDegree($0) >= 5 }
        generator.shuffle(&papers)
        return papers.prefix(200).sorted().map { paper in
            var own = snapshot.references[paper].map { Int($0) }
            generator.shuffle(&own)
            let hidden = (own.count + 4) / 5
            return LinkSplit.Source(paper: paper, visible: own[hidden...].sorted(), hidden: own[..<hidden].sorted())
        }
    }

    /// Makes one step.
    ///
    /// - Returns: the mean loss of the citations that were asked for.
    mutating func advance() -> Float {
        // A generator per step: a training that is resumed draws what it would have drawn.
        var generator = SeededGenerator(seed: options.seed, item: "step \(epoch)")
        var (papers, rows) = ((0..<Int32(snapshot.count)).map { $0 }, references)
        if snapshot.count > options.nodeLimit {
            (papers, rows) = SageStep.sample(of: references, citers, limit: options.nodeLimit, &generator)
        }
        let step = SageStep(papers: papers, references: rows, options: SageStep.Options(), &generator)
        guard !step.citing.isEmpty else {
            epoch += 1
            return 0
        }
        let network = SageNetwork<Float>(graph: step.graph)
        let trace = network.forward(parameters, input: input(of: step))
        var gradient = SageParameters<Float>(
            input: parameters.input,
            hidden: parameters.hidden,
            output: parameters.output
        )
        let slopes = FixedArray<Float>(repeating: 0, count: papers.count * parameters.output)
        let loss = SageLoss<Float>(
            citing: step.citing,
            cited: step.cited,
            others: step.others,
            corrections: step.corrections
        ).evaluate(parameters, vectors: trace.output, slopes: slopes, gradient: &gradient)
        network.backward(parameters, trace, outputSlopes: slopes, into: &gradient)
        let phase =
            0.5 + 0.5 * ScalarMath.cos(.pi * Double(min(epoch, options.epochs)) / Double(max(options.epochs, 1)))
        let rate = Float(options.rate * (0.01 + 0.99 * phase))
        for part in parameters.values.indices {
            states[part].update(
                &parameters.values[part],
                gradient: gradient.values[part],
                rate: rate,
                decay: Float(options.decay)
            )
        }
        epoch += 1
        return loss
    }

    private func input(of step: SageStep) -> FixedArray<Float> {
        let width = parameters.input
        let result = FixedArray<Float>(repeating: 0, count: step.papers.count * width)
        for (row, paper) in step.papers.enumerated() {
            text.withRow(Int(paper)) { own in
                SageInput.fill(
                    result.base + row * width,
                    text: own,
                    width: text.width,
                    references: step.graph.references.length(of: row),
                    citers: step.graph.citers.length(of: row),
                    age: Float(snapshot.day - snapshot.corpus.days[Int(paper)]) / 365
                )
            }
        }
        return result
    }

    /// Mean reciprocal rank of the hidden references of the papers kept aside, among all papers.
    func validationReciprocalRank() -> Double {
        let vectors = SageVectors(snapshot: snapshot, text: text, references: references, parameters: parameters)
        var (sum, count) = (0.0, 0)
        var scores = [Float](repeating: 0, count: snapshot.count)
        for source in validation {
            let query = text.withRow(source.paper) { vectors.query(text: $0, seeds: source.visible) }
            scores.withUnsafeMutableBufferPointer { buffer in
                vectors.score(query, into: buffer)
                let ranking = SourceRanking(source: source, known: snapshot.count, negatives: [])
                for rank in ranking.ranks(UnsafeBufferPointer(buffer)) {
                    sum += 1 / rank
                    count += 1
                }
            }
        }
        return sum / Double(max(count, 1))
    }

    /// Continues from weights and moments that were kept.
    mutating func restore(epoch: Int, parameters: SageParameters<Float>, states: [AdamState<Float>]) {
        self.epoch = epoch
        self.parameters = parameters
        self.states = states
    }

    /// How many papers and citations it is trained on.
    var extent: (papers: Int, citations: Int) { (snapshot.count, references.valueCount) }

    /// What has to be kept to continue.
    var moments: [AdamState<Float>] { states }
}
