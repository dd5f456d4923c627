import CLibXML2

/// Pulls events out of XML documents, one behind the other, with a bounded amount of memory.
///
/// Answers that were appended to one file are read as if they were one.
///
/// The parser is libxml2's push parser. There is no network access, no external entity and no entity of the document's own:
/// a document type that declares entities is refused, so that no expansion can blow up. Depth, text and name sizes are
/// limited. Errors stay with the parser that met them; no handler of the process is touched.
final class XMLStream {
    /// The deepest nesting that is read; the formats at hand need seven.
    static let depthLimit = 64
    /// The longest text of one element, in bytes.
    static let textLimit = 16 << 20

    private static let chunk = 32 << 10
    private static let prepare: Void = xmlInitParser()

    private let input: ByteInput
    private let collector = XMLCollector()
    private let client: UnsafeMutablePointer<cosci_xml_client>
    private var delivered = 0
    private var isFinished = false
    private var isFailureDelivered = false
    private var isBetweenDocuments = false
    private var isAfterDocument = false
    private var startsLikeEpilogue = false
    private var linesRead = 0

    init(_ input: ByteInput) {
        _ = Self.prepare
        self.input = input
        client = .allocate(capacity: 1)
        client.initialize(
            to: cosci_xml_client(object: Unmanaged.passUnretained(collector).toOpaque(), failed: XMLCallbacks.failed)
        )
        makeParser()
    }

    private func makeParser() {
        var handler = XMLCallbacks.handler
        collector.context = cosci_xml_create(&handler, client)
        if collector.context == nil { collector.refuse("no memory for an XML parser") }
    }

    deinit {
        if let context = collector.context { cosci_xml_free(context) }
        client.deallocate()
    }

    /// The next event.
    func next() -> XMLStep {
        while delivered == collector.events.count {
            if collector.issue != nil || isFinished { return conclusion() }
            feed()
        }
        delivered += 1
        return .event(collector.events[delivered - 1])
    }

    private func conclusion() -> XMLStep {
        guard let issue = collector.issue, !isFailureDelivered, !isEpilogue else { return .end }
        isFailureDelivered = true
        return .failure(issue)
    }

    /// Parses the next piece of the input. Whatever is still to be delivered was.
    private func feed() {
        collector.events.removeAll(keepingCapacity: true)
        delivered = 0
        if isBetweenDocuments, !startDocument() { return isFinished = true }
        guard let context = collector.context else { return }
        _ = input.require(Self.chunk)
        collector.chunkStart = input.offset
        let count = min(input.window.count, Self.chunk)
        if count > 0 {
            xmlParseChunk(context, input.window.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(count), 0)
            endChunk(count)
        } else {
            isFinished = true
            if let failure = input.failure { collector.issue = failure }
            xmlParseChunk(context, nil, 0, 1)
        }
    }

    /// Takes a piece of `count` bytes as read: all of it, or as far as the document reached.
    private func endChunk(_ count: Int) {
        guard let end = collector.documentEnd, end > collector.chunkStart else { return input.consume(count) }
        input.consume(min(count, Int(end - collector.chunkStart)))
        linesRead = max(0, collector.endLine - 1)
        // The parser has seen the start of the next document and taken it for damage.
        collector.issue = nil
        isBetweenDocuments = true
    }

    /// Skips what may stand between two documents.
    ///
    /// - Returns: whether another one follows.
    private func startDocument() -> Bool {
        isBetweenDocuments = false
        if let context = collector.context { cosci_xml_free(context) }
        collector.context = nil
        while input.require(1) {
            let byte = input.window[0]
            guard byte <= 0x20 else { break }
            if byte == 0x0A { linesRead += 1 }
            input.consume(1)
        }
        collector.startDocument(at: input.offset, linesBefore: linesRead)
        if let failure = input.failure { collector.issue = failure }
        guard !input.isAtEnd else { return false }
        isAfterDocument = true
        _ = input.require(5)
        let start = input.window.prefix(5)
        startsLikeEpilogue =
            start.starts(with: "<!--".utf8) || (start.starts(with: "<?".utf8) && !start.starts(with: "<?xml".utf8))
        makeParser()
        return true
    }

    /// Whether what follows the last document is only what XML allows there: comments and processing instructions.
    private var isEpilogue: Bool { isAfterDocument && startsLikeEpilogue && !collector.hasElements && isFinished }
}
