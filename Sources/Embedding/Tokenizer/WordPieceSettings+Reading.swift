extension WordPieceSettings {
    private static let file = "tokenizer.json"

    /// Reads the settings of the model in `folder`, and the pieces where `readsPieces`.
    ///
    /// - Returns: the pieces by identifier, of `tokenizer.json`; none when they were not asked for.
    static func read(
        _ folder: ModelFolder,
        readsPieces: Bool,
        limit: Int
    ) throws -> (settings: WordPieceSettings, pieces: [[UInt8]]) {
        var settings = WordPieceSettings()
        guard folder.contains(file) else {
            if folder.contains("tokenizer_config.json") { try settings.readLegacy(folder) }
            return (settings, [])
        }
        var pieces: [[UInt8]] = []
        try folder.readObject(file) { (key, cursor) in
            switch key {
            case "added_tokens": settings.marks = try marks(&cursor, folder)
            case "normalizer": try settings.readNormalizer(&cursor, folder)
            case "pre_tokenizer": try expect("BertPreTokenizer", &cursor, folder, key)
            case "post_processor": try settings.readTemplate(&cursor, folder)
            case "model": pieces = try settings.readModel(&cursor, folder, readsPieces: readsPieces, limit: limit)
            default: try cursor.skip()
            }
        }
        return (settings, pieces)
    }

    private static func marks(_ cursor: inout JSONCursor, _ folder: ModelFolder) throws -> [Mark] {
        var marks: [Mark] = []
        try cursor.array { cursor in
            var mark = Mark(text: "", identifier: nil)
            try cursor.object { (key, cursor) in
                switch key {
                case "id":
                    guard let identifier = Int32(exactly: try cursor.integer()) else {
                        throw folder.error(in: file, "added_tokens.id", "not an identifier")
                    }
                    mark.identifier = identifier
                case "content": mark.text = try cursor.string()
                case "single_word", "lstrip", "rstrip", "normalized":
                    guard try !cursor.bool() else {
                        throw folder.error(in: file, "added_tokens.\(key)", "only false is understood")
                    }
                default: try cursor.skip()
                }
            }
            guard !mark.text.isEmpty else { throw folder.error(in: file, "added_tokens.content", "missing") }
            marks.append(mark)
        }
        return marks
    }

    private mutating func readNormalizer(_ cursor: inout JSONCursor, _ folder: ModelFolder) throws {
        var type = ""
        var read = self
        try cursor.object { (key, cursor) in
            switch key {
            case "type": type = try cursor.string()
            case "clean_text": read.cleans = try cursor.bool()
            case "handle_chinese_chars": read.separatesHan = try cursor.bool()
            case "strip_accents": read.stripsAccents = try cursor.null() ? nil : try cursor.bool()
            case "lowercase": read.lowercases = try cursor.bool()
            default: try cursor.skip()
            }
        }
        guard type == "BertNormalizer" else {
            throw folder.error(in: Self.file, "normalizer.type", "\"\(type)\" is not understood")
        }
        self = read
    }

    private static func expect(
        _ type: String,
        _ cursor: inout JSONCursor,
        _ folder: ModelFolder,
        _ field: String
    ) throws {
        var found = ""
        try cursor.object { (key, cursor) in
            if key == "type" { found = try cursor.string() } else { try cursor.skip() }
        }
        guard found == type else { throw folder.error(in: file, "\(field).type", "\"\(found)\" is not understood") }
    }

    /// The marks around a text: of a template its first and last special token, of BERT's own form `cls` and `sep`.
    private mutating func readTemplate(_ cursor: inout JSONCursor, _ folder: ModelFolder) throws {
        var specials: [String] = []
        var parts: [Bool] = []
        var pair: [String: String] = [:]
        try cursor.object { (key, cursor) in
            switch key {
            case "single":
                try cursor.array { cursor in
                    try cursor.object { (kind, cursor) in
                        parts.append(kind == "SpecialToken")
                        try cursor.object { (key, cursor) in
                            if kind == "SpecialToken", key == "id" {
                                specials.append(try cursor.string())
                            } else {
                                try cursor.skip()
                            }
                        }
                    }
                }
            case "cls", "sep":
                try cursor.array { cursor in
                    if cursor.peek() == UInt8(ascii: "\"") {
                        pair[key] = try cursor.string()
                    } else {
                        try cursor.skip()
                    }
                }
            default: try cursor.skip()
            }
        }
        if let cls = pair["cls"], let sep = pair["sep"] {
            (first, last) = (cls, sep)
        } else if specials.count == 2, parts == [true, false, true] {
            (first, last) = (specials[0], specials[1])
        } else {
            throw folder.error(
                in: Self.file,
                "post_processor",
                "only a mark before and one behind a text are understood"
            )
        }
    }

    private mutating func readModel(
        _ cursor: inout JSONCursor,
        _ folder: ModelFolder,
        readsPieces: Bool,
        limit: Int
    ) throws -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var read = self
        try cursor.object { (key, cursor) in
            switch key {
            case "type":
                let type = try cursor.string()
                guard type == "WordPiece" else {
                    throw folder.error(in: Self.file, "model.type", "\"\(type)\" is not understood; only WordPiece is")
                }
            case "unk_token": read.unknown = try cursor.string()
            case "continuing_subword_prefix": read.continuation = try cursor.string()
            case "max_input_chars_per_word":
                read.longestWord = try cursor.integer()
                guard 1...1000 ~= read.longestWord else {
                    throw folder.error(in: Self.file, "model.\(key)", "not in 1...1000")
                }
            case "vocab":
                guard readsPieces else { return try cursor.skip() }
                try cursor.object { (piece, cursor) in
                    let identifier = try cursor.integer()
                    guard 0..<limit ~= identifier else {
                        throw folder.error(in: Self.file, "model.vocab", "\(identifier) is not below \(limit)")
                    }
                    while pieces.count <= identifier { pieces.append([]) }
                    pieces[identifier] = Array(piece.utf8)
                }
            default: try cursor.skip()
            }
        }
        self = read
        return pieces
    }

    /// `tokenizer_config.json` beside a `vocab.txt`: what older models have.
    private mutating func readLegacy(_ folder: ModelFolder) throws {
        var read = self
        try folder.readObject("tokenizer_config.json") { (key, cursor) in
            switch key {
            case "do_lower_case": read.lowercases = try cursor.bool()
            case "strip_accents": read.stripsAccents = try cursor.null() ? nil : try cursor.bool()
            case "tokenize_chinese_chars": read.separatesHan = try cursor.bool()
            case "unk_token": read.unknown = try Self.content(&cursor)
            case "cls_token": read.first = try Self.content(&cursor)
            case "sep_token": read.last = try Self.content(&cursor)
            default: try cursor.skip()
            }
        }
        self = read
    }

    /// A token as a string, or as an object with `content`.
    private static func content(_ cursor: inout JSONCursor) throws -> String {
        guard cursor.peek() == UInt8(ascii: "{") else { return try cursor.string() }
        var content = ""
        try cursor.object { (key, cursor) in
            if key == "content" { content = try cursor.string() } else { try cursor.skip() }
        }
        return content
    }
}
