import Literature

/// Reads answers of OpenAlex: a work, a page of works, or one work a line (as in its snapshot).
///
/// The abstract is put together from its inverted index; the works referred to are given as citations.
public struct OpenAlexReader: RecordReader {
    private var document: JSONDocument
    private var pending = ItemQueue()

    /// A reader of `input`.
    public init(_ input: ByteInput) {
        document = JSONDocument(input, pageKeys: ["results"])
    }

    /// The next paper, citation, issue or notice; nil at the end.
    public mutating func next() -> ReadItem? {
        while true {
            if let item = pending.pop() { return item }
            switch document.next() {
            case .element(let bytes, let place): read(bytes, place)
            case .envelope(let bytes, let place): bytes.withUnsafeBytes { readEnvelope($0, place) }
            case .issue(let issue): return .issue(issue)
            case .end: return nil
            }
        }
    }

    private mutating func refuse(_ message: String, _ place: JSONDocument.Place, byte: Int = 0) {
        pending.push(.issue(JSONDocument.issue(message, at: place, byte: byte)))
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer, _ place: JSONDocument.Place) {
        do throws(JSONError) {
            let value = try JSONValue(parsing: bytes)
            guard case .object = value else {
                refuse("expected a work, found \(value.kind.rawValue)", place)
                return
            }
            if let words = OpenAlexWork.error(value) {
                refuse("OpenAlex answered: \(FieldText.excerpt(words, limit: 300))", place)
            } else {
                readWork(value, place)
            }
        } catch {
            refuse(error.description, place, byte: error.offset)
        }
    }

    private mutating func readWork(_ value: JSONValue, _ place: JSONDocument.Place) {
        guard let work = OpenAlexWork(value) else {
            refuse(OpenAlexWork.refusal(value), place)
            return
        }
        pending.push(.record(.paper(work.record)))
        if let problem = work.problem { refuse("\(problem) of \(work.record.identifier)", place) }
        for cited in work.references { pending.push(citation: work.record.identifier, cited, .openAlex) }
    }

    private mutating func readEnvelope(_ bytes: UnsafeRawBufferPointer, _ place: JSONDocument.Place) {
        do throws(JSONError) {
            let meta = try JSONValue(parsing: bytes)["meta"]
            let page = meta?["page"]?.integer ?? 1
            let size = meta?["per_page"]?.integer ?? 0
            if let total = meta?["count"]?.integer {
                let (start, overflow) = (max(page, 1) - 1).multipliedReportingOverflow(by: size)
                pending.push(.notice(.totalResults(total, startIndex: overflow ? 0 : start)))
            }
            if let cursor = meta?["next_cursor"]?.text { pending.push(.notice(.next(cursor))) }
        } catch {
            refuse("in the object around the works: \(error)", place)
        }
    }
}
