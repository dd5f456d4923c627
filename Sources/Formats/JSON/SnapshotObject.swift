import CByteScan
import Literature

/// The parser of one arXiv record in the form of the snapshot, from an object at the cursor of a scanner.
///
/// Keys may stand in any order; unknown ones are skipped. Strings are kept exactly as given, empty ones are none.
struct SnapshotObject {
    /// What was read. Its identifier is settled by ``finish(_:)``.
    private(set) var record: PaperRecord
    /// The works that a library's export says the paper cites.
    private(set) var references: [PaperIdentifier] = []
    /// The key of the field that is being read, for messages.
    private(set) var field: JSONText?
    /// The identifier as the record gives it.
    private(set) var idText: JSONText?

    let scratch: Scratch
    private var paperText: JSONText?
    private var primaryCategory: String?
    private var identifiers: [PaperIdentifier]?
    private var statedWithdrawn: Bool?
    private var isTable = false

    init(source: RecordSource, scratch: Scratch) {
        record = PaperRecord(source: source, identifier: .corpus(0))
        self.scratch = scratch
    }

    /// Reads all members of the object at the cursor.
    mutating func read(_ scanner: inout JSONScanner) throws(JSONError) {
        try scanner.enterObject()
        while let name = try scanner.nextKey() {
            field = name
            try take(SnapshotKey(name, in: scanner), &scanner)
        }
        field = nil
    }

    private mutating func take(_ key: SnapshotKey, _ scanner: inout JSONScanner) throws(JSONError) {
        switch key {
        case .id: idText = try scanner.takeOptionalText()
        case .arxivID:
            paperText = try scanner.takeOptionalText()
            isTable = true
        case .title: record.title = try Self.string(&scanner)
        case .abstract: record.abstract = try Self.string(&scanner)
        case .authors: record.authorsText = try Self.string(&scanner)
        case .authorsParsed: record.authors = try authors(&scanner)
        case .comments: record.comments = try Self.string(&scanner)
        case .submitter: record.submitter = try Self.string(&scanner)
        case .license: record.license = try Self.string(&scanner)
        case .doi: record.doi = try Self.string(&scanner)
        case .journalReference: record.journalReference = try Self.string(&scanner)
        case .reportNumber: record.reportNumber = try Self.string(&scanner)
        case .categories: record.categories = try Self.categories(&scanner)
        case .primaryCategory: primaryCategory = try Self.string(&scanner)
        case .versions: record.versions = try Self.versions(&scanner)
        case .updated: record.updated = Self.later(record.updated, try Self.date(&scanner))
        case .submitted: record.submitted = Self.later(record.submitted, try Self.date(&scanner))
        case .identifiers: identifiers = try Self.identifiers(&scanner)
        case .stub: record.isMention = try scanner.takeBool()
        case .venue: record.venue = try Self.string(&scanner)
        case .year: record.year = try Self.integer(&scanner)
        case .withdrawn: statedWithdrawn = try scanner.takeBool()
        case .reportedCitations: record.reportedCitations = try Self.integer(&scanner)
        case .references: references = try Self.references(&scanner)
        case .unknown: try scanner.skipValue()
        }
    }

    // MARK: What holds for the whole record

    /// Settles the identifier and what follows from several fields together.
    ///
    /// - Returns: what is wrong with the identifier; nil when the record is good.
    mutating func finish(_ scanner: JSONScanner) throws(JSONError) -> String? {
        if identifiers != nil {
            record.source = .library
        } else if isTable, record.source == .snapshot {
            record.source = .recordTable
        }
        guard let text = paperText ?? idText, !text.isEmpty else { return "the record has no id" }
        switch try identifier(text, scanner) {
        case .success(let identifier): record.identifier = identifier
        case .failure(let error): return "id '\(FieldText.excerpt(try scanner.string(text)))': \(error)"
        }
        settleAliases()
        settleCategories()
        settleVersions()
        settleWithdrawal()
        if record.authors.isEmpty, let line = record.authorsText { record.authors = AuthorLine.list(line) }
        return nil
    }

    private func identifier(
        _ text: JSONText,
        _ scanner: JSONScanner
    ) throws(JSONError) -> Result<PaperIdentifier, ArxivIDError> {
        if identifiers != nil, let identifier = PaperIdentifier(try scanner.string(text)) {
            return .success(identifier)
        }
        do throws(ArxivIDError) {
            return .success(.arxiv(try ArxivID(parsing: scanner.raw(text)).unversioned))
        } catch {
            let string = try scanner.string(text)
            if text.hasEscapes, let id = ArxivID(string) { return .success(.arxiv(id.unversioned)) }
            if isTable, let id = NumberedID.restored(string) { return .success(.arxiv(id)) }
            return .failure(error)
        }
    }

