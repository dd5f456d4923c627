import MappedFiles
import Synchronization

/// A BERT sentence encoder, computed on the processor from a Hugging Face folder: `config.json`, `vocab.txt` or
/// `tokenizer.json`, `model.safetensors`, and the settings of sentence-transformers where they are.
///
/// Texts are cut into tokens, sorted by length and computed in groups of whole sequences without padding. A text gets the
/// same bits whatever is embedded beside it and on however many threads; other processors differ in rounding.
///
/// Devlin et al., BERT (arXiv:1810.04805); Reimers and Gurevych, Sentence-BERT (arXiv:1908.10084).
public final class SentenceEncoder: TextEmbedder {
    /// Tokens of a group: enough rows for the kernels, few enough for the caches.
    private static let groupTokens = 256

    /// The model: its folder's name, a checksum of its weights, the components of its vectors.
    public let identity: EmbeddingIdentity
    /// What the folder says about the architecture.
    public let configuration: EncoderConfiguration
    /// In which arithmetic the linear layers are computed.
    public let precision: EncoderPrecision
    /// Cuts texts as the model was trained with.
    public let tokenizer: WordPieceTokenizer
    private let forward: EncoderForward
    private let threads: Int
    private let idle = Mutex<[EncoderWorkspace]>([])

    /// Loads the model in the folder at `path`.
    ///
    /// - Parameters:
    ///   - name: what the vectors of this model are known as; the folder's name when nil.
    ///   - precision: the arithmetic; where the processor has no instructions for it, single precision.
    ///   - threads: how many threads ``embed(_:)`` uses at most.
    /// - Throws: `ModelFileError`, which names file and field.
    /// - Complexity: one pass over the weights: some 20 ms for 22 million parameters.
    public init(
        path: String,
        name: String? = nil,
        precision: EncoderPrecision = .fastest,
        threads: Int = 2
    ) throws {
        let folder = ModelFolder(path: path)
        configuration = try EncoderConfiguration(folder)
        tokenizer = try WordPieceTokenizer(folder, configuration)
        self.precision = precision.isSupported ? precision : .full
        self.threads = max(1, threads)
        let file = try Safetensors(path: folder.path(of: "model.safetensors"))
        let weights = try EncoderWeights(file, configuration, precision: self.precision, threads: self.threads)
        forward = EncoderForward(configuration: configuration, weights: weights)
        identity = EmbeddingIdentity(
            model: name ?? String(path.split(separator: "/").last ?? "encoder"),
            version: ModelChecksum.sampled(file.file.bytes),
            dimension: configuration.hiddenSize
        )
    }

    /// Embeds `texts`: vectors of length 1, whether or not the model itself normalises.
    public func embed(_ texts: [String]) throws -> [Float] {
        var vectors = pooled(texts.map { tokenizer.identifiers($0) })
        for row in stride(from: 0, to: vectors.count, by: identity.dimension) {
            let squares = vectors[row..<(row + identity.dimension)].reduce(Float(0)) { $0 + $1 * $1 }
            guard squares > 0, squares.isFinite else {
                for index in row..<(row + identity.dimension) { vectors[index] = 0 }
                continue
            }
            let factor = 1 / squares.squareRoot()
            for index in row..<(row + identity.dimension) { vectors[index] *= factor }
        }
        return vectors
    }

    /// The pooled vectors of token sequences, not normalised.
    func pooled(_ sequences: [[Int32]]) -> [Float] {
        let order = sequences.indices.sorted { (sequences[$0].count, $1) > (sequences[$1].count, $0) }
        let groups = Self.groups(order.map { sequences[$0].count })
        let size = identity.dimension
        return [Float](unsafeUninitializedCapacity: sequences.count * size) { buffer, count in
            count = sequences.count * size
            guard let start = buffer.baseAddress else { return }
            let target = Target(start: start)
            Workers.forEach(groups.count, threads: threads) { _, index in
                let workspace = idle.withLock { $0.popLast() } ?? EncoderWorkspace()
                defer { idle.withLock { $0.append(workspace) } }
                let members = order[groups[index]]
                var vectors = [Float](repeating: 0, count: members.count * size)
                forward.run(members.map { sequences[$0][...] }, workspace, into: &vectors)
                for (place, member) in members.enumerated() {
                    vectors.withUnsafeBufferPointer {
                        (target.start + member * size).initialize(from: $0.baseAddress! + place * size, count: size)
                    }
                }
            }
        }
    }

    /// Where threads write: each its own rows.
    private struct Target: @unchecked Sendable {
        var start: UnsafeMutablePointer<Float>
    }

    /// Cuts sequences of these lengths, in this order, into groups of about ``groupTokens``.
    private static func groups(_ lengths: [Int]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var (start, tokens) = (0, 0)
        for (index, length) in lengths.enumerated() {
            if index > start, tokens + length > groupTokens {
                groups.append(start..<index)
                (start, tokens) = (index, 0)
            }
            tokens += length
        }
        if start < lengths.count { groups.append(start..<lengths.count) }
        return groups
    }
}
