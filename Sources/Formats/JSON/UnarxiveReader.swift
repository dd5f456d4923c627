import Literature

/// Reads unarXive full-text records (2022 edition), one a line: the metadata of the paper and the identifiers in its
/// bibliography. Full text is passed over.
public struct UnarxiveReader: RecordReader {
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
        var line = UnarxiveLine(scratch: scratch)
        do throws(JSONError) {
            try line.read(&scanner)
            try scanner.finish()
        } catch {
            return .issue(lines.issue(error, field: line.field))
        }
        guard let record = line.record else {
            return .issue(lines.issue(line.problem ?? "the record has neither metadata nor a paper_id"))
        }
        for var cited in line.cited {
            pending.push(citation: record.identifier, cited.identifier, .unarxive)
            guard !cited.aliases.isEmpty else { continue }
            cited.isMention = true
            pending.push(.record(.paper(cited)))
        }
        return .record(.paper(record))
    }
}

/// The parser of one line.
private struct UnarxiveLine {
    private(set) var record: PaperRecord?
    private(set) var cited: [PaperRecord] = []
    private(set) var problem: String?
    private(set) var field: String?
    private let scratch: Scratch
    private var abstract: String?
    private var paperID: String?

    init(scratch: Scratch) {
        self.scratch = scratch
    }

    mutating func read(_ scanner: inout JSONScanner) throws(JSONError) {
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            if scanner.matches(key, "paper_id") {
                field = "paper_id"
                paperID = try SnapshotObject.string(&scanner)
            } else if scanner.matches(key, "metadata") {
                field = "metadata"
                try readMetadata(&scanner)
            } else if scanner.matches(key, "abstract") {
                field = "abstract"
                abstract = try Self.abstract(&scanner)
            } else if scanner.matches(key, "bib_entries") {
                field = "bib_entries"
                try readBibliography(&scanner)
            } else {
                try scanner.skipValue()
            }
            field = nil
        }
        settle()
    }

    private mutating func readMetadata(_ scanner: inout JSONScanner) throws(JSONError) {
        var object = SnapshotObject(source: .unarxive, scratch: scratch)
        do throws(JSONError) {
            try object.read(&scanner)
        } catch {
            field = object.field.flatMap { scanner.name($0) } ?? field
            throw error
        }
        problem = try object.finish(scanner)
        if problem == nil { record = object.record }
    }

    private mutating func settle() {
        if record == nil, let paperID {
            do throws(ArxivIDError) {
                record = PaperRecord(source: .unarxive, identifier: PaperIdentifier(try ArxivID(parsing: paperID)))
            } catch {
                problem = problem ?? "paper_id '\(FieldText.excerpt(paperID))': \(error)"
            }
        }
        if record?.abstract == nil { record?.abstract = abstract }
    }

    /// `{"section": …, "text": …}`
    private static func abstract(_ scanner: inout JSONScanner) throws(JSONError) -> String? {
        guard scanner.peekKind() == .object else {
            try scanner.skipValue()
            return nil
        }
        var text: String?
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            if scanner.matches(key, "text") {
                text = try SnapshotObject.string(&scanner)
            } else {
                try scanner.skipValue()
            }
        }
        return text
    }

    // MARK: Bibliography

    /// `{"hash": {"bib_entry_raw": …, "ids": {…}}, …}`
    private mutating func readBibliography(_ scanner: inout JSONScanner) throws(JSONError) {
        guard scanner.peekKind() == .object else {
            try scanner.skipValue()
            return
        }
        try scanner.enterObject()
        while try scanner.nextKey() != nil {
            guard scanner.peekKind() == .object else {
                try scanner.skipValue()
                continue
            }
            try scanner.enterObject()
            while let key = try scanner.nextKey() {
                if scanner.matches(key, "ids"), scanner.peekKind() == .object {
                    if let entry = try Self.entry(&scanner) { cited.append(entry) }
                } else {
                    try scanner.skipValue()
                }
            }
        }
    }

    private static func entry(_ scanner: inout JSONScanner) throws(JSONError) -> PaperRecord? {
        var identifiers: [PaperIdentifier] = []
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            let isArxiv = scanner.matches(key, "arxiv_id")
            let isDOI = scanner.matches(key, "doi")
            guard isArxiv || isDOI || scanner.matches(key, "open_alex_id") else {
                try scanner.skipValue()
                continue
            }
            guard let text = try SnapshotObject.string(&scanner) else { continue }
            if isArxiv {
                if let id = ArxivID(text) { identifiers.append(PaperIdentifier(id)) }
            } else if isDOI {
                if let doi = DOI(text) { identifiers.append(PaperIdentifier(doi)) }
            } else if case .openAlex(let number)? = PaperIdentifier(text) {
                identifiers.append(.openAlex(number))
            }
        }
        return PaperRecord(source: .unarxive, identifiers: identifiers)
    }
}
