/// Why a string is not an arXiv identifier.
public enum ArxivIDError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing but white space.
    case empty
    /// The text has the form of neither scheme.
    case malformed
    /// An old-style form with an archive that arXiv never had.
    case unknownArchive(String)
    /// A month outside 01...12, or a date at which the scheme was not in use.
    case impossibleDate(String)
    /// Too few or too many digits for the date, or the number zero.
    case badNumber(String)
    /// A version of zero or beyond 65,535.
    case badVersion(String)

    /// The reason as a sentence fragment.
    public var description: String {
        switch self {
        case .empty: "empty identifier"
        case .malformed: "not an arXiv identifier (expected 2401.12345, 0704.0001v2 or hep-th/9901001)"
        case .unknownArchive(let name): "unknown archive '\(name)'"
        case .impossibleDate(let text): "impossible year and month '\(text)'"
        case .badNumber(let text): "wrong number of digits in '\(text)'"
        case .badVersion(let text): "impossible version '\(text)'"
        }
    }
}

extension ArxivID: LosslessStringConvertible {
    /// Parses any accepted form; nil when it is none.
    public init?(_ text: String) {
        guard let value = try? ArxivID(parsing: text) else { return nil }
        self = value
    }

    /// Parses an identifier in any form that people and services write it: bare; with `arXiv:` before it or `[hep-th]`
    /// behind it; an abstract, PDF, e-print, source or HTML address; an OAI identifier; a `10.48550/arXiv.` DOI.
    ///
    /// Total: every string gives a value or a reason. Linear in the length of `text`.
    public init(parsing text: String) throws(ArxivIDError) {
        var text = text
        let result: Result<ArxivID, ArxivIDError> = text.withUTF8 { bytes in
            do throws(ArxivIDError) {
                return .success(try ArxivID(parsing: bytes))
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    /// Parses the UTF-8 bytes of an identifier in any accepted form.
    public init(parsing bytes: UnsafeBufferPointer<UInt8>) throws(ArxivIDError) {
        var scanner = ArxivIDScanner(bytes)
        self = try scanner.parse()
    }
}

/// A cursor over the bytes of a candidate identifier, from `start` to `end`.
private struct ArxivIDScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var start: Int
    private var end: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        start = 0
        end = bytes.count
    }

    mutating func parse() throws(ArxivIDError) -> ArxivID {
        trim()
        guard start < end else { throw .empty }
        if isDigit(bytes[start]) {
            _ = dropPrefix("10.48550/arxiv.")
        } else if !startsWithArchive {
            dropWrapping()
        }
        dropSubjectSuffix()
        // A bare DOI starts with a digit, as identifiers of the new scheme do.
        _ = dropPrefix("10.48550/arxiv.")
        guard start < end else { throw .malformed }
        return isDigit(bytes[start]) ? try parseNew() : try parseOld()
    }

    // MARK: What stands around an identifier

    /// Whether a bare old-style identifier stands here, which is the common case where there are many to parse.
    private var startsWithArchive: Bool {
        guard let slash = (start..<min(end, start + 9)).first(where: { bytes[$0] == UInt8(ascii: "/") }) else {
            return false
        }
        return ArxivID.archiveKeys.contains(key(start, slash))
    }

    private mutating func trim() {
        while start < end, isSpace(bytes[start]) { start += 1 }
        while start < end, isSpace(bytes[end - 1]) { end -= 1 }
    }

    /// Removes schemes, hosts, path prefixes, `arXiv:`, `oai:arXiv.org:` and DOI prefixes.
    private mutating func dropWrapping() {
        let isURL = dropPrefix("https://") || dropPrefix("http://")
        if dropHost() {
            cutAt(UInt8(ascii: "?"))
            cutAt(UInt8(ascii: "#"))
            for path in ["abs/", "pdf/", "e-print/", "src/", "html/", "format/", "ps/"] where dropPrefix(path) { break }
            dropSuffix(".pdf")
            if start < end, bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
            _ = dropPrefix("arxiv:")
            return
        }
        if isURL { _ = dropPrefix("dx.") || dropPrefix("www.") }
        _ = dropPrefix("doi.org/")
        if dropPrefix("doi:") { trim() }
        if dropPrefix("10.48550/arxiv.") { return }
        if dropPrefix("oai:arxiv.org:") { return }
        if dropPrefix("arxiv:") { trim() }
    }

    /// Removes `arxiv.org/` with any subdomain (`www.`, `export.`, a country's mirror).
    private mutating func dropHost() -> Bool {
        if dropPrefix("arxiv.org/") { return true }
        var dot = start
        while dot < end, isLetter(bytes[dot]) { dot += 1 }
        guard dot > start, dot < end, bytes[dot] == UInt8(ascii: ".") else { return false }
        let saved = start
        start = dot + 1
        if dropPrefix("arxiv.org/") || dropPrefix("xxx.arxiv.org/") { return true }
        start = saved
        return false
    }

    /// Removes the primary category that arXiv prints behind an identifier: `arXiv:0704.0001 [hep-ph]`.
    private mutating func dropSubjectSuffix() {
        guard start < end, bytes[end - 1] == UInt8(ascii: "]") else { return }
        guard let open = (start..<end).first(where: { bytes[$0] == UInt8(ascii: "[") }), open > start else { return }
        guard isSpace(bytes[open - 1]) else { return }
        end = open
        while start < end, isSpace(bytes[end - 1]) { end -= 1 }
    }

    // MARK: The two schemes

    private mutating func parseNew() throws(ArxivIDError) -> ArxivID {
        let dot = start + 4
        guard dot < end, bytes[dot] == UInt8(ascii: "."), let date = digits(start, dot) else { throw .malformed }
        let version = try takeVersion(after: dot + 1)
        let months = try Self.months(date, text: text(start, dot), isNew: true)
        guard let number = digits(dot + 1, end) else { throw .malformed }
        guard end - dot - 1 == ArxivID.newSchemeDigits(months: months), number > 0 else {
            throw .badNumber(text(start, end))
        }
        return ArxivID(months: months, archiveIndex: 0, number: number, version: version)
    }

    private mutating func parseOld() throws(ArxivIDError) -> ArxivID {
        guard let slash = (start..<end).first(where: { bytes[$0] == UInt8(ascii: "/") }) else { throw .malformed }
        let version = try takeVersion(after: slash + 1)
        guard end - slash - 1 == 7, let digits = digits(slash + 1, end) else { throw .malformed }
        let archiveIndex = try archiveIndex(start, slash)
        let months = try Self.months(digits / 1000, text: text(slash + 1, slash + 5), isNew: false)
        guard digits % 1000 > 0 else { throw .badNumber(text(start, end)) }
        return ArxivID(months: months, archiveIndex: archiveIndex, number: digits % 1000, version: version)
    }

    /// Takes a `vN` off the end.
    private mutating func takeVersion(after first: Int) throws(ArxivIDError) -> Int? {
        guard let mark = (first..<max(first, end)).first(where: { bytes[$0] | 0x20 == UInt8(ascii: "v") }) else {
            return nil
        }
        guard let version = digits(mark + 1, end) else { throw .malformed }
        guard (1...0xFFFF).contains(version), bytes[mark + 1] != UInt8(ascii: "0") else {
            throw .badVersion(text(mark, end))
        }
        end = mark
        return version
    }

    /// Finds an archive, dropping a subject class of two letters (`math.GT`) or more (`cond-mat.mes-hall`).
    private func archiveIndex(_ from: Int, _ to: Int) throws(ArxivIDError) -> Int {
        var stop = to
        if let dot = (from..<to).first(where: { bytes[$0] == UInt8(ascii: ".") }) {
            guard dot + 1 < to, (dot + 1..<to).allSatisfy({ isLetter(bytes[$0]) || bytes[$0] == UInt8(ascii: "-") })
            else { throw .malformed }
            stop = dot
        }
        guard stop > from else { throw .malformed }
        if stop - from <= 8, let index = ArxivID.archiveKeys.firstIndex(of: key(from, stop)) { return index + 1 }
        guard (from..<stop).allSatisfy({ isLetter(bytes[$0]) || bytes[$0] == UInt8(ascii: "-") }) else {
            throw .malformed
        }
        throw .unknownArchive(text(from, stop))
    }

    /// The lower-cased name of at most eight bytes in `from..<to`, packed.
    private func key(_ from: Int, _ to: Int) -> UInt64 {
        var key: UInt64 = 0
        for index in from..<to { key = key << 8 | UInt64(isLetter(bytes[index]) ? bytes[index] | 0x20 : bytes[index]) }
        return key
    }

    /// Months since 1990-01 of a `YYMM`: 91...07 for the old scheme until 2007-03, 2007-04 and later for the new one.
    private static func months(_ yymm: Int, text: String, isNew: Bool) throws(ArxivIDError) -> Int {
        let (yy, month) = (yymm / 100, yymm % 100)
        guard (1...12).contains(month) else { throw .impossibleDate(text) }
        let split = (2007 - 1990) * 12 + 3
        let year = isNew ? (yy >= 7 ? 2000 + yy : 2100 + yy) : (yy >= 91 ? 1900 + yy : 2000 + yy)
        let months = (year - 1990) * 12 + month - 1
        guard isNew == (months >= split) else { throw .impossibleDate(text) }
        return months
    }

    // MARK: Bytes

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    /// The value of one to nine digits that fill `from..<to`.
    private func digits(_ from: Int, _ to: Int) -> Int? {
        guard from < to, to - from <= 9 else { return nil }
        var value = 0
        for index in from..<to {
            guard isDigit(bytes[index]) else { return nil }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        return value
    }

    private func text(_ from: Int, _ to: Int) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[from..<min(to, from + 40)]), as: UTF8.self)
    }

    /// Whether the ASCII text `lowercase` stands at `index`, in any case.
    private func matches(_ lowercase: String, at index: Int) -> Bool {
        var at = index
        for byte in lowercase.utf8 {
            guard at < end else { return false }
            let found = bytes[at]
            guard found == byte || (isLetter(found) && found | 0x20 == byte) else { return false }
            at += 1
        }
        return true
    }

    private mutating func dropPrefix(_ prefix: String) -> Bool {
        guard matches(prefix, at: start) else { return false }
        start += prefix.utf8.count
        return true
    }

    private mutating func dropSuffix(_ suffix: String) {
        let at = end - suffix.utf8.count
        if at > start, matches(suffix, at: at) { end = at }
    }

    private mutating func cutAt(_ byte: UInt8) {
        if let at = (start..<end).first(where: { bytes[$0] == byte }) { end = at }
    }
}
