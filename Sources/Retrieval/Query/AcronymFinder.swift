import TextAnalysis

/// Finds what abbreviations in a text stand for: `quantum chromodynamics (QCD)`.
///
/// After Schwartz and Hearst, *A simple algorithm for identifying abbreviation definitions in biomedical text* (PSB 2003): going
/// backwards, each letter or digit of the short form is looked for in the words before the parenthesis; the first one must
/// begin a word.
public struct AcronymFinder: Sendable {
    /// An abbreviation with what it stands for, both as terms of the text analysis without stemming.
    public struct Definition: Hashable, Sendable {
        /// The abbreviation, one term.
        public var acronym: String
        /// The words it stands for.
        public var expansion: [String]

        /// A definition.
        public init(acronym: String, expansion: [String]) {
            self.acronym = acronym
            self.expansion = expansion
        }
    }

    private static let longestAcronym = 10
    private static let longestExpansion = 160
    private var analyzer = TextAnalyzer()

    /// Makes a finder; keep it for many texts.
    public init() {}

    /// The definitions in a UTF-8 text, in their order.
    ///
    /// - Complexity: O(n); texts without a parenthesis cost a scan.
    public mutating func definitions(in text: String) -> [Definition] {
        var text = text
        return text.withUTF8 { bytes in
            var found: [Definition] = []
            for open in bytes.indices where bytes[open] == UInt8(ascii: "(") {
                guard let short = Self.shortForm(bytes, after: open),
                    let start = Self.expansionStart(bytes, before: open, of: short)
                else { continue }
                let acronym = terms(bytes[short])
                let expansion = terms(bytes[start..<open])
                guard acronym.count == 1, expansion.count > 1, expansion.count <= 2 * short.count,
                    !expansion.contains(acronym[0])
                else { continue }
                found.append(Definition(acronym: acronym[0], expansion: expansion))
            }
            return found
        }
    }

    private mutating func terms(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [String] {
        var out: [UInt8] = []
        analyzer.analyze(UnsafeBufferPointer(rebasing: bytes), stemming: false, into: &out)
        return out.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The letters between a parenthesis and the one that closes it, if they look like an abbreviation: two to ten letters
    /// and digits, at least two of them capitals, a plural `s` aside.
    private static func shortForm(_ bytes: UnsafeBufferPointer<UInt8>, after open: Int) -> Range<Int>? {
        var end = open + 1
        var capitals = 0
        while end < bytes.count, end - open <= longestAcronym + 1, isLetterOrDigit(bytes[end]) {
            if isCapital(bytes[end]) { capitals += 1 }
            end += 1
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: ")"), capitals >= 2 else { return nil }
        if bytes[end - 1] == UInt8(ascii: "s"), isCapital(bytes[end - 2]) { end -= 1 }
        let range = open + 1..<end
        return (2...longestAcronym).contains(range.count) && !isDigit(bytes[range.lowerBound]) ? range : nil
    }

    /// Where the words begin that a short form stands for.
    private static func expansionStart(
        _ bytes: UnsafeBufferPointer<UInt8>,
        before open: Int,
        of short: Range<Int>
    ) -> Int? {
        var place = open - 1
        let limit = max(0, open - longestExpansion)
        for letter in short.reversed() {
            let wanted = bytes[letter] | 0x20
            let mustBegin = letter == short.lowerBound
            while place >= limit {
                if isBorder(bytes[place]) { return nil }
                if bytes[place] | 0x20 == wanted, isLetterOrDigit(bytes[place]),
                    !mustBegin || place == 0 || !isLetterOrDigit(bytes[place - 1])
                {
                    break
                }
                place -= 1
            }
            guard place >= limit else { return nil }
            place -= 1
        }
        return place + 1
    }

    /// The end of a sentence or an inner parenthesis: no expansion reaches over it.
    private static func isBorder(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "$"):
            true
        default: false
        }
    }

    private static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || isDigit(byte) }
}
