import Literature

/// Reads OAI-PMH 2.0 answers of arXiv: `ListRecords` and `GetRecord` with metadata in `oai_dc`, `arXiv` or `arXivRaw`;
/// also a single `record` or metadata element by itself.
///
/// Resumption tokens, response dates and deleted records become notices, `error` elements become issues. Answers without
/// metadata (`ListIdentifiers`) give an issue, those about the repository (`Identify`) nothing.
public struct OAIReader: RecordReader {
    private static let roots: Set<String> = [
        "OAI-PMH", "ListRecords", "GetRecord", "ListIdentifiers", "record", "arXiv", "arXivRaw", "dc",
    ]

    private let stream: XMLStream
    private var record = OAIRecord()
    private var isInsideRecord = false
    private var isRootSeen = false
    private var isEnded = false
    private var areHeadersReported = false

    /// A reader of one answer.
    public init(_ input: ByteInput) {
        stream = XMLStream(input)
    }

    /// The next paper, issue or notice.
    public mutating func next() -> ReadItem? {
        while !isEnded {
            switch stream.next() {
            case .event(let event):
                if let item = event.kind == .start ? takeStart(event) : takeEnd(event) { return item }
            case .failure(let issue):
                isEnded = true
                return .issue(issue)
            case .end:
                isEnded = true
            }
        }
        return nil
    }

    private mutating func takeStart(_ event: XMLEvent) -> ReadItem? {
        if !isRootSeen {
            isRootSeen = true
            guard Self.roots.contains(event.name) else {
                isEnded = true
                let message = "not an OAI-PMH answer: the outermost element is '\(event.name)'"
                return .issue(ReadIssue(line: event.line, byte: event.byte, message: message, extent: .restOfInput))
            }
        }
        if event.name == "record" {
            record = OAIRecord(line: event.line, byte: event.byte)
            isInsideRecord = true
        } else if event.name == "header", !isInsideRecord {
            record = OAIRecord(line: event.line, byte: event.byte)
        } else if OAIRecord.isMetadata(event.name), !isInsideRecord, event.parent != event.name {
            record = OAIRecord(line: event.line, byte: event.byte)
        }
        record.takeStart(event)
        return event.name == "resumptionToken" && !isInsideRecord ? Self.listSize(event) : nil
    }

    /// What the attributes of a resumption token say about the whole list; arXiv has not given them since 2025.
    private static func listSize(_ event: XMLEvent) -> ReadItem? {
        guard let size = event["completeListSize"].flatMap({ Int($0) }) else { return nil }
        return .notice(.totalResults(size, startIndex: event["cursor"].flatMap { Int($0) } ?? 0))
    }

    /// The code of the OAI-PMH error that an issue of this reader stands for: `noRecordsMatch`, `badResumptionToken`, ….
    ///
    /// - Returns: nil for issues of other kinds.
    public static func errorCode(of issue: ReadIssue) -> String? {
        guard issue.message.hasPrefix(OAIRecord.errorPrefix) else { return nil }
        return String(issue.message.dropFirst(OAIRecord.errorPrefix.count).prefix { $0 != ":" })
    }

    private mutating func takeEnd(_ event: XMLEvent) -> ReadItem? {
        switch event.name {
        case "record":
            isInsideRecord = false
            return record.item
        case "header" where event.parent == "ListIdentifiers":
            return takeLoneHeader()
        case "resumptionToken" where !isInsideRecord:
            return .notice(.resumptionToken(event.text))
        case "responseDate" where !isInsideRecord:
            return .notice(.responseDate(event.text))
        case "error" where event.parent == "OAI-PMH":
            return record.errorItem(event)
        case let name where OAIRecord.isMetadata(name) && !isInsideRecord && event.parent != name:
            return record.item
        default:
            record.takeEnd(event)
            return nil
        }
    }

    private mutating func takeLoneHeader() -> ReadItem? {
        if record.isDeleted { return record.item }
        guard !areHeadersReported else { return nil }
        areHeadersReported = true
        return record.issue("headers without metadata (ListIdentifiers); ask with ListRecords instead")
    }
}
