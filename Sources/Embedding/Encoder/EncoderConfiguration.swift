import CKernels

/// What a model's folder says about its architecture: `config.json`, and of sentence-transformers `modules.json`,
/// `sentence_bert_config.json` and the pooling module's `config.json`.
public struct EncoderConfiguration: Hashable, Sendable {
    /// How the vectors of a text's tokens become one.
    public enum Pooling: Sendable {
        /// The mean over all tokens.
        case mean
        /// The vector of the first token.
        case first
        /// The greatest value of each component.
        case greatest
    }

    /// The function between the two linear layers of a feed-forward block.
    public enum Activation: Sendable {
        /// x times the normal distribution function.
        case gelu
        /// Its approximation with tanh.
        case geluTanh
        /// max(0, x).
        case relu

        var kernel: Int32 {
            switch self {
            case .gelu: Int32(CK_ACTIVATION_GELU)
            case .geluTanh: Int32(CK_ACTIVATION_GELU_TANH)
            case .relu: Int32(CK_ACTIVATION_RELU)
            }
        }
    }

    /// Components of a token's vector.
    public var hiddenSize = 0
    /// Components between the two linear layers of a feed-forward block.
    public var intermediateSize = 0
    /// Layers.
    public var layers = 0
    /// Heads of an attention.
    public var heads = 0
    /// Rows of the table of tokens.
    public var vocabularySize = 0
    /// Rows of the table of positions.
    public var positions = 0
    /// Rows of the table of segments.
    public var segments = 0
    /// What keeps a LayerNorm from dividing by zero.
    public var epsilon: Float = 0
    /// The function of feed-forward blocks.
    public var activation = Activation.gelu
    /// Tokens of a text, marks at its ends included; what is longer is cut.
    public var maximumLength = 0
    /// Texts are turned to lower case before the tokenizer sees them.
    public var lowercases = false
    /// How the vectors of tokens become one.
    public var pooling = Pooling.mean
    /// The model divides its vectors by their length.
    public var normalizes = false
}
