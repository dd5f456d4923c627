/// The vectors of all papers of a snapshot by a trained GraphSAGE, and of new papers beside them.
public struct SageVectors: Sendable {
    let parameters: SageParameters<Float>
    private let input: FixedArray<Float>
    private let hidden: FixedArray<Float>
    private let output: FixedArray<Float>
    private let count: Int
    private let textWidth: Int

    init(snapshot: CitationSnapshot, text: VectorRows, references: CompressedRows, parameters: SageParameters<Float>) {
        self.parameters = parameters
        count = snapshot.count
        textWidth = text.width
        let graph = SageGraph(references: references)
        let width = parameters.input
        let rows = FixedArray<Float>(repeating: 0, count: count * width)
        for paper in 0..<count {
            text.withRow(paper) { own in
                SageInput.fill(
                    rows.base + paper * width,
                    text: own,
                    width: text.width,
                    references: graph.references.length(of: paper),
                    citers: graph.citers.length(of: paper),
                    age: Float(snapshot.day - snapshot.corpus.days[paper]) / 365
                )
            }
        }
        let trace = SageNetwork<Float>(graph: graph).forward(parameters, input: rows)
        (input, hidden, output) = (rows, trace.hidden, trace.output)
    }

    /// The vector of a new paper with these references, turned by the decoder.
    func query(text: UnsafePointer<Float>, seeds: [Int]) -> [Float] {
        let (wide, middle, narrow) = (parameters.input, parameters.hidden, parameters.output)
        var own = [Float](repeating: 0, count: wide)
        own.withUnsafeMutableBufferPointer { row in
            guard let base = row.baseAddress else { return }
            SageInput.fill(base, text: text, width: textWidth, references: seeds.count, citers: 0, age: 0)
        }
        var inner = combine(own, mean(of: input, seeds, wide), .self1, .references1, .bias1, wide, middle)
        for place in inner.indices where inner[place] < 0 { inner[place] = 0 }
        let vector = combine(inner, mean(of: hidden, seeds, middle), .self2, .references2, .bias2, middle, narrow)
        var turned = [Float](repeating: 0, count: narrow)
        for place in 0..<narrow {
            for column in 0..<narrow { turned[column] += vector[place] * parameters[.decoder][place * narrow + column] }
        }
        return turned
    }

    /// The vector of a new paper with these references, turned by the decoder.
    func query(text: [Float], seeds: [Int]) -> [Float] {
        text.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { query(text: $0, seeds: seeds) } ?? [] }
    }

    /// The score of one paper for a query.
    @inline(__always) func score(_ query: UnsafePointer<Float>, paper: Int) -> Float {
        DenseRows.dot(query, output.base + paper * parameters.output, parameters.output)
    }

    /// The scores of all papers for a query.
    func score(_ query: [Float], into scores: UnsafeMutableBufferPointer<Float>) {
        query.withUnsafeBufferPointer { query in
            guard let base = query.baseAddress else { return }
            for paper in 0..<count { scores[paper] = score(base, paper: paper) }
        }
    }

    private func mean(of rows: FixedArray<Float>, _ papers: [Int], _ width: Int) -> [Float] {
        var result = [Float](repeating: 0, count: width)
        guard !papers.isEmpty else { return result }
        let share = 1 / Float(papers.count)
        for paper in papers {
            for place in 0..<width { result[place] += share * rows[paper * width + place] }
        }
        return result
    }

    private func combine(
        _ own: [Float],
        _ references: [Float],
        _ first: SageParameters<Float>.Part,
        _ second: SageParameters<Float>.Part,
        _ bias: SageParameters<Float>.Part,
        _ inner: Int,
        _ width: Int
    ) -> [Float] {
        var result = parameters[bias]
        let (ownWeights, referenceWeights) = (parameters[first], parameters[second])
        for place in 0..<inner {
            for column in 0..<width {
                result[column] += own[place] * ownWeights[place * width + column]
                result[column] += references[place] * referenceWeights[place * width + column]
            }
        }
        return result
    }
}
