/// A short piece of a text that shows why the text was found.
public struct Snippet: Equatable, Hashable, Sendable, Codable {
    /// The piece, on one line, with `…` where the text goes on.
    public var text: String
    /// The bytes of ``text`` (UTF-8) that matched, in order, not overlapping.
    public var matches: [Range<Int>]

    /// A part of a snippet that matched or did not.
    public struct Segment: Equatable, Hashable, Sendable {
        /// The words, to be escaped for wherever they are shown.
        public var text: String
        /// Whether they matched.
        public var isMatch: Bool
    }

    /// The snippet's text cut at the borders of its matches; the parts joined give ``text``.
    public var segments: [Segment] {
        let bytes = Array(text.utf8)
        var result: [Segment] = []
        var place = 0
        func add(upTo end: Int, isMatch: Bool) {
            guard end > place else { return }
            result.append(Segment(text: String(decoding: bytes[place..<end], as: UTF8.self), isMatch: isMatch))
            place = end
        }
        for match in matches {
            add(upTo: match.lowerBound, isMatch: false)
            add(upTo: match.upperBound, isMatch: true)
        }
        add(upTo: bytes.count, isMatch: false)
        return result
    }

    /// Chooses the piece of `text` with the most different terms of a query, the earliest of several.
    ///
    /// White space and control characters are collapsed to single spaces, so that the piece is safe to print. It is cut
    /// between words where there is a space near the cut, else between two scalars.
    /// - Parameters:
    ///   - text: A title or an abstract.
    ///   - terms: The query's terms, analysed with the same `stemming`.
    ///   - length: About how many Unicode scalars the piece may have, ellipses not counted.
    ///   - stemming: Whether the terms are stems.
    ///   - analyzer: The analyser to use.
    /// - Complexity: O(n) in the length of the text.
    public static func make(
        of text: String,
        matching terms: Set<String>,
        length: Int,
        stemming: Bool,
        using analyzer: inout TextAnalyzer
    ) -> Snippet {
        let bytes = collapsed(text)
        let found = bytes.withUnsafeBufferPointer { analyzer.spans(of: $0, stemming: stemming) }
            .filter { terms.contains($0.term) }
        let window = Window.choose(in: bytes, showing: found, length: max(length, 1))
        let lead = window.lowerBound > 0 ? "… " : ""
        let trail = window.upperBound < bytes.count ? " …" : ""
        let shift = lead.utf8.count - window.lowerBound
        return Snippet(
            text: lead + String(decoding: bytes[window], as: UTF8.self) + trail,
            matches: found.map(\.bytes)
                .filter { window.lowerBound <= $0.lowerBound && $0.upperBound <= window.upperBound }
                .map { $0.lowerBound + shift..<$0.upperBound + shift }
        )
    }

    /// The text on one line, without white space at its ends.
    private static func collapsed(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var isPending = false
        for scalar in text.unicodeScalars {
            guard !isBlank(scalar) else {
                isPending = !result.isEmpty
                continue
            }
            if isPending { result.append(UInt8(ascii: " ")) }
            isPending = false
            if scalar.isASCII {
                result.append(UInt8(ascii: scalar))
            } else {
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return result
    }

    /// White space and the control characters that could steer a terminal.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x20, 0x7F...0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}

/// The choice of a snippet's piece of text.
private enum Window {
    /// How far from a cut a space is looked for.
    private static let reach = 24

    static func choose(in bytes: [UInt8], showing found: [TermRange], length: Int) -> Range<Int> {
        let scalars = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
        guard scalars.count > length else { return bytes.indices }
        let places = found.map { scalarPlaces(of: $0.bytes, in: scalars) }
        let core = bestCore(found, places: places, length: length)
        // A third of the room goes before the words found: what follows explains more than what precedes.
        let start = max(0, min(core.lowerBound - max(0, length - core.count) / 3, scalars.count - length))
        let end = max(core.upperBound, min(scalars.count, start + length))
        func byte(_ scalar: Int) -> Int { scalar < scalars.count ? scalars[scalar] : bytes.count }
        let lower = wordStart(bytes, from: byte(start), to: min(byte(core.lowerBound), byte(start) + reach))
        let upper = wordEnd(bytes, from: byte(end), to: max(byte(core.upperBound), byte(end) - reach, lower + 1))
        return lower..<max(upper, lower)
    }

    /// Ranges of bytes as ranges of scalars.
    private static func scalarPlaces(of bytes: Range<Int>, in scalars: [Int]) -> Range<Int> {
        firstPlace(atOrAfter: bytes.lowerBound, in: scalars)..<firstPlace(atOrAfter: bytes.upperBound, in: scalars)
    }

    private static func firstPlace(atOrAfter byte: Int, in scalars: [Int]) -> Int {
        var (low, high) = (0, scalars.count)
        while low < high {
            let middle = (low + high) / 2
            if scalars[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The run of matches that fits into `length` with the most different terms; the first of several.
    private static func bestCore(_ found: [TermRange], places: [Range<Int>], length: Int) -> Range<Int> {
        guard let first = places.first else { return 0..<0 }
        var best = first
        var bestCount = 1
        var counts: [String: Int] = [:]
        var next = 0
        for start in found.indices {
            while next < found.count, places[next].upperBound - places[start].lowerBound <= length {
                counts[found[next].term, default: 0] += 1
                next += 1
            }
            if counts.count > bestCount {
                bestCount = counts.count
                best = places[start].lowerBound..<places[next - 1].upperBound
            }
            if next == start {
                next += 1
            } else if let count = counts[found[start].term] {
                counts[found[start].term] = count > 1 ? count - 1 : nil
            }
        }
        return best
    }

    private static func wordStart(_ bytes: [UInt8], from start: Int, to limit: Int) -> Int {
        guard start > 0, bytes[start - 1] != UInt8(ascii: " ") else { return start }
        var index = start
        while index < limit {
            if bytes[index] == UInt8(ascii: " ") { return index + 1 }
            index += 1
        }
        return start
    }

    private static func wordEnd(_ bytes: [UInt8], from end: Int, to limit: Int) -> Int {
        guard end < bytes.count else { return end }
        var index = end
        while index >= limit {
            if bytes[index] == UInt8(ascii: " ") { return index }
            index -= 1
        }
        return end
    }
}
