import Formats
import Literature
import NIOCore
import RESP
import Retrieval

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is fuzzed, chosen by the environment variable `FUZZ_FORMAT`.
enum FuzzTarget {
    case reader(SourceFormat)
    case detect
    case arxivID
    case lexical
    case resp
    case query
    case model(ModelTarget)
    case vectors

    static let chosen: FuzzTarget = {
        let name = getenv("FUZZ_FORMAT").map { String(cString: $0) } ?? ""
        switch name {
        case "detect": return .detect
        case "arxiv-id": return .arxivID
        case "lexical": return .lexical
        case "resp": return .resp
        case "query": return .query
        case "vectors": return .vectors
        default:
            if let model = ModelTarget(rawValue: name) { return .model(model) }
            guard let format = SourceFormat(rawValue: name) else {
                fatalError(
                    "FUZZ_FORMAT must be detect, arxiv-id, lexical, resp, query, vectors, safetensors, tokenizer, word-piece or a format; it is '\(name)'"
                )
            }
            return .reader(format)
        }
    }()

    func run(_ bytes: [UInt8]) {
        switch self {
        case .reader(let format): Self.read(format, bytes)
        case .detect: Self.detect(bytes)
        case .arxivID: Self.parseIdentifier(bytes)
        case .lexical: LexicalTarget.run(bytes)
        case .resp: Self.parseReplies(bytes)
        case .query: Self.parseQuery(bytes)
        case .model(let target): target.run(bytes)
        case .vectors: VectorTarget.run(bytes)
        }
    }

    /// Reads replies in one piece and in pieces; both must give the same values and the same end.
    private static func parseReplies(_ bytes: [UInt8]) {
        let whole = replies([bytes[...]])
        let size = max(1, Int(bytes.first ?? 1) % 7)
        let pieces = stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min($0 + size, bytes.count)] }
        let cut = replies(pieces)
        precondition(whole.isMalformed == cut.isMalformed && isSame(whole.values, cut.values), "the pieces matter")
    }

    /// Parses a query; its canonical form must be parsed into the same query. Abbreviations are looked for in the same text.
    private static func parseQuery(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let query = try? QueryParser.parse(text) {
            let canonical = query.canonical
            let again = try? QueryParser.parse(canonical)
            precondition(again == query && again?.canonical == canonical, "a query does not survive its canonical form")
        }
        var finder = AcronymFinder()
        for definition in finder.definitions(in: text) {
            precondition(!definition.acronym.isEmpty && definition.expansion.count > 1, "an empty definition")
        }
    }

    /// Equality that takes a number that is none for itself.
    private static func isSame(_ one: [RESPValue], _ other: [RESPValue]) -> Bool {
        one.count == other.count
            && zip(one, other).allSatisfy { one, other in
                switch (one, other) {
                case (.double(let one), .double(let other)): one.bitPattern == other.bitPattern
                case (.array(let one), .array(let other)), (.set(let one), .set(let other)),
                    (.push(let one), .push(let other)):
                    isSame(one, other)
                case (.map(let one), .map(let other)):
                    isSame(one.flatMap { [$0.key, $0.value] }, other.flatMap { [$0.key, $0.value] })
                default: one == other
                }
            }
    }

    private static func replies(_ pieces: [ArraySlice<UInt8>]) -> (values: [RESPValue], isMalformed: Bool) {
        var parser = RESPParser()
        var buffer = ByteBuffer()
        var values: [RESPValue] = []
        do {
            for piece in pieces {
                buffer.writeBytes(piece)
                while let value = try parser.next(&buffer) { values.append(value) }
            }
        } catch {
            return (values, true)
        }
        return (values, false)
    }

    /// Reads to the end, with a subject when the length is odd, and checks what a library relies on.
    private static func read(_ format: SourceFormat, _ bytes: [UInt8]) {
        let seed = bytes.reduce(UInt32(bytes.count)) { $0 &* 31 &+ UInt32($1) }
        let input = ByteInput(ChunkedSource(bytes, seed: seed))
        let about = bytes.count % 2 == 1 ? PaperIdentifier("hep-th/9711200") : nil
        var reader = ReaderFactory.makeReader(for: format, input: input, about: about)
        var items = 0
        var hasEnded = false
        while let item = reader.next() {
            precondition(!hasEnded, "an item behind an issue that ends the input")
            items += 1
            switch item {
            case .record(.paper(let record)): check(record)
            case .issue(let issue): hasEnded = issue.extent == .restOfInput
            default: break
            }
        }
        precondition(reader.next() == nil, "an item behind the end")
        precondition(items <= 8 * bytes.count + 8 || bytes.starts(with: [0x1F, 0x8B]), "more items than bytes allow")
    }

    private static func check(_ record: PaperRecord) {
        precondition(!record.aliases.contains(record.identifier), "an alias equals the identifier")
        let numbers = record.versions.map(\.number)
        precondition(zip(numbers, numbers.dropFirst()).allSatisfy(<), "versions do not ascend")
        precondition(record.joined(with: record) == record, "joining is not idempotent")
        let unpacked = AuthorList(record.authors.authors)
        precondition(unpacked == record.authors, "authors do not survive unpacking")
        if case .arxiv(let id) = record.identifier { precondition(id.version == nil, "an identifier with a version") }
        for text in [record.title, record.abstract, record.authorsText, record.comments] {
            precondition(text?.utf8.contains(0) != true, "a NUL character")
        }
    }

    private static func detect(_ bytes: [UInt8]) {
        let whole = FormatDetector.detect(ByteInput(bytes), name: nil)
        let pieces = FormatDetector.detect(ByteInput(ChunkedSource(bytes, seed: UInt32(bytes.count))), name: nil)
        precondition(whole == pieces, "detection depends on the pieces")
    }

    private static func parseIdentifier(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let id = ArxivID(text) {
            precondition(ArxivID(id.description) == id, "an identifier does not survive printing")
            precondition(ArxivID(id.abstractURL) == id, "an address does not name its identifier")
        }
        if let doi = DOI(text) { precondition(DOI(doi.url) == doi, "a DOI does not survive its address") }
        if let identifier = PaperIdentifier(text) {
            precondition(PaperIdentifier(identifier.description) == identifier, "an identifier does not survive")
        }
        if let time = Timestamp(iso: text), (1...9999).contains(time.year) {
            precondition(Timestamp(iso: time.description) == time, "a time does not survive printing")
        }
        if let time = Timestamp(mail: text), (1...9999).contains(time.year) {
            precondition(Timestamp(mail: time.mailDate) == time, "a mail date does not survive printing")
        }
        _ = Withdrawal.isStated(comments: text, abstract: text)
    }
}

/// The entry point that libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