    /// The DOIs of the published versions, and what an export lists, are further names of the work.
    private mutating func settleAliases() {
        guard let doi = record.doi else {
            if let identifiers { record.aliases = Self.aliases(identifiers, of: record.identifier) }
            return
        }
        if identifiers == nil, let single = DOI(doi) {
            if case .doi = PaperIdentifier(single) { record.aliases = [.doi(single)] }
            return
        }
        let several = DOIList.parse(doi).map { PaperIdentifier.doi($0) }
        record.aliases = Self.aliases(several + (identifiers ?? []), of: record.identifier)
    }

    private static func aliases(_ all: [PaperIdentifier], of identifier: PaperIdentifier) -> [PaperIdentifier] {
        Set(all).subtracting([identifier]).sorted()
    }

    private mutating func settleCategories() {
        guard let primaryCategory else { return }
        let others = (record.categories ?? "").utf8.split(separator: 0x20).map { String(Substring($0)) }
        record.categories = ([primaryCategory] + others.filter { $0 != primaryCategory }).joined(separator: " ")
    }

    private mutating func settleVersions() {
        guard let first = record.versions.first else { return }
        if first.number == 1, record.submitted == nil { record.submitted = first.created }
    }

    /// An export states withdrawals itself; other sources only have words for it.
    private mutating func settleWithdrawal() {
        if record.source == .library {
            record.isWithdrawn = statedWithdrawn ?? false
            return
        }
        let isPossible = Self.mayMention(&record.comments) || Self.mayMention(&record.abstract)
        let isStated = isPossible && Withdrawal.isStated(comments: record.comments, abstract: record.abstract)
        guard statedWithdrawn ?? isStated else { return }
        record.isWithdrawn = true
        if !record.versions.isEmpty { record.versions[record.versions.count - 1].isWithdrawn = true }
    }

    /// A quick look, so that the words of nearly all records are never taken apart.
    private static func mayMention(_ text: inout String?) -> Bool {
        let needle: StaticString = "ithdrawn"
        return text?.withUTF8 { bytes in
            cosci_find(bytes.baseAddress, bytes.count, needle.utf8Start, needle.utf8CodeUnitCount) < bytes.count
        } ?? false
    }
}

extension SnapshotObject {
    // MARK: The types of fields

    /// A string that is not empty, exactly as given.
    @inline(__always)
    static func string(_ scanner: inout JSONScanner) throws(JSONError) -> String? {
        guard let text = try scanner.takeOptionalText(), !text.isEmpty else { return nil }
        return try scanner.string(text)
    }

    /// An integer, also when it is written as a string.
    private static func integer(_ scanner: inout JSONScanner) throws(JSONError) -> Int? {
        switch scanner.peekKind() {
        case .number: return try scanner.takeInteger()
        case .string:
            let text = try scanner.takeText()
            if text.isEmpty { return nil }
            guard let value = Int(try scanner.string(text)) else {
                throw JSONError(offset: text.start, reason: .wrongType(expected: .integer, found: .string))
            }
            return value
        default:
            guard scanner.peekKind() == .null else { throw scanner.mismatch(.integer) }
            try scanner.takeNull()
            return nil
        }
    }

    /// A date in ISO 8601; one that is none is left out.
    private static func date(_ scanner: inout JSONScanner) throws(JSONError) -> Timestamp? {
        guard let text = try scanner.takeOptionalText() else { return nil }
        return Timestamp(iso: scanner.raw(text)) ?? Timestamp(mail: scanner.raw(text))
    }

    /// The later of two dates of the same kind: an export gives the day under one key and the second under another.
    private static func later(_ one: Timestamp?, _ other: Timestamp?) -> Timestamp? {
        guard let one, let other else { return one ?? other }
        return max(one, other)
    }

    /// Category codes, separated by spaces or commas or one by one in an array.
    private static func categories(_ scanner: inout JSONScanner) throws(JSONError) -> String? {
        guard scanner.peekKind() == .array else { return try string(&scanner).map(CategoryList.normalised) }
        var all: [String] = []
        try scanner.enterArray()
        while try scanner.nextElement() {
            if let part = try string(&scanner) { all.append(part) }
        }
        let list = CategoryList.normalised(all.joined(separator: " "))
        return list.isEmpty ? nil : list
    }

    private static func identifiers(_ scanner: inout JSONScanner) throws(JSONError) -> [PaperIdentifier] {
        var all: [PaperIdentifier] = []
        try scanner.enterArray()
        while try scanner.nextElement() {
            if let text = try string(&scanner), let identifier = PaperIdentifier(text) { all.append(identifier) }
        }
        return all
    }

    private static func references(_ scanner: inout JSONScanner) throws(JSONError) -> [PaperIdentifier] {
        var all: [PaperIdentifier] = []
        guard scanner.peekKind() != .null else {
            try scanner.takeNull()
            return []
        }
        try scanner.enterArray()
        while try scanner.nextElement() {
            try scanner.enterObject()
            while let key = try scanner.nextKey() {
                guard scanner.matches(key, "id") else {
                    try scanner.skipValue()
                    continue
                }
                if let text = try string(&scanner), let identifier = PaperIdentifier(text) { all.append(identifier) }
            }
        }
        return all
    }
}
