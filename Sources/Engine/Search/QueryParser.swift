public import Literature
public import Ports

/// What a query asks for.
public enum ParsedQuery: Hashable, Sendable {
    /// One paper by its identifier.
    case identifier(PaperIdentifier)
    /// Papers by words and filters.
    case lexical(LexicalQuery)
}

/// A filter that cannot be understood.
public struct QueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The part of the query that is wrong, as typed.
    public var part: String
    /// Why, and what would be right.
    public var reason: String

    /// An error about a part of a query.
    public init(part: String, reason: String) {
        self.part = part
        self.reason = reason
    }

    /// The part and the reason.
    public var description: String { "'\(part)': \(reason)" }
}

/// Turns what a user types into a ``ParsedQuery``.
///
/// The language: words (all must occur), `"phrases"`, `-word` and `-"phrase"` (must not occur), `author:name`,
/// `title:word`, `cat:hep-th` (an archive takes all its classes), `year:1997`, `year:1997..2001` with open ends; a value with
/// blanks stands in quotation marks. A query that is nothing but an identifier names the paper. An unknown field
/// is taken as words. Every string is a query, but a filter with a wrong value is an error.
public enum QueryParser {
    /// Parses a query.
    ///
    /// - Throws: ``QueryError`` for a filter value that cannot be understood. Linear in the length of the text.
    public static func parse(_ text: String) throws(QueryError) -> ParsedQuery {
        if let identifier = PaperIdentifier(text) { return .identifier(identifier) }
        var query = LexicalQuery()
        for term in terms(of: text) { try add(term, to: &query) }
        return .lexical(query)
    }

    /// A piece of the query: an optional minus and field, and a value.
    private struct Term {
        var isExcluded = false
        var field: String?
        var value: String
        var isQuoted = false
        var source: String
    }

    private static func terms(of text: String) -> [Term] {
        var terms: [Term] = []
        var rest = Substring(text)
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { return terms }
            let start = rest
            var term = Term(value: "", source: "")
            if rest.first == "-", rest.dropFirst().first.map({ !$0.isWhitespace }) ?? false {
                term.isExcluded = true
                rest = rest.dropFirst()
            }
            term.field = takeField(&rest)
            takeValue(&rest, into: &term)
            term.source = String(start[..<rest.startIndex])
            terms.append(term)
        }
    }

    private static let fields: Set<String> = ["author", "au", "cat", "category", "year", "title", "ti"]

    private static func takeField(_ rest: inout Substring) -> String? {
        guard let colon = rest.firstIndex(of: ":") else { return nil }
        let name = rest[..<colon].lowercased()
        guard fields.contains(name) else { return nil }
        rest = rest[rest.index(after: colon)...]
        return name
    }

    private static func takeValue(_ rest: inout Substring, into term: inout Term) {
        if let quote = rest.first, quote == "\"" || quote == "\u{201C}" || quote == "\u{201D}" {
            term.isQuoted = true
            rest = rest.dropFirst()
            let end = rest.firstIndex { $0 == "\"" || $0 == "\u{201C}" || $0 == "\u{201D}" } ?? rest.endIndex
            term.value = String(rest[..<end])
            rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
        } else {
            let end = endOfWord(rest)
            term.value = String(rest[..<end])
            rest = rest[end...]
        }
    }

    /// A word ends at white space or a quotation mark; one behind a backslash is a TeX accent (`Schr\"odinger`).
    private static func endOfWord(_ text: Substring) -> Substring.Index {
        var isEscaped = false
        for index in text.indices {
            if text[index].isWhitespace || (text[index] == "\"" && !isEscaped) { return index }
            isEscaped = text[index] == "\\"
        }
        return text.endIndex
    }

    private static func add(_ term: Term, to query: inout LexicalQuery) throws(QueryError) {
        switch term.field {
        case "cat", "category":
            let codes = term.value.split(separator: ",").map(String.init)
            guard !codes.isEmpty else { throw QueryError(part: term.source, reason: "a category such as cat:hep-th") }
            for code in codes { try addCategory(code, term, to: &query) }
        case "year":
            guard !term.isExcluded else {
                throw QueryError(part: term.source, reason: "a year cannot be excluded; give the range that you want")
            }
            query.years = try years(term.value, part: term.source)
        case "author", "au":
            try addText(term, field: .authors, to: &query)
        case "title", "ti":
            try addText(term, field: .title, to: &query)
        default:
            try addText(term, field: .any, to: &query)
        }
    }

    private static func addCategory(
        _ code: String,
        _ term: Term,
        to query: inout LexicalQuery
    ) throws(QueryError) {
        let isPlausible = code.utf8.allSatisfy {
            ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "*")
        }
        guard isPlausible, !code.isEmpty else {
            throw QueryError(part: term.source, reason: "not a category; try cat:hep-th, cat:math.AG or cat:cs")
        }
        if term.isExcluded { query.excludedCategories.append(code) } else { query.categories.append(code) }
    }

    private static func addText(
        _ term: Term,
        field: LexicalQuery.Field,
        to query: inout LexicalQuery
    ) throws(QueryError) {
        if term.value.isEmpty {
            guard term.field == nil else { throw QueryError(part: term.source, reason: "a word must follow the colon") }
            return
        }
        query.clauses.append(
            .init(field: field, text: term.value, isPhrase: term.isQuoted, isExcluded: term.isExcluded)
        )
    }

    /// `1997`, `1997..2001`, `1997-2001`, `..2001`, `1997..`.
    static func years(_ text: String, part: String) throws(QueryError) -> ClosedRange<Int> {
        let failure = QueryError(
            part: part,
            reason: "a year or a range: year:1997, year:1997..2001, year:1997.., year:..2001"
        )
        let separator = text.contains("..") ? ".." : "-"
        let ends = text.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard text.contains(where: \.isNumber), ends.count <= 2 else { throw failure }
        let values = ends.map { $0.isEmpty ? nil : Int($0) }
        for (end, value) in zip(ends, values) where !end.isEmpty {
            guard let value, (0...9999).contains(value), end.utf8.count == 4 else { throw failure }
        }
        if ends.count == 1, let year = values[0] { return year...year }
        let (lower, upper) = (values[0] ?? 0, values[1] ?? 9999)
        guard lower <= upper else { throw QueryError(part: part, reason: "the range ends before it starts") }
        return lower...upper
    }
}
