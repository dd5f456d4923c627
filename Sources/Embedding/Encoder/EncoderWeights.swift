import CKernels
import Synchronization

/// One transformer layer.
struct EncoderLayer: Sendable {
    /// The affine part of a LayerNorm.
    struct Norm: Sendable {
        var scale: [Float]
        var shift: [Float]
    }

    /// Query, key and value side by side.
    var attention: LinearLayer
    var attentionOutput: LinearLayer
    var attentionNorm: Norm
    var intermediate: LinearLayer
    var output: LinearLayer
    var outputNorm: Norm
}

/// The weights of a BERT encoder, packed for the kernels; the tables of tokens and positions stay in the mapped file.
struct EncoderWeights: Sendable {
    private let file: Safetensors
    let tokens: StoredMatrix
    let positions: StoredMatrix
    /// The first segment's vector: a text alone is the first segment.
    let segment: [Float]
    let norm: EncoderLayer.Norm
    let layers: [EncoderLayer]

    /// Reads the arrays that `configuration` asks for, by the names of BERT, with or without the prefix `bert.`.
    init(_ file: Safetensors, _ configuration: EncoderConfiguration, precision: EncoderPrecision, threads: Int) throws {
        let prefix = file.tensors["bert.embeddings.word_embeddings.weight"] == nil ? "" : "bert."
        let hidden = configuration.hiddenSize
        self.file = file
        tokens = try StoredMatrix(
            file,
            "\(prefix)embeddings.word_embeddings.weight",
            rows: configuration.vocabularySize,
            columns: hidden
        )
        positions = try StoredMatrix(
            file,
            "\(prefix)embeddings.position_embeddings.weight",
            rows: configuration.positions,
            columns: hidden
        )
        let segments = try StoredMatrix(
            file,
            "\(prefix)embeddings.token_type_embeddings.weight",
            rows: configuration.segments,
            columns: hidden
        )
        segment = Array(segments.values().prefix(hidden))
        norm = try Self.norm(file, "\(prefix)embeddings.LayerNorm", hidden)
        layers = try Self.inParallel(configuration.layers, threads: threads) { index in
            try Self.layer(file, "\(prefix)encoder.layer.\(index)", configuration, precision)
        }
    }

    private static func norm(_ file: Safetensors, _ name: String, _ size: Int) throws -> EncoderLayer.Norm {
        EncoderLayer.Norm(
            scale: try StoredMatrix(file, "\(name).weight", columns: size).values(),
            shift: try StoredMatrix(file, "\(name).bias", columns: size).values()
        )
    }

    private static func layer(
        _ file: Safetensors,
        _ name: String,
        _ configuration: EncoderConfiguration,
        _ precision: EncoderPrecision
    ) throws -> EncoderLayer {
        let (hidden, inner) = (configuration.hiddenSize, configuration.intermediateSize)
        func linear(_ names: [String], inputs: Int, outputs: Int) throws -> LinearLayer {
            let parts = try names.map { part in
                (
                    weights: try StoredMatrix(file, "\(name).\(part).weight", rows: outputs, columns: inputs),
                    bias: try StoredMatrix(file, "\(name).\(part).bias", columns: outputs)
                )
            }
            return LinearLayer(precision: precision, parts)
        }
        return EncoderLayer(
            attention: try linear(
                ["attention.self.query", "attention.self.key", "attention.self.value"],
                inputs: hidden,
                outputs: hidden
            ),
            attentionOutput: try linear(["attention.output.dense"], inputs: hidden, outputs: hidden),
            attentionNorm: try norm(file, "\(name).attention.output.LayerNorm", hidden),
            intermediate: try linear(["intermediate.dense"], inputs: hidden, outputs: inner),
            output: try linear(["output.dense"], inputs: inner, outputs: hidden),
            outputNorm: try norm(file, "\(name).output.LayerNorm", hidden)
        )
    }

    /// The values of `body` for 0..<count, computed on several threads; the first error by index is thrown.
    private static func inParallel<Value: Sendable>(
        _ count: Int,
        threads: Int,
        _ body: @Sendable (Int) throws -> Value
    ) throws -> [Value] {
        let results = Mutex<[Result<Value, any Error>?]>(Array(repeating: nil, count: count))
        Workers.forEach(count, threads: threads) { _, index in
            let result = Result { try body(index) }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { try $0.compactMap { try $0?.get() } }
    }
}
