import CKernels

/// The forward pass over whole sequences that lie one behind the other, without padding.
struct EncoderForward: Sendable {
    let configuration: EncoderConfiguration
    let weights: EncoderWeights

    /// Computes one vector for each of `sequences` (token identifiers, at most the model's positions each) into `out`, one
    /// after the other, pooled but not normalised.
    func run(_ sequences: [ArraySlice<Int32>], _ workspace: EncoderWorkspace, into out: UnsafeMutablePointer<Float>) {
        let rows = sequences.reduce(0) { $0 + $1.count }
        let longest = sequences.reduce(0) { max($0, $1.count) }
        guard rows > 0 else { return }
        workspace.reserve(
            rows: rows,
            configuration,
            scratchBytes: scratchBytes(rows: rows, longest: configuration.maximumLength)
        )
        precondition(longest <= configuration.maximumLength)
        embed(sequences, workspace)
        for layer in weights.layers { run(layer, sequences, rows, workspace) }
        pool(sequences, workspace, into: out)
    }

    private func scratchBytes(rows: Int, longest: Int) -> Int {
        let layers = weights.layers.flatMap { [$0.attention, $0.attentionOutput, $0.intermediate, $0.output] }
        let dimension = configuration.hiddenSize / configuration.heads
        return layers.reduce(ck_attention_scratch_count(longest, dimension) * MemoryLayout<Float>.stride) {
            max($0, $1.scratchBytes(rows: rows))
        }
    }

    private func embed(_ sequences: [ArraySlice<Int32>], _ workspace: EncoderWorkspace) {
        let size = configuration.hiddenSize
        var place = workspace.hidden
        weights.segment.withUnsafeBufferPointer { segment in
            for sequence in sequences {
                for (position, token) in sequence.enumerated() {
                    weights.tokens.read(row: Int(token), into: place)
                    weights.positions.add(row: position, to: place)
                    ck_widen_add(Int32(CK_STORED_F32), segment.baseAddress, size, place)
                    place += size
                }
            }
        }
        normalise(weights.norm, rows: (place - workspace.hidden) / size, adding: nil, workspace)
    }

    /// hidden = LayerNorm(hidden + added).
    private func normalise(
        _ norm: EncoderLayer.Norm,
        rows: Int,
        adding added: UnsafePointer<Float>?,
        _ workspace: EncoderWorkspace
    ) {
        let size = configuration.hiddenSize
        ck_add_norm(rows, size, added, size, norm.scale, norm.shift, configuration.epsilon, workspace.hidden, size)
    }

    private func run(
        _ layer: EncoderLayer,
        _ sequences: [ArraySlice<Int32>],
        _ rows: Int,
        _ workspace: EncoderWorkspace
    ) {
        let (size, inner) = (configuration.hiddenSize, configuration.intermediateSize)
        let scratch = workspace.scratch
        layer.attention.run(rows: rows, workspace.hidden, stride: size, into: workspace.attention, scratch: scratch)
        var row = 0
        for sequence in sequences where !sequence.isEmpty {
            ck_attention(
                sequence.count,
                configuration.heads,
                size / configuration.heads,
                workspace.attention + row * size * 3,
                size * 3,
                workspace.mixed + row * size,
                size,
                scratch.assumingMemoryBound(to: Float.self)
            )
            row += sequence.count
        }
        layer.attentionOutput.run(rows: rows, workspace.mixed, stride: size, into: workspace.inner, scratch: scratch)
        normalise(layer.attentionNorm, rows: rows, adding: workspace.inner, workspace)
        layer.intermediate.run(
            rows: rows,
            workspace.hidden,
            stride: size,
            activation: configuration.activation.kernel,
            into: workspace.inner,
            scratch: scratch
        )
        layer.output.run(rows: rows, workspace.inner, stride: inner, into: workspace.mixed, scratch: scratch)
        normalise(layer.outputNorm, rows: rows, adding: workspace.mixed, workspace)
    }

    private func pool(
        _ sequences: [ArraySlice<Int32>],
        _ workspace: EncoderWorkspace,
        into out: UnsafeMutablePointer<Float>
    ) {
        let size = configuration.hiddenSize
        var (row, target) = (UnsafePointer(workspace.hidden), out)
        for sequence in sequences {
            target.initialize(repeating: 0, count: size)
            for position in 0..<sequence.count {
                switch configuration.pooling {
                case .first: if position == 0 { target.update(from: row, count: size) }
                case .mean: for index in 0..<size { target[index] += row[index] }
                case .greatest:
                    for index in 0..<size where position == 0 || row[index] > target[index] {
                        target[index] = row[index]
                    }
                }
                row += size
            }
            if configuration.pooling == .mean, !sequence.isEmpty {
                let count = Float(sequence.count)
                for index in 0..<size { target[index] /= count }
            }
            target += size
        }
    }
}
