/// What BERT's normaliser and pre-tokenizer do with a character.
enum BertCharacters {
    /// What becomes of a part of a character.
    enum Step {
        /// A word ends.
        case boundary
        /// A character of a word.
        case letter(UInt32)
        /// A word by itself.
        case punctuation(UInt32)
    }

    // Actions for ASCII: a byte to append (0x20 and above), or one of these. What belongs to a word only where texts are not
    // cleaned goes the long way, like what may start a mark.
    static let remove: UInt8 = 0
    static let space: UInt8 = 1
    static let single: UInt8 = 2
    static let mark: UInt8 = 3

    // Bits of the table of ranges.
    private static let removed: UInt32 = 1
    private static let cleanedToSpace: UInt32 = 2
    private static let han: UInt32 = 4
    private static let accent: UInt32 = 8
    private static let punctuation: UInt32 = 16
    private static let white: UInt32 = 32

    /// What to do with each ASCII byte.
    static func asciiActions(_ settings: WordPieceSettings, marks: WordPieceMarks) -> [UInt8] {
        let starts = marks.firstBytes
        return (0..<128).map { (byte: UInt8) in
            if starts.contains(byte) { return mark }
            var action = remove
            normalise(UInt32(byte), settings) { step in
                switch step {
                case .boundary: action = space
                case .letter(let scalar): action = scalar < 0x20 ? mark : UInt8(scalar)
                case .punctuation: action = single
                }
            }
            return action
        }
    }

    /// Calls `body` with what becomes of `scalar`.
    @inline(__always)
    static func normalise(_ scalar: UInt32, _ settings: WordPieceSettings, _ body: (Step) -> Void) {
        let flags = flags(scalar)
        if settings.cleans {
            if flags & removed != 0 { return }
            if flags & cleanedToSpace != 0 { return body(.boundary) }
        }
        let isSeparate = settings.separatesHan && flags & han != 0
        if isSeparate { body(.boundary) }
        if settings.stripsAccents ?? settings.lowercases {
            decompose(scalar) { part in
                if self.flags(part) & accent == 0 { lower(part, settings, body) }
            }
        } else {
            lower(scalar, settings, body)
        }
        if isSeparate { body(.boundary) }
    }

    private static func lower(_ scalar: UInt32, _ settings: WordPieceSettings, _ body: (Step) -> Void) {
        guard settings.lowercases else { return classify(scalar, body) }
        if scalar < 0x80 {
            return classify(65...90 ~= scalar ? scalar + 32 : scalar, body)
        }
        // The only character whose lower case is two: I with a dot.
        if scalar == 0x130 {
            classify(0x69, body)
            return classify(0x307, body)
        }
        let runs = BertCharacterTables.lowerCase
        let index = last(runs, 4, upTo: scalar)
        if index >= 0, scalar <= runs[index + 1], (scalar - runs[index]) % runs[index + 2] == 0 {
            return classify(scalar &+ runs[index + 3], body)
        }
        classify(scalar, body)
    }

    private static func classify(_ scalar: UInt32, _ body: (Step) -> Void) {
        let flags = flags(scalar)
        if flags & white != 0 { return body(.boundary) }
        body(flags & punctuation != 0 ? .punctuation(scalar) : .letter(scalar))
    }

    /// The bits of a character.
    private static func flags(_ scalar: UInt32) -> UInt32 {
        let ranges = BertCharacterTables.ranges
        let index = last(ranges, 2, upTo: scalar)
        guard index >= 0, scalar <= ranges[index + 1] >> 8 else { return 0 }
        return ranges[index + 1] & 0xFF
    }

    /// Calls `body` with each character of the canonical decomposition.
    private static func decompose(_ scalar: UInt32, _ body: (UInt32) -> Void) {
        guard scalar >= 0xC0 else { return body(scalar) }
        // Hangul syllables: The Unicode Standard, section 3.12.
        if 0xAC00...0xD7A3 ~= scalar {
            let index = scalar - 0xAC00
            body(0x1100 + index / 588)
            body(0x1161 + index % 588 / 28)
            if index % 28 > 0 { body(0x11A7 + index % 28) }
            return
        }
        let table = BertCharacterTables.decompositions
        let index = last(table, 2, upTo: scalar)
        guard index >= 0, table[index] == scalar else { return body(scalar) }
        let start = Int(table[index + 1] >> 8)
        for part in start..<(start + Int(table[index + 1] & 0xFF)) { body(BertCharacterTables.parts[part]) }
    }

    /// Of entries of `width` numbers, sorted by the first, the place of the last one that is not greater than `key`; negative
    /// when there is none.
    private static func last(_ table: [UInt32], _ width: Int, upTo key: UInt32) -> Int {
        var (low, high) = (0, table.count / width)
        while low < high {
            let middle = (low + high) / 2
            if table[middle * width] <= key { low = middle + 1 } else { high = middle }
        }
        return (low - 1) * width
    }

    /// The character at `position` and its length; `bytes` are valid UTF-8, and not ASCII there.
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> (UInt32, Int) {
        let first = UInt32(bytes[position])
        func next(_ offset: Int) -> UInt32 { UInt32(bytes[position + offset] & 0x3F) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | next(1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
        return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    }
}
