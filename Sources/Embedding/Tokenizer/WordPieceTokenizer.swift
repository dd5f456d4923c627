import MappedFiles

/// Cuts texts into pieces of words as BERT does: clean, separate Chinese characters, strip accents, lower case, split at
/// white space and punctuation, then take the longest known piece again and again.
///
/// Identifiers equal those of Hugging Face `tokenizers` 0.23 with the same files. Knows no Foundation and no locale.
///
/// Devlin et al., BERT (arXiv:1810.04805); Wu et al., WordPiece (arXiv:1609.08144).
public struct WordPieceTokenizer: Sendable {
    /// Identifiers of a text at most, marks at its ends included; what is longer is cut behind.
    public let maximumLength: Int
    private let settings: WordPieceSettings
    private let vocabulary: WordPieceVocabulary
    private let continuation: [UInt8]
    private let continuationHash: UInt64
    private let unknown: Int32
    private let first: Int32
    private let last: Int32
    private let marks: WordPieceMarks
    private let ascii: [UInt8]

    /// Reads the tokenizer of the model in the folder at `path`: `vocab.txt` or `tokenizer.json`, and the model's settings.
    ///
    /// - Throws: `ModelFileError`, which names file and field.
    public init(path: String) throws {
        let folder = ModelFolder(path: path)
        try self.init(folder, try EncoderConfiguration(folder))
    }

    /// Reads the tokenizer of the model in `folder`; identifiers are below its vocabulary's size.
    init(_ folder: ModelFolder, _ configuration: EncoderConfiguration) throws {
        let hasList = folder.contains("vocab.txt")
        guard hasList || folder.contains("tokenizer.json") else {
            throw ModelFileError(path: folder.path(of: "vocab.txt"), reason: "missing, and so is tokenizer.json")
        }
        let read = try WordPieceSettings.read(folder, readsPieces: !hasList, limit: configuration.vocabularySize)
        var settings = read.settings
        let vocabulary =
            hasList ? try Self.list(folder, limit: configuration.vocabularySize) : WordPieceVocabulary(read.pieces)
        if configuration.lowercases, !settings.lowercases {
            settings.stripsAccents = settings.stripsAccents ?? false
            settings.lowercases = true
        }
        let source = folder.path(of: hasList ? "vocab.txt" : "tokenizer.json")
        func identifier(_ text: String) throws -> Int32 {
            guard
                let identifier = settings.marks.first(where: { $0.text == text })?.identifier
                    ?? vocabulary.identifier(text)
            else { throw ModelFileError(path: source, field: text, reason: "missing from the vocabulary") }
            guard 0..<Int32(configuration.vocabularySize) ~= identifier else {
                throw ModelFileError(path: source, field: text, reason: "its identifier is beyond the table of tokens")
            }
            return identifier
        }
        maximumLength = configuration.maximumLength
        unknown = try identifier(settings.unknown)
        first = try identifier(settings.first)
        last = try identifier(settings.last)
        marks = WordPieceMarks(
            try settings.marks.compactMap { mark in
                guard mark.identifier != nil || vocabulary.identifier(mark.text) != nil else { return nil }
                return (Array(mark.text.utf8), try identifier(mark.text))
            }
        )
        continuation = Array(settings.continuation.utf8)
        continuationHash = continuation.reduce(WordPieceVocabulary.seed, WordPieceVocabulary.extend)
        ascii = BertCharacters.asciiActions(settings, marks: marks)
        self.settings = settings
        self.vocabulary = vocabulary
    }

    /// The pieces of `vocab.txt`, one a line.
    private static func list(_ folder: ModelFolder, limit: Int) throws -> WordPieceVocabulary {
        let file = try folder.bytes(of: "vocab.txt")
        var bytes: [UInt8] = []
        var starts: [UInt32] = [0]
        bytes.reserveCapacity(file.bytes.count)
        starts.reserveCapacity(limit + 1)
        for byte in file.bytes {
            guard byte == UInt8(ascii: "\n") else {
                bytes.append(byte)
                continue
            }
            if bytes.last == UInt8(ascii: "\r"), bytes.count > Int(starts[starts.count - 1]) { bytes.removeLast() }
            starts.append(UInt32(bytes.count))
            guard starts.count <= limit + 1 else { break }
        }
        if bytes.count > Int(starts[starts.count - 1]) { starts.append(UInt32(bytes.count)) }
        guard starts.count <= limit + 1 else {
            throw folder.error(in: "vocab.txt", "line \(limit + 1)", "config.json has room for \(limit) tokens only")
        }
        return WordPieceVocabulary(bytes: bytes, starts: starts)
    }

