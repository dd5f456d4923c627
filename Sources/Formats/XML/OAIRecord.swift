import Literature

/// One OAI-PMH record while it is read, whatever the format of its metadata.
struct OAIRecord {
    /// More text than any record has; what is beyond is a mistake or an attack.
    private static let sizeLimit = 16 << 20
    /// More authors than any collaboration has.
    private static let authorLimit = 50_000
    /// How the issue of an `error` element begins; its code follows.
    static let errorPrefix = "OAI-PMH error "

    private var line = 0
    private var byte: Int64 = 0
    private var size = 0
    private var identifier = ""
    private var datestamp = ""
    private var metadata = ""
    private var fields: [String: [String]] = [:]
    private var author: [String: String] = [:]
    private var authors: [Author] = []
    private var versions: [PaperVersion] = []
    private(set) var isDeleted = false
    private var errorCode = ""

    init() {}

    init(line: Int, byte: Int64) {
        self.line = line
        self.byte = byte
    }

    /// Whether an element of this name holds the metadata of a record.
    static func isMetadata(_ name: String) -> Bool { name == "arXiv" || name == "arXivRaw" || name == "dc" }

    // MARK: Taking events

    mutating func takeStart(_ event: XMLEvent) {
        switch event.name {
        case "header":
            isDeleted = event["status"] == "deleted"
        case "error":
            errorCode = event["code"] ?? ""
        case "author" where event.parent == "authors":
            author = [:]
        case "version" where event.parent == "arXivRaw":
            takeVersion(event["version"] ?? "")
        case let name where Self.isMetadata(name):
            metadata = name
        default:
            break
        }
    }

    private mutating func takeVersion(_ name: String) {
        guard versions.count < 65536 else { return }
        versions.append(PaperVersion(number: Int(name.drop { $0 == "v" || $0 == "V" }) ?? versions.count + 1))
    }

    mutating func takeEnd(_ event: XMLEvent) {
        size += event.text.utf8.count + 16
        guard size <= Self.sizeLimit else { return }
        switch event.parent {
        case "header":
            if event.name == "identifier" { identifier = event.text }
            if event.name == "datestamp" { datestamp = event.text }
        case "author":
            author[event.name] = event.text
        case "authors":
            if event.name == "author" { finishAuthor() }
        case "version":
            fillVersion(event)
        case let parent where Self.isMetadata(parent):
            if !event.text.isEmpty { fields[event.name, default: []].append(event.text) }
        default:
            break
        }
    }

