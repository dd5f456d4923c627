import Embedding

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files of encoders, and texts for their tokenizer. The readers map files, so that each input is written to one.
enum ModelTarget: String {
    case safetensors
    case tokenizer
    case wordPiece = "word-piece"

    private static let folder: String = {
        let folder = "/tmp/fuzz-model-\(getpid())"
        mkdir(folder, 0o700)
        let config = """
            {"model_type": "bert", "hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1,
            "vocab_size": 300, "max_position_embeddings": 64, "type_vocab_size": 2, "layer_norm_eps": 1e-12}
            """
        write(Array(config.utf8), to: folder + "/config.json")
        return folder
    }()

    private static let plain: WordPieceTokenizer? = {
        let pieces = [
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##a", "the", "##s", "e", "\u{91CF}", "[", "$",
        ]
        write(Array(pieces.joined(separator: "\n").utf8), to: folder + "/vocab.txt")
        defer { unlink(folder + "/vocab.txt") }
        return try? WordPieceTokenizer(path: folder)
    }()

    func run(_ bytes: [UInt8]) {
        switch self {
        case .safetensors:
            let path = Self.folder + "/model.safetensors"
            Self.write(bytes, to: path)
            guard let file = try? Safetensors(path: path) else { return }
            for tensor in file.tensors.values {
                precondition(0 <= tensor.range.lowerBound && tensor.range.upperBound <= bytes.count, "outside the file")
            }
        case .tokenizer:
            Self.write(bytes, to: Self.folder + "/tokenizer.json")
            guard let tokenizer = try? WordPieceTokenizer(path: Self.folder) else { return }
            Self.check(tokenizer, "the [MASK] naïve $x^2$ 量子")
            Self.check(tokenizer, String(decoding: bytes.prefix(500), as: UTF8.self))
        case .wordPiece:
            guard let tokenizer = Self.plain else { fatalError("the fixed vocabulary cannot be read") }
            Self.check(tokenizer, String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func check(_ tokenizer: WordPieceTokenizer, _ text: String) {
        let identifiers = tokenizer.identifiers(text)
        precondition(2...tokenizer.maximumLength ~= identifiers.count, "too few or too many")
        precondition(identifiers.allSatisfy { 0..<300 ~= $0 }, "beyond the table of tokens")
    }

    private static func write(_ bytes: [UInt8], to path: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { fatalError("\(path) cannot be written") }
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }
}
