import CLibXML2

/// Collects what the parser calls back while it works on one piece of the input.
final class XMLCollector {
    /// The parser, for positions and to stop it.
    var context: xmlParserCtxtPtr?
    /// What was met in this piece.
    var events: [XMLEvent] = []
    /// Why nothing more follows.
    var issue: ReadIssue?
    /// Where this piece starts in the input.
    var chunkStart: Int64 = 0
    /// Where the document starts in the input.
    var documentStart: Int64 = 0
    /// How many lines of the input stand before the document.
    var linesBefore = 0
    /// Where the document ended in this piece: behind its outermost element.
    private(set) var documentEnd: Int64?
    /// The line on which it ended.
    private(set) var endLine = 0
    /// Whether the document had an element.
    private(set) var hasElements = false

    private var names: [String] = []
    /// The text of the open elements, the outermost first.
    private var text: [UInt8] = []
    /// Where the text of each open element starts.
    private var textStarts: [Int] = []
    /// Whether each open element has text of its own other than white space.
    private var hasOwnText: [Bool] = []

    func start(_ name: String, attributes: [(name: String, value: String)]) {
        guard issue == nil else { return }
        guard names.count < XMLStream.depthLimit else {
            return refuse("elements nested deeper than \(XMLStream.depthLimit)")
        }
        var event = makeEvent(.start, name)
        event.attributes = attributes
        events.append(event)
        hasElements = true
        names.append(name)
        textStarts.append(text.count)
        hasOwnText.append(false)
    }

    func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard issue == nil else { return }
        guard text.count + bytes.count <= XMLStream.textLimit else {
            return refuse("an element '\(names.last ?? "")' holds more than \(XMLStream.textLimit >> 20) MB of text")
        }
        text.append(contentsOf: bytes)
        let innermost = hasOwnText.count - 1
        if innermost >= 0, !hasOwnText[innermost] { hasOwnText[innermost] = bytes.contains { $0 > 0x20 } }
    }

    func end() {
        guard issue == nil, let name = names.popLast(), let start = textStarts.popLast() else { return }
        var event = makeEvent(.end, name)
        event.text = Self.trimmed(text[start...])
        events.append(event)
        hasOwnText.removeLast()
        dropText()
        // In other encodings than UTF-8 the position is not known to the byte, and the input ends with the document.
        if names.isEmpty, position != chunkStart {
            documentEnd = position
            endLine = line
        }
    }

    /// Makes ready for a document that follows in the same input.
    func startDocument(at offset: Int64, linesBefore lines: Int) {
        documentStart = offset
        linesBefore = lines
        documentEnd = nil
        hasElements = false
        issue = nil
        text.removeAll(keepingCapacity: true)
    }

    /// The line of the input at which the parser is.
    var line: Int { linesBefore + (context.map { Int(xmlSAX2GetLineNumber($0)) } ?? 0) }

    /// Text of a child stays part of its parent's only where that one has text of its own (mixed content), so that
    /// containers do not gather the text of the whole document.
    private func dropText() {
        if hasOwnText.last != true { text.removeSubrange((textStarts.last ?? 0)...) }
    }

    /// Ends the parse for a reason that the parser itself does not see.
    func refuse(_ message: String) {
        fail(line: line - linesBefore, message: message)
        if let context { xmlStopParser(context) }
    }

    /// Keeps the first failure.
    ///
    /// - Parameter line: the line within the document.
    func fail(line: Int, message: String) {
        guard issue == nil else { return }
        issue = ReadIssue(line: linesBefore + line, byte: position, message: message, extent: .restOfInput)
    }

    private func makeEvent(_ kind: XMLEvent.Kind, _ name: String) -> XMLEvent {
        XMLEvent(
            kind: kind,
            name: name,
            parent: names.last ?? "",
            line: line,
            byte: position
        )
    }

    private var position: Int64 {
        context.map { documentStart + Int64(cosci_xml_position($0, Int(chunkStart - documentStart))) } ?? 0
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 })
        else {
            return ""
        }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
