import Literature

/// Reads BibTeX: entries with braced, quoted and concatenated values, `@string` macros, `@comment` and `@preamble`.
///
/// A paper is known by `eprint` (with `archivePrefix` and `primaryClass`), `doi`, `url`, or an arXiv identifier in
/// `journal`, `note` or `howpublished`; an entry without any is refused, because nothing could be linked to it. An entry
/// that is not closed ends at the next line that starts one.
public struct BibTeXReader: RecordReader {
    /// The longest entry, in bytes.
    static let entryLimit = 1 << 20

    private let input: ByteInput
    private var macros = BibTeXMacros()
    private var line = 1
    private var isEnded = false
    private var hasEntries = false
    private var hasText = false

    /// A reader of a bibliography.
    public init(_ input: ByteInput) {
        self.input = input
    }

    /// The next paper or issue.
    public mutating func next() -> ReadItem? {
        while !isEnded {
            if let item = step() { return item }
        }
        return nil
    }

    private mutating func step() -> ReadItem? {
        _ = input.require(Self.entryLimit + 64)
        let window = input.window
        if window.isEmpty {
            isEnded = true
            if let failure = input.failure { return .issue(failure) }
            return hasText && !hasEntries ? issue("no BibTeX entry found") : nil
        }
        if !hasText { hasText = window.contains { $0 > 0x20 } }
        guard let at = window.firstIndex(of: UInt8(ascii: "@")) else {
            advance(window, window.count)
            return nil
        }
        advance(window, at)
        let scan = BibTeXEntryScan(UnsafeRawBufferPointer(rebasing: window[at...]), limit: Self.entryLimit)
        let found = scan.run()
        if case .noEntry = found {} else { hasEntries = true }
        switch found {
        case .noEntry:
            advance(input.window, 1)
            return nil
        case .entry(let type, let body, let end):
            let item = take(type, UnsafeRawBufferPointer(rebasing: input.window[body]))
            advance(input.window, end)
            return item
        case .unclosed(let type, let end):
            let item = type == "comment" ? nil : issue("the entry @\(type) is not closed")
            advance(input.window, end)
            return item
        case .tooLong(let type):
            let item = issue("the entry @\(type) is longer than \(Self.entryLimit >> 20) MB")
            advance(input.window, Self.entryLimit)
            return item
        }
    }

    private mutating func take(_ type: String, _ body: UnsafeRawBufferPointer) -> ReadItem? {
        if type == "comment" || type == "preamble" { return nil }
        var parser = BibTeXBody(body)
        do throws(BibTeXError) {
            if type == "string" {
                for (name, value) in try parser.fields(macros) where !macros.define(name, value) {
                    return issue("too many or too long @string definitions")
                }
                return nil
            }
            let key = parser.key()
            let entry = BibTeXEntry(type: type, key: key, fields: try parser.fields(macros))
            guard let record = entry.record else {
                return issue("entry '\(key.prefix(80))' has no arXiv identifier, DOI or other identifier")
            }
            return .record(.paper(record))
        } catch {
            return issue("entry @\(type) '\(parser.keySeen.prefix(80))': \(error.message)")
        }
    }

    private func issue(_ message: String) -> ReadItem {
        .issue(ReadIssue(line: line, byte: input.offset, message: message))
    }

    private mutating func advance(_ window: UnsafeRawBufferPointer, _ count: Int) {
        let count = min(count, window.count)
        line += ByteSearch.count(0x0A, in: UnsafeRawBufferPointer(rebasing: window[..<count]))
        input.consume(count)
    }
}
