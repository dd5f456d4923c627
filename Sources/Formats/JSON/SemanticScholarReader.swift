public import Literature

/// Reads answers of the Semantic Scholar Academic Graph and Recommendations APIs: a paper, a batch, a page of citations,
/// references, search results or recommendations, or one paper a line.
///
/// Papers that only stand in lists of citations and references are mentions. Memory does not grow with the answer: papers are
/// taken out of it one by one.
public struct SemanticScholarReader: RecordReader {
    private var document: JSONDocument
    private let about: PaperIdentifier?
    private let asked: [String]
    private var pending = ItemQueue()
    private var nameless = 0
    private var hasSaidUnknown = false
    /// The positions, from 0, of the identifiers asked for that the service does not know, as far as they were read. The issue
    /// that says so comes from the same call of ``next()`` that adds the position.
    public private(set) var unknownPositions: [Int] = []

    /// A reader of `input`.
    ///
    /// - Parameter about: the paper whose citations or references the input lists: such pages do not name it themselves.
    public init(_ input: ByteInput, about: PaperIdentifier? = nil) {
        self.init(input, about: about, asked: [])
    }

    /// A reader of a batch, which answers the identifiers `asked` in their order.
    public init(_ input: ByteInput, about: PaperIdentifier?, asked: [String]) {
        document = JSONDocument(input, pageKeys: ["data", "recommendedPapers"])
        self.about = about
        self.asked = asked
    }

    /// The next paper, citation, issue or notice; nil at the end.
    public mutating func next() -> ReadItem? {
        while true {
            if let item = pending.pop() { return item }
            switch document.next() {
            case .element(let bytes, let place): read(bytes, place)
            case .envelope(let bytes, let place): bytes.withUnsafeBytes { readEnvelope($0, place) }
            case .issue(let issue): return .issue(issue)
            case .end: return namelessIssue.map { .issue($0) }
            }
        }
    }

    /// Links by themselves have no envelope behind them that would tell of those without identifier.
    private var namelessIssue: ReadIssue? {
        mutating get {
            guard nameless > 0 else { return nil }
            defer { nameless = 0 }
            return ReadIssue(line: 0, byte: 0, message: "\(nameless) papers of the list have no identifier")
        }
    }

    private mutating func refuse(_ message: String, _ place: JSONDocument.Place, byte: Int = 0) {
        pending.push(.issue(JSONDocument.issue(message, at: place, byte: byte)))
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer, _ place: JSONDocument.Place) {
        do throws(JSONError) {
            try read(JSONValue(parsing: bytes), place)
        } catch {
            refuse(error.description, place, byte: error.offset)
        }
    }

    private mutating func read(_ value: JSONValue, _ place: JSONDocument.Place) throws(JSONError) {
        switch value {
        case .null: refuseNull(place)
        case .object: readObject(value, place)
        case .string where place.number > 0: refuse("a text, not a paper (a list of releases?)", place)
        default: refuse("expected a paper, found \(value.kind.rawValue)", place)
        }
    }

    private mutating func refuseNull(_ place: JSONDocument.Place) {
        if place.number > 0, place.number <= asked.count {
            unknownPositions.append(place.number - 1)
            let id = FieldText.excerpt(asked[place.number - 1])
            refuse("record \(place.number) is null: \(id) is unknown to Semantic Scholar", place)
        } else {
            refuse("record \(place.number) is null: the id asked for is unknown to Semantic Scholar", place)
        }
    }

    private mutating func readObject(_ value: JSONValue, _ place: JSONDocument.Place) {
        if let link = SemanticScholarLink(value) {
            readLink(link, place)
        } else if let what = SemanticScholarPaper.foreignKind(of: value) {
            refuse("\(what), not a paper", place)
            for paper in value["papers"]?.elements ?? [] { readPaper(paper, place) }
        } else if place.number == 0, Self.isEnvelope(value) {
            readEnvelope(value, place)
        } else {
            readPaper(value, place)
        }
    }

    // MARK: Papers

    private mutating func readPaper(_ value: JSONValue, _ place: JSONDocument.Place) {
        guard let record = SemanticScholarPaper.record(value) else {
            refuse(SemanticScholarPaper.lackOfIdentifier(value), place)
            return
        }
        pending.push(.record(.paper(record)))
        let references = push(value["references"], of: record.identifier, areCited: true)
        let citations = push(value["citations"], of: record.identifier, areCited: false)
        if references + citations > 0 {
            let counts = [Self.count(references, "reference"), Self.count(citations, "citation")].compactMap { $0 }
            refuse("\(counts.joined(separator: " and ")) of \(record.identifier) without any identifier", place)
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String? {
        number == 0 ? nil : "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// - Returns: how many of the papers have no identifier.
    private mutating func push(_ list: JSONValue?, of subject: PaperIdentifier, areCited: Bool) -> Int {
        var nameless = 0
        for value in list?.elements ?? [] {
            guard var record = SemanticScholarPaper.record(value) else {
                nameless += 1
                continue
            }
            record.isMention = true
            pending.push(.record(.paper(record)))
            pending.push(
                citation: areCited ? subject : record.identifier,
                areCited ? record.identifier : subject,
                .semanticScholar
            )
        }
        return nameless
    }

    // MARK: Pages

    private mutating func readLink(_ link: SemanticScholarLink, _ place: JSONDocument.Place) {
        guard var record = SemanticScholarPaper.record(link.paper) else {
            nameless += 1
            return
        }
        record.isMention = true
        pending.push(.record(.paper(record)))
        guard let about else {
            sayUnknown(link, place)
            return
        }
        pending.push(
            citation: link.isCited ? about : record.identifier,
            link.isCited ? record.identifier : about,
            .semanticScholar
        )
    }

    private mutating func sayUnknown(_ link: SemanticScholarLink, _ place: JSONDocument.Place) {
        guard !hasSaidUnknown else { return }
        hasSaidUnknown = true
        let (role, list) = link.isCited ? ("citing", "references") : ("cited", "citations")
        refuse("the page does not name the \(role) paper, so its \(list) are not kept: give it with --about ID", place)
    }

    private static func isEnvelope(_ value: JSONValue) -> Bool {
        guard value["paperId"] == nil else { return false }
        return ["data", "error", "message", "total", "offset", "recommendedPapers"].contains { value[$0] != nil }
    }

    private mutating func readEnvelope(_ bytes: UnsafeRawBufferPointer, _ place: JSONDocument.Place) {
        do throws(JSONError) {
            readEnvelope(try JSONValue(parsing: bytes), place)
        } catch {
            refuse("in the object around the records: \(error)", place)
        }
    }

    private mutating func readEnvelope(_ value: JSONValue, _ place: JSONDocument.Place) {
        if let words = value["error"]?.text ?? value["message"]?.text {
            refuse("Semantic Scholar answered: \(FieldText.excerpt(words, limit: 300))", place)
        }
        if value["data"]?.isNull == true {
            refuse("the list is null: its publisher does not let Semantic Scholar show it", place)
        }
        if nameless > 0 {
            refuse("\(nameless) papers of the page have no identifier", place)
            nameless = 0
        }
        if let total = value["total"]?.integer {
            pending.push(.notice(.totalResults(total, startIndex: value["offset"]?.integer ?? 0)))
        }
        if let next = value["next"]?.integer { pending.push(.notice(.next(String(next)))) }
        if let token = value["token"]?.text { pending.push(.notice(.next(token))) }
    }
}
