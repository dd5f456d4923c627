import CLibXML2

/// Pulls events out of an XML document, with a bounded amount of memory.
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

    init(_ input: ByteInput) {
        _ = Self.prepare
        self.input = input
        client = .allocate(capacity: 1)
        client.initialize(
            to: cosci_xml_client(object: Unmanaged.passUnretained(collector).toOpaque(), failed: XMLCallbacks.failed)
        )
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
        guard let issue = collector.issue, !isFailureDelivered else { return .end }
        isFailureDelivered = true
        return .failure(issue)
    }

    /// Parses the next piece of the input. Whatever is still to be delivered was.
    private func feed() {
        guard let context = collector.context else { return }
        collector.events.removeAll(keepingCapacity: true)
        delivered = 0
        _ = input.require(Self.chunk)
        collector.chunkStart = input.offset
        let count = min(input.window.count, Self.chunk)
        if count > 0 {
            xmlParseChunk(context, input.window.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(count), 0)
            input.consume(count)
        } else {
            isFinished = true
            if let failure = input.failure { collector.issue = failure }
            xmlParseChunk(context, nil, 0, 1)
        }
    }
}
