extension EncoderConfiguration {
    /// Bounds that keep damaged files from asking for all the memory there is.
    private static let sizeLimit = 1 << 16
    private static let vocabularyLimit = 1 << 22
    private static let layerLimit = 256

    /// Reads the configuration of the model in `folder`.
    init(_ folder: ModelFolder) throws {
        self.init()
        try readArchitecture(folder)
        maximumLength = positions
        guard folder.contains("modules.json") else { return }
        for module in try Self.modules(folder) {
            switch module.kind {
            case "Transformer": try readTransformer(folder, module.path)
            case "Pooling": try readPooling(folder, module.path)
            case "Normalize": normalizes = true
            default:
                throw folder.error(in: "modules.json", "type", "modules of the kind \(module.kind) are not understood")
            }
        }
    }

    private mutating func readArchitecture(_ folder: ModelFolder) throws {
        let name = "config.json"
        var (type, positionType) = ("", "absolute")
        try folder.readObject(name) { (key, cursor) in
            func size(_ limit: Int = Self.sizeLimit) throws -> Int {
                let value = try cursor.integer()
                guard 1...limit ~= value else { throw folder.error(in: name, key, "\(value) is not in 1...\(limit)") }
                return value
            }
            switch key {
            case "model_type": type = try cursor.string()
            case "hidden_size": hiddenSize = try size()
            case "intermediate_size": intermediateSize = try size()
            case "num_hidden_layers": layers = try size(Self.layerLimit)
            case "num_attention_heads": heads = try size()
            case "vocab_size": vocabularySize = try size(Self.vocabularyLimit)
            case "max_position_embeddings": positions = try size()
            case "type_vocab_size": segments = try size()
            case "layer_norm_eps": epsilon = Float(try cursor.number())
            case "hidden_act": activation = try Self.activation(cursor.string(), folder, key)
            case "position_embedding_type": positionType = try cursor.string()
            default: try cursor.skip()
            }
        }
        guard type == "bert" else {
            throw folder.error(in: name, "model_type", "\"\(type)\" is not understood; only \"bert\" is")
        }
        guard positionType == "absolute" else {
            throw folder.error(in: name, "position_embedding_type", "\"\(positionType)\" is not understood")
        }
        for (value, key) in [
            (hiddenSize, "hidden_size"), (intermediateSize, "intermediate_size"), (layers, "num_hidden_layers"),
            (heads, "num_attention_heads"), (vocabularySize, "vocab_size"), (positions, "max_position_embeddings"),
            (segments, "type_vocab_size"),
        ] where value == 0 {
            throw folder.error(in: name, key, "missing")
        }
        guard epsilon > 0, epsilon < 1 else {
            throw folder.error(in: name, "layer_norm_eps", "missing, or not between 0 and 1")
        }
        guard hiddenSize % heads == 0 else {
            throw folder.error(in: name, "num_attention_heads", "\(heads) do not divide the size \(hiddenSize)")
        }
    }

    private static func activation(
        _ name: String,
        _ folder: ModelFolder,
        _ key: String
    ) throws -> Activation {
        switch name {
        case "gelu": .gelu
        case "gelu_new", "gelu_pytorch_tanh": .geluTanh
        case "relu": .relu
        default: throw folder.error(in: "config.json", key, "\"\(name)\" is not understood")
        }
    }

    /// The modules of a sentence-transformers model, in their order: the last part of their type, and their folder.
    private static func modules(_ folder: ModelFolder) throws -> [(kind: String, path: String)] {
        var modules: [(kind: String, path: String)] = []
        try folder.readJSON("modules.json") { cursor in
            try cursor.array { cursor in
                var (kind, path) = ("", "")
                try cursor.object { (key, cursor) in
                    switch key {
                    case "type": kind = String(try cursor.string().split(separator: ".").last ?? "")
                    case "path": path = try cursor.string()
                    default: try cursor.skip()
                    }
                }
                modules.append((kind, path))
            }
        }
        return modules
    }

    /// The file `name` of a module, which may have a folder of its own.
    private static func file(_ name: String, of path: String) -> String {
        path.isEmpty ? name : "\(path)/\(name)"
    }

    private mutating func readTransformer(_ folder: ModelFolder, _ path: String) throws {
        guard path.isEmpty else {
            throw folder.error(in: "modules.json", "path", "the transformer has to be in the model's own folder")
        }
        let name = "sentence_bert_config.json"
        guard folder.contains(name) else { return }
        try folder.readObject(name) { (key, cursor) in
            switch key {
            case "max_seq_length":
                if try cursor.null() { return }
                let length = try cursor.integer()
                guard length >= 3 else { throw folder.error(in: name, key, "\(length) leaves no room for a token") }
                maximumLength = min(length, positions)
            case "do_lower_case": lowercases = try cursor.bool()
            default: try cursor.skip()
            }
        }
    }

    private mutating func readPooling(_ folder: ModelFolder, _ path: String) throws {
        let name = Self.file("config.json", of: path)
        var chosen: [Pooling] = []
        try folder.readObject(name) { (key, cursor) in
            guard key.hasPrefix("pooling_mode_") else {
                guard key == "word_embedding_dimension" else { return try cursor.skip() }
                let size = try cursor.integer()
                guard size == hiddenSize else {
                    throw folder.error(in: name, key, "\(size) is not the hidden size \(hiddenSize)")
                }
                return
            }
            guard try cursor.bool() else { return }
            switch key {
            case "pooling_mode_mean_tokens": chosen.append(.mean)
            case "pooling_mode_cls_token": chosen.append(.first)
            case "pooling_mode_max_tokens": chosen.append(.greatest)
            default: throw folder.error(in: name, key, "is not understood")
            }
        }
        guard chosen.count == 1 else {
            throw folder.error(in: name, "pooling_mode_*", "\(chosen.count) are set; exactly one has to be")
        }
        pooling = chosen[0]
    }
}

extension EncoderConfiguration {
    /// Reads the configuration of the model in the folder at `path`.
    ///
    /// - Throws: `ModelFileError`, which names file and field.
    public init(path: String) throws {
        try self.init(ModelFolder(path: path))
    }
}
