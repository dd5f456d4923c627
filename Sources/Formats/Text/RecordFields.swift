import Literature

extension PaperRecord {
    /// A record about an arXiv article whose published version may have a DOI; a DOI that parses is an alias.
    init(source: RecordSource, arxiv id: ArxivID, doi: String?) {
        self.init(source: source, identifier: PaperIdentifier(id))
        guard let doi else { return }
        self.doi = doi
        if let alias = DOI(doi).map({ PaperIdentifier($0) }), alias != identifier { aliases = [alias] }
    }
}

/// Text out of bytes of files whose encoding nobody states.
enum RawText {
    /// UTF-8, or ISO 8859-1 where the bytes are no UTF-8; control characters other than white space become spaces.
    static func string(_ bytes: some Collection<UInt8>) -> String {
        guard bytes.contains(where: isControl) else { return decode(bytes) }
        return decode(bytes.map { isControl($0) ? 0x20 : $0 })
    }

    private static func decode(_ bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        text.unicodeScalars.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
        return text
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 ? byte < 0x09 || byte > 0x0D : byte == 0x7F
    }

    /// White space folded to single spaces; nil when nothing is left.
    static func folded(_ text: String) -> String? {
        let result = text.utf8.split(whereSeparator: { $0 <= 0x20 }).map { String(Substring($0)) }.joined(
            separator: " "
        )
        return result.isEmpty ? nil : result
    }

    /// White space around the text removed; nil when nothing is left.
    static func trimmed(_ text: String) -> String? {
        var slice = text.utf8[...]
        while let first = slice.first, first <= 0x20 { slice.removeFirst() }
        while let last = slice.last, last <= 0x20 { slice.removeLast() }
        return slice.isEmpty ? nil : String(Substring(slice))
    }
}
