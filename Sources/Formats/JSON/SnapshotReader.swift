import Literature

/// Reads arXiv records, one JSON object a line, in the form of the metadata snapshot (Kaggle,
/// `arxiv-metadata-oai-snapshot.json`), of a library's export, or with the field names that other collections use.
///
/// A line gives one paper; the line of an export also gives the paper's citations. A line that is no record is an issue that
/// names line, byte and field. Costs about two nanoseconds a byte.
public struct SnapshotReader: RecordReader {
    private var lines: JSONLines
    private let scratch = Scratch()
    private var pending = ItemQueue()

    /// A reader of the lines of `input`.
    public init(_ input: ByteInput) {
        lines = JSONLines(input)
    }

    /// The next paper, citation or issue; nil at the end.
    public mutating func next() -> ReadItem? {
        if let item = pending.pop() { return item }
        return switch lines.next() {
        case .line(let bytes): read(bytes)
        case .issue(let issue): .issue(issue)
        case .end: nil
        }
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) -> ReadItem {
        var scanner = JSONScanner(bytes)
        var object = SnapshotObject(source: .snapshot, scratch: scratch)
        do throws(JSONError) {
            try object.read(&scanner)
            try scanner.finish()
            if let problem = try object.finish(scanner) {
                return .issue(lines.issue(problem, at: object.idText.map { $0.start } ?? 0))
            }
        } catch {
            return .issue(lines.issue(error, field: object.field.flatMap { scanner.name($0) }))
        }
        for cited in object.references {
            pending.push(citation: object.record.identifier, cited, .library)
        }
        return .record(.paper(object.record))
    }
}

/// Items that a reader has found and not given yet.
struct ItemQueue {
    private var items: [ReadItem] = []
    private var first = 0

    /// Adds an item at the end.
    mutating func push(_ item: ReadItem) {
        items.append(item)
    }

    /// Adds a citation at the end.
    mutating func push(citation citing: PaperIdentifier, _ cited: PaperIdentifier, _ source: RecordSource) {
        push(.record(.citation(CitationRecord(citing: citing, cited: cited, source: source))))
    }

    /// Takes the first item.
    mutating func pop() -> ReadItem? {
        guard first < items.count else { return nil }
        let item = items[first]
        first += 1
        if first == items.count {
            items.removeAll(keepingCapacity: items.count < 4096)
            first = 0
        }
        return item
    }
}