    private mutating func finishAuthor() {
        guard authors.count < Self.authorLimit else { return }
        let found = Author(
            family: author["keyname"] ?? "",
            given: author["forenames"] ?? "",
            suffix: author["suffix"] ?? ""
        )
        // "Keck Array and BICEP2 Collaborations:" leaves an author named ":".
        if found.name.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) { authors.append(found) }
    }

    private mutating func fillVersion(_ event: XMLEvent) {
        guard !versions.isEmpty else { return }
        let last = versions.count - 1
        switch event.name {
        case "date": versions[last].created = Timestamp(mail: event.text) ?? LegacyDate.parse(event.text)
        case "size": versions[last].size = SourceSize.bytes(event.text)
        case "source_type":
            versions[last].sourceType = event.text.isEmpty ? nil : event.text
            versions[last].isWithdrawn = event.text.utf8.contains(UInt8(ascii: "I"))
        default: break
        }
    }

    // MARK: Giving the result

    /// The paper, the notice of its deletion, or why there is neither.
    var item: ReadItem {
        if isDeleted { return .notice(.deleted(identifier)) }
        guard size <= Self.sizeLimit else { return issue("the record is larger than \(Self.sizeLimit >> 20) MB") }
        guard !metadata.isEmpty else {
            return issue("record '\(identifier.prefix(80))' has no metadata that can be read")
        }
        let name = nameOfPaper
        do throws(ArxivIDError) {
            return .record(.paper(makeRecord(try ArxivID(parsing: name))))
        } catch {
            return issue("record '\(name.prefix(80))' has no arXiv identifier: \(error)")
        }
    }

    /// An issue at the place of this record.
    func issue(_ message: String) -> ReadItem {
        .issue(ReadIssue(line: line, byte: byte, message: message))
    }

    /// The `error` element of an answer as an issue.
    func errorItem(_ event: XMLEvent) -> ReadItem {
        let text = event.text.isEmpty ? "" : ": " + event.text
        return .issue(
            ReadIssue(line: event.line, byte: event.byte, message: Self.errorPrefix + errorCode + text, extent: .record)
        )
    }

    private var nameOfPaper: String {
        if let id = fields["id"]?.first { return id }
        if !identifier.isEmpty { return identifier }
        return fields["identifier"]?.first { ArxivID($0) != nil } ?? ""
    }

    private func makeRecord(_ id: ArxivID) -> PaperRecord {
        var record: PaperRecord
        switch metadata {
        case "dc": record = makeDublinCore(id)
        case "arXivRaw": record = makeRaw(id)
        default: record = makeArxiv(id)
        }
        record.updated = Timestamp(iso: datestamp) ?? record.updated
        let isLatestWithdrawn = record.versions.last?.isWithdrawn ?? false
        record.isWithdrawn =
            isLatestWithdrawn || Withdrawal.isStated(comments: record.comments, abstract: record.abstract)
        return record
    }

    private func makeArxiv(_ id: ArxivID) -> PaperRecord {
        var record = makeCommon(.oaiArxiv, id)
        record.authors = AuthorList(authors)
        record.submitted = fields["created"]?.first.flatMap { Timestamp(iso: $0) }
        record.updated = fields["updated"]?.first.flatMap { Timestamp(iso: $0) } ?? record.submitted
        return record
    }

    private func makeRaw(_ id: ArxivID) -> PaperRecord {
        var record = makeCommon(.oaiRaw, id)
        record.authorsText = fields["authors"]?.first
        record.authors = AuthorLine.list(record.authorsText ?? "")
        record.submitter = fields["submitter"]?.first
        record.versions = PaperVersion.ordered(versions)
        record.submitted = record.versions.first { $0.number == 1 }?.created
        record.updated = record.versions.last?.created
        return record
    }

    /// The fields that `arXiv` and `arXivRaw` share.
    private func makeCommon(_ source: RecordSource, _ id: ArxivID) -> PaperRecord {
        var record = PaperRecord(source: source, arxiv: id, doi: fields["doi"]?.first)
        record.title = fields["title"]?.first
        record.abstract = fields["abstract"]?.first
        record.categories = fields["categories"]?.first.flatMap(CategoryCodes.folded)
        record.comments = fields["comments"]?.first
        record.journalReference = fields["journal-ref"]?.first
        record.reportNumber = fields["report-no"]?.first
        record.license = fields["license"]?.first
        return record
    }

    private func makeDublinCore(_ id: ArxivID) -> PaperRecord {
        let identifiers = fields["identifier"] ?? []
        let doi = identifiers.first { $0.lowercased().hasPrefix("doi:") }.map { String($0.dropFirst(4)) }
        var record = PaperRecord(source: .oaiDC, arxiv: id, doi: doi)
        record.title = fields["title"]?.first
        let descriptions = fields["description"] ?? []
        record.abstract = descriptions.first { !$0.hasPrefix("Comment:") }
        record.comments = descriptions.first { $0.hasPrefix("Comment:") }.map {
            String($0.dropFirst(8).drop { $0 == " " })
        }
        record.journalReference = identifiers.first { ArxivID($0) == nil && !$0.lowercased().hasPrefix("doi:") }
        record.authors = AuthorList((fields["creator"] ?? []).map(AuthorLine.inverted))
        record.submitted = fields["date"]?.first.flatMap { Timestamp(iso: $0) }
        return record
    }
}

/// Sizes of sources as arXiv writes them.
enum SourceSize {
    /// Bytes of `12kb` (1 kb = 1,024 bytes); nil when the text has another form.
    static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number < 1 << 40 else { return nil }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        switch unit {
        case "kb", "k": return number << 10
        case "mb", "m": return number << 20
        case "b", "": return number
        default: return nil
        }
    }
}
