import Literature

/// One article of a listing while it is read.
struct ListingDraft {
    /// Where the article starts.
    let line: Int
    let byte: Int64
    /// The bytes taken so far.
    private(set) var size = 0

    private var headers: [(name: String, value: [UInt8])] = []
    private var abstract: [UInt8] = []

    init(line: Int = 0, byte: Int64 = 0) {
        self.line = line
        self.byte = byte
    }

    /// Whether nothing was taken.
    var isEmpty: Bool { headers.isEmpty && abstract.isEmpty }

    // MARK: Taking lines

    mutating func takeHeader(_ bytes: UnsafeRawBufferPointer) {
        size += bytes.count + 16
        guard let first = bytes.first else { return }
        if first <= 0x20 {
            guard let last = headers.indices.last else { return }
            headers[last].value.append(0x20)
            headers[last].value.append(contentsOf: bytes)
        } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            let name = RawText.string(bytes[..<colon]).lowercased()
            headers.append((name, Array(bytes[(colon + 1)...])))
        }
    }

    mutating func takeAbstract(_ bytes: UnsafeRawBufferPointer) {
        size += bytes.count + 1
        abstract.append(contentsOf: bytes)
        abstract.append(0x0A)
    }

    // MARK: Giving the result

    /// The paper, or why there is none.
    var item: ReadItem {
        guard let name = header("paper") ?? header("arxiv") ?? header("paper (*cross-listing*)") else {
            return issue("the article has no line 'Paper:'")
        }
        do throws(ArxivIDError) {
            // "hep-th/9901001 (*cross-listing*)": only the first word is the identifier.
            let word = name.prefix { $0 != " " }
            return .record(.paper(makeRecord(try ArxivID(parsing: String(word)))))
        } catch {
            return issue("'\(name.prefix(80))' in line 'Paper:': \(error)")
        }
    }

    private func issue(_ message: String) -> ReadItem {
        .issue(ReadIssue(line: line, byte: byte, message: message))
    }

    private func header(_ name: String) -> String? {
        headers.first { $0.name == name }.flatMap { RawText.folded(RawText.string($0.value)) }
    }

    private func makeRecord(_ id: ArxivID) -> PaperRecord {
        var record = PaperRecord(source: .listing, arxiv: id, doi: header("doi"))
        record.title = header("title")
        record.abstract = RawText.trimmed(RawText.string(abstract))
        record.authorsText = header("authors") ?? header("author")
        record.authors = AuthorLine.list(record.authorsText ?? "")
        record.comments = header("comments") ?? header("notes")
        record.journalReference = header("journal-ref")
        record.reportNumber = header("report-no")
        record.license = header("license")
        record.submitter = header("from").flatMap(Self.senderName)
        record.categories = categories(of: id)
        record.versions = PaperVersion.ordered(versions(of: id))
        record.submitted = record.versions.first?.created
        record.updated = record.versions.last { $0.created != nil }?.created
        record.isWithdrawn =
            (record.versions.last?.isWithdrawn ?? false)
            || Withdrawal.isStated(comments: record.comments, abstract: record.abstract)
        return record
    }

    /// The name in `"A. Sen" <as300@newton.cam.ac.uk>` or `as300@newton.cam.ac.uk (A. Sen)`; nil for a bare address.
    static func senderName(_ text: String) -> String? {
        if let open = text.firstIndex(of: "<") {
            let name = text[..<open].filter { $0 != "\"" }
            return RawText.trimmed(name)
        }
        if let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close, text.contains("@") {
            return RawText.trimmed(String(text[text.index(after: open)..<close]))
        }
        return text.contains("@") ? nil : RawText.trimmed(text)
    }

    private func categories(of id: ArxivID) -> String? {
        if let codes = header("categories").flatMap(CategoryCodes.folded) { return codes }
        let names = (header("subj-class") ?? "").split(separator: ";").map(String.init)
        let codes = names.compactMap { CategoryNames.code(of: $0, archive: id.archive) }
        return CategoryCodes.joined([CategoryCodes.primary(of: id)].compactMap { $0 } + codes)
    }

    /// `Date` is the first version; each `Date (revised v3)` or `Date (revised)` a further one.
    private func versions(of id: ArxivID) -> [PaperVersion] {
        var versions: [PaperVersion] = []
        for (name, value) in headers where name == "date" || name.hasPrefix("date (") {
            var version = Self.version(RawText.string(value))
            let digits = name.utf8.filter { $0 &- 0x30 < 10 }
            let stated = name == "date" ? 1 : Int(String(decoding: digits, as: UTF8.self))
            version.number = min(max(stated ?? 0, (versions.last?.number ?? 0) + 1), 65535)
            versions.append(version)
        }
        if versions.isEmpty { versions = [PaperVersion(number: 1)] }
        if versions[0].number == 1, versions[0].created == nil {
            versions[0].created = Timestamp(year: id.year, month: id.month, day: 1)
        }
        return versions
    }

    /// A version out of `Wed, 17 Apr 1996 23:26:55 +0300 (IDT)   (15kb)` or `… (0kb,I)`.
    private static func version(_ text: String) -> PaperVersion {
        var version = PaperVersion(number: 0)
        var date = Substring(text)
        if let open = text.lastIndex(of: "("), let close = text.lastIndex(of: ")"), open < close {
            let parts = text[text.index(after: open)..<close].split(separator: ",")
            if let first = parts.first, first.lowercased().hasSuffix("kb"), let size = SourceSize.bytes(String(first)) {
                version.size = size
                version.sourceType = parts.count > 1 ? RawText.trimmed(String(parts[1])) : nil
                version.isWithdrawn = version.sourceType?.contains("I") ?? false
                date = text[..<open]
            }
        }
        version.created = LegacyDate.parse(String(date))
        return version
    }
}
