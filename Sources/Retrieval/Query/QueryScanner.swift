/// Cuts the text of a query into its pieces. Total and linear in the length of the text.
struct QueryScanner {
    /// A piece of a query.
    enum Piece: Equatable {
        /// `(`, perhaps behind a minus or a field.
        case open(Prefix)
        /// `)`.
        case close
        /// `OR` or `|`.
        case or
        /// `AND` or `&`: says what holds anyway.
        case and
        /// `NOT`: what follows is excluded.
        case not
        /// A word or the value of a field.
        case word(Prefix, String)
        /// Text in quotation marks.
        case quoted(Prefix, String)
    }

    /// What stands directly before a word, phrase or parenthesis.
    struct Prefix: Equatable {
        var isExcluded = false
        var field: String?
    }

    /// The names of fields.
    static let fields: Set<String> = [
        "title", "ti", "abs", "abstract", "author", "authors", "au", "cat", "category", "year", "since",
        "until", "has",
        "is", "cites", "refs", "references", "like",
    ]
    private static let longestField = 10

    private let scalars: [Unicode.Scalar]
    /// How many quotation marks stand at each place and behind it.
    private let quotesFrom: [Int]
    /// In a text without small letters `OR` and its like are words.
    private let hasOperators: Bool
    /// The next scalar.
    private(set) var position = 0
    /// How many parentheses are open.
    var depth = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        var counts = [Int](repeating: 0, count: scalars.count + 1)
        for index in scalars.indices.reversed() {
            counts[index] = counts[index + 1] + (Self.isQuote(scalars[index]) ? 1 : 0)
        }
        quotesFrom = counts
        hasOperators = scalars.contains { $0.properties.isLowercase }
    }

    /// The text from a place to the next piece.
    func source(from start: Int) -> String { string(start..<position) }

    /// The next piece; nil at the end.
    mutating func next() -> Piece? {
        skipBlanks()
        guard position < scalars.count else { return nil }
        var prefix = Prefix()
        prefix.isExcluded = takeMinus()
        prefix.field = takeField()
        guard position < scalars.count else { return .word(prefix, "") }
        switch scalars[position] {
        case "(":
            position += 1
            return .open(prefix)
        case ")" where depth > 0 && prefix == Prefix():
            position += 1
            return .close
        case let mark where Self.isQuote(mark):
            return .quoted(prefix, takeQuoted())
        default:
            let word = takeWord()
            return prefix == Prefix() ? operation(word) ?? .word(prefix, word) : .word(prefix, word)
        }
    }

    private func operation(_ word: String) -> Piece? {
        switch word {
        case "|", "||": return .or
        case "&", "&&": return .and
        case "OR" where hasOperators: return .or
        case "AND" where hasOperators: return .and
        case "NOT" where hasOperators: return .not
        default: return nil
        }
    }

    private mutating func skipBlanks() {
        while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
    }

    /// A minus that excludes stands directly before what it excludes; several in a row are a dash.
    private mutating func takeMinus() -> Bool {
        var end = position
        while end < scalars.count, scalars[end] == "-" { end += 1 }
        guard end > position, end < scalars.count, !scalars[end].properties.isWhitespace else {
            return false
        }
        defer { position = end }
        return end == position + 1
    }

    /// A field's name and its colon. Blanks may follow the colon when the name is in small letters, as nobody writes titles.
    private mutating func takeField() -> String? {
        var end = position
        while end < scalars.count, end - position <= Self.longestField, scalars[end].isASCII,
            scalars[end].properties.isAlphabetic
        {
            end += 1
        }
        guard end < scalars.count, scalars[end] == ":", end > position else { return nil }
        let name = string(position..<end)
        guard Self.fields.contains(name.lowercased()) else { return nil }
        var value = end + 1
        if value < scalars.count, scalars[value].properties.isWhitespace {
            guard name == name.lowercased() else { return nil }
            while value < scalars.count, scalars[value].properties.isWhitespace { value += 1 }
        }
        position = value
        return name.lowercased()
    }

    private mutating func takeQuoted() -> String {
        let start = position + 1
        var end = start
        while end < scalars.count, !Self.isQuote(scalars[end]) || scalars[end - 1] == "\\" { end += 1 }
        position = min(end + 1, scalars.count)
        return string(start..<end)
    }

    /// A word ends at white space, at a quotation mark that opens a phrase, and at a parenthesis that it did not open itself.
    private mutating func takeWord() -> String {
        let start = position
        var opened = 0
        scan: while position < scalars.count {
            let scalar = scalars[position]
            if scalar.properties.isWhitespace { break scan }
            if Self.isQuote(scalar), position > start, !isInsideWord(position) { break scan }
            if scalar == "(" { opened += 1 }
            if scalar == ")" {
                if opened == 0, depth > 0 { break scan }
                opened = max(0, opened - 1)
            }
            position += 1
        }
        return string(start..<position)
    }

    /// Whether a quotation mark belongs to a word: `Schr\"odinger`, or `K"ahler` where it cannot close or open a phrase.
    private func isInsideWord(_ place: Int) -> Bool {
        if scalars[place - 1] == "\\" { return true }
        guard place + 1 < scalars.count, quotesFrom[place] % 2 == 1 else { return false }
        return scalars[place - 1].properties.isAlphabetic && scalars[place + 1].properties.isAlphabetic
    }

    private func string(_ range: Range<Int>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[range])
        return text
    }

    /// Whether a scalar opens and closes phrases.
    static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}": true
        default: false
        }
    }
}
