/// One term of a text and the place it came from.
public struct TermRange: Equatable, Hashable, Sendable {
    /// The term as it stands in an index.
    public var term: String
    /// The bytes of the original UTF-8 text that the term was read from.
    public var bytes: Range<Int>

    /// Makes a term with its place.
    public init(term: String, bytes: Range<Int>) {
        self.term = term
        self.bytes = bytes
    }
}

/// Turns titles, abstracts, names and queries into index terms; the same rules serve indexing and searching.
///
/// The rules:
/// - A term is a maximal run of letters and digits; letters and digits stay together (`d0`, `2d`), everything else
///   separates: `anti-de` gives anti, de; `SU(2)` gives su, 2; `AdS$_5$` and `AdS₅` give ads, 5; `H$_2$O` gives h, 2, o.
/// - Case is folded for Latin, Greek and Cyrillic. Diacritics are removed: `ö` and `\"o` give o, `ł` gives l, `ß` gives
///   ss, `æ` gives ae. Letters of other scripts stay as they are; ideographs and kana are terms one by one.
/// - A Greek letter standing alone becomes its name, and so do ∞, ℏ and ℓ: `α`, `\alpha` and `alpha` are one term.
///   A Greek letter next to Latin letters is a term of its own (`ΛCDM` and `$\Lambda$CDM` give lambda, cdm).
/// - TeX commands for fonts, spacing, delimiters, relations and operators vanish (`$\mathcal{N}=4$` gives n, 4); any
///   other command is a term with its name (`\alpha` gives alpha). Citations vanish with their keys.
/// - Braces around the letters of a word vanish outside mathematics (`{B}lack` gives black).
/// - `'s` at the end of a word is dropped (also `’s`); any other apostrophe between letters is removed, and so is a
///   quotation mark or grave accent between letters (`Bogomol'nyi` gives bogomolnyi, `K"ahler` gives kahler). `t'Hooft`
///   gives t, hooft, as `'t Hooft` does.
/// - A term has at most 64 bytes; what is longer is cut. Bytes that are not UTF-8 separate.
/// - Stemming, where asked for, applies ``EnglishStemmer`` to terms of ASCII letters only. No word is left out; see
///   ``StopWords`` for queries.
///
/// A value with reusable buffers: keep one per thread and pass it `inout`; copies share nothing that is written.
public struct TextAnalyzer: Sendable {
    /// Changes whenever the same text may give other terms: an index built with another version must be built anew.
    public static let version = 1

    private var buffer = [UInt8](repeating: 0, count: TermScanner.bufferSize)
    /// Made when stemming is first asked for: it takes 512 KiB.
    private var memo: StemMemo?

    /// Makes an analyser; cheap until it first stems.
    public init() {}

    /// Appends the terms of a UTF-8 text to `out`, separated by single spaces.
    ///
    /// A space goes first when `out` already ends in something else, so that fields can be appended one after another.
    /// - Parameters:
    ///   - bytes: The text; any bytes are accepted.
    ///   - stemming: Whether English words are reduced to their stems.
    ///   - out: Where the terms go.
    /// - Complexity: O(n).
    public mutating func analyze(_ bytes: UnsafeBufferPointer<UInt8>, stemming: Bool, into out: inout [UInt8]) {
        scan(bytes, stemming: stemming, recordsRanges: false, into: &out)
    }

    /// The terms of a text, in order.
    /// - Complexity: O(n).
    public mutating func terms(of text: String, stemming: Bool) -> [String] {
        spans(of: text, stemming: stemming).map(\.term)
    }

    /// The terms of a text, in order, each with the bytes of the text it came from.
    ///
    /// There are as many with stemming as without it. The ranges do not overlap and follow each other.
    /// - Complexity: O(n).
    public mutating func spans(of text: String, stemming: Bool) -> [TermRange] {
        var text = text
        return text.withUTF8 { spans(of: $0, stemming: stemming) }
    }

    /// The terms of a UTF-8 text, in order, each with the bytes it came from.
    /// - Complexity: O(n).
    public mutating func spans(of bytes: UnsafeBufferPointer<UInt8>, stemming: Bool) -> [TermRange] {
        var out: [UInt8] = []
        let ranges = scan(bytes, stemming: stemming, recordsRanges: true, into: &out)
        let terms = out.split(separator: UInt8(ascii: " "))
        return zip(terms, ranges).map { TermRange(term: String(decoding: $0, as: UTF8.self), bytes: $1) }
    }

    @discardableResult
    private mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>,
        stemming: Bool,
        recordsRanges: Bool,
        into out: inout [UInt8]
    ) -> [Range<Int>] {
        guard let start = bytes.baseAddress else { return [] }
        if stemming, memo == nil { memo = StemMemo() }
        return buffer.withUnsafeMutableBufferPointer { terms in
            guard let termStart = terms.baseAddress else { return [] }
            func run(_ entries: UnsafeMutablePointer<StemMemo.Entry>?) -> [Range<Int>] {
                var scanner = TermScanner(
                    bytes: start,
                    end: bytes.count,
                    terms: termStart,
                    memo: entries,
                    recordsRanges: recordsRanges
                )
                Self.drain(&scanner, into: &out)
                return scanner.ranges
            }
            guard stemming else { return run(nil) }
            return memo?.withEntries { run($0) } ?? []
        }
    }

    private static func drain(_ scanner: inout TermScanner, into out: inout [UInt8]) {
        var joined = false
        var hasMore = true
        while hasMore {
            hasMore = scanner.fill()
            guard scanner.used > 0 else { continue }
            if !joined, let last = out.last, last != UInt8(ascii: " ") { out.append(UInt8(ascii: " ")) }
            joined = true
            out.append(contentsOf: UnsafeBufferPointer(start: scanner.terms, count: scanner.used))
        }
        if joined { out.removeLast() }
    }
}