    /// The identifiers of `text`, with the marks before and behind it.
    ///
    /// - Complexity: O(bytes of the text), up to where ``maximumLength`` is reached.
    public func identifiers(_ text: String) -> [Int32] {
        var text = text
        return text.withUTF8 { bytes in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: settings.longestWord * 4 + 8) { word in
                withUnsafeTemporaryAllocation(of: UInt64.self, capacity: settings.longestWord * 4 + 8) { hashes in
                    var scan = WordPieceScan(
                        settings: settings,
                        limit: maximumLength - 1,
                        word: word.baseAddress!,
                        hashes: hashes.baseAddress!
                    )
                    scan.output.append(first)
                    run(&scan, bytes)
                    scan.output.append(last)
                    return scan.output
                }
            }
        }
    }

    private func run(_ scan: inout WordPieceScan, _ bytes: UnsafeBufferPointer<UInt8>) {
        ascii.withUnsafeBufferPointer { actions in
            var position = 0
            while position < bytes.count {
                let byte = bytes[position]
                guard byte < 0x80 else {
                    let (scalar, length) = BertCharacters.decode(bytes, position)
                    BertCharacters.normalise(scalar, settings) { step in apply(step, &scan) }
                    position += length
                    if scan.isFull { return }
                    continue
                }
                let action = actions[Int(byte)]
                if action >= 0x20 {
                    scan.append(action)
                    position += 1
                    continue
                }
                position += 1
                switch action {
                case BertCharacters.remove: break
                case BertCharacters.space: flush(&scan)
                case BertCharacters.mark:
                    if let (mark, length) = marks.match(bytes, position - 1) {
                        flush(&scan)
                        scan.emit(mark)
                        position += length - 1
                    } else {
                        BertCharacters.normalise(UInt32(byte), settings) { step in apply(step, &scan) }
                    }
                default: apply(.punctuation(UInt32(byte)), &scan)
                }
                if scan.isFull { return }
            }
            flush(&scan)
        }
    }

    private func apply(_ step: BertCharacters.Step, _ scan: inout WordPieceScan) {
        switch step {
        case .boundary: flush(&scan)
        case .letter(let scalar): scan.append(scalar: scalar)
        case .punctuation(let scalar):
            flush(&scan)
            scan.append(scalar: scalar)
            flush(&scan)
        }
    }

    /// Cuts the word that was collected into the longest known pieces, or makes it unknown.
    private func flush(_ scan: inout WordPieceScan) {
        let length = scan.length
        guard length > 0 else { return }
        defer { scan.clear() }
        guard scan.characters <= settings.longestWord else { return scan.emit(unknown) }
        let mark = scan.output.count
        var start = 0
        while start < length {
            let prefix = start == 0 ? [] : continuation
            guard let (identifier, end) = longest(scan, from: start, prefix) else {
                scan.output.removeSubrange(mark...)
                return scan.emit(unknown)
            }
            scan.output.append(identifier)
            start = end
        }
        scan.trim()
    }

    /// The longest known piece of the word at `start`, and where it ends.
    @inline(__always)
    private func longest(_ scan: WordPieceScan, from start: Int, _ prefix: [UInt8]) -> (Int32, Int)? {
        var hash = start == 0 ? WordPieceVocabulary.seed : continuationHash
        let limit = min(scan.length, start + max(0, vocabulary.longest - prefix.count))
        for index in start..<limit {
            hash = WordPieceVocabulary.extend(hash, scan.word[index])
            scan.hashes[index] = hash
        }
        var end = limit
        while end > start {
            // A piece ends where a character ends.
            if end == scan.length || scan.word[end] & 0xC0 != 0x80 {
                let piece = UnsafeBufferPointer(start: UnsafePointer(scan.word) + start, count: end - start)
                if let identifier = vocabulary.identifier(prefix, piece, hash: scan.hashes[end - 1]) {
                    return (identifier, end)
                }
            }
            end -= 1
        }
        return nil
    }
}
