import Literature
import TextAnalysis

/// A word, a phrase or the value of a field on its way to becoming conditions.
struct QueryItem {
    var prefix: QueryScanner.Prefix
    /// What stands behind minus, field and colon, without quotation marks.
    var text: String
    /// The whole as typed.
    var source: String
    var isQuoted = false

    init(prefix: QueryScanner.Prefix, text: String, source: String) {
        self.prefix = prefix
        self.text = text
        var source = Substring(source)
        while let first = source.first, first.isWhitespace { source.removeFirst() }
        self.source = String(source)
    }

    /// The conditions that it means; none when it has no letter or digit.
    func expressions(_ analyzer: inout TextAnalyzer) throws(QueryError) -> [QueryExpression] {
        switch prefix.field {
        case "title", "ti": try texts(.title, &analyzer)
        case "abs", "abstract": try texts(.abstract, &analyzer)
        case "author", "authors", "au": try texts(.authors, &analyzer)
        case "cat", "category": [.filter(.categories(try categories()))]
        case "year": [.filter(.years(try years()))]
        case "since": [.filter(.years(try year()...9999))]
        case "until": [.filter(.years(0...(try year())))]
        case "has", "is": [.filter(.has(try property()))]
        case "cites": [.filter(.cites(try identifier("cites")))]
        case "refs", "references": [.filter(.citedBy(try identifier("refs")))]
        default: try texts(.any, &analyzer)
        }
    }

    // MARK: Texts

    private func texts(
        _ field: QueryText.Field,
        _ analyzer: inout TextAnalyzer
    ) throws(QueryError) -> [QueryExpression] {
        let terms = analyzer.terms(of: text, stemming: false)
        guard let last = terms.last else {
            if prefix.field != nil, text.isEmpty { throw error("a word must follow the colon") }
            return []
        }
        if isQuoted { return [.text(QueryText(terms, field: field, kind: .phrase))] }
        guard text.utf8.last == UInt8(ascii: "*"), last.unicodeScalars.count > 1 else {
            return [.text(QueryText(terms, field: field))]
        }
        let start = QueryExpression.text(QueryText([last], field: field, kind: .prefix))
        let before = terms.dropLast()
        return before.isEmpty ? [start] : [.text(QueryText(Array(before), field: field)), start]
    }

    // MARK: Filters

    private func error(_ reason: String) -> QueryError { QueryError(part: source, reason: reason) }

    private func categories() throws(QueryError) -> [String] {
        let failure = error("not a category; try cat:hep-th, cat:math.AG or cat:cs")
        var codes: [String] = []
        for part in text.split(separator: ",") {
            var code = part.lowercased()
            if code.hasSuffix(".*") { code.removeLast(2) }
            let isPlausible = code.utf8.allSatisfy {
                $0 &- 0x61 < 26 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
            guard isPlausible, code.utf8.contains(where: { $0 &- 0x61 < 26 }) else { throw failure }
            if !codes.contains(code) { codes.append(code) }
        }
        guard !codes.isEmpty else { throw failure }
        return codes.sorted()
    }

    /// `1997`, `1997..2001`, `1997-2001`, `..2001`, `1997..`.
    private func years() throws(QueryError) -> ClosedRange<Int> {
        let failure = error("a year or a range: year:1997, year:1997..2001, year:1997.., year:..2001")
        let bytes = Array(text.utf8)
        let separator = text.contains("..") ? 2 : 1
        guard let place = Self.separator(bytes, length: separator) else {
            guard let year = Self.year(bytes[...]) else { throw failure }
            return year...year
        }
        let (left, right) = (bytes[..<place], bytes[(place + separator)...])
        guard !left.isEmpty || !right.isEmpty else { throw failure }
        guard let lower = left.isEmpty ? 0 : Self.year(left),
            let upper = right.isEmpty ? 9999 : Self.year(right)
        else {
            throw failure
        }
        guard lower <= upper else { throw error("the range ends before it starts") }
        return lower...upper
    }

    private static func separator(_ bytes: [UInt8], length: Int) -> Int? {
        let mark: UInt8 = length == 2 ? UInt8(ascii: ".") : UInt8(ascii: "-")
        return bytes.indices.first { place in
            place + length <= bytes.count && bytes[place..<place + length].allSatisfy { $0 == mark }
        }
    }

    private func year() throws(QueryError) -> Int {
        guard let year = Self.year(Array(text.utf8)[...]) else {
            throw error("a year of four digits: \(prefix.field ?? "since"):1997")
        }
        return year
    }

    private static func year(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count == 4, bytes.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private func property() throws(QueryError) -> QueryFilter.Property {
        guard let property = QueryFilter.Property(rawValue: text.lowercased()) else {
            let known = QueryFilter.Property.allCases.map {
                $0 == .withdrawn ? "is:withdrawn" : "has:\($0.rawValue)"
            }
            throw error("one of \(known.joined(separator: ", "))")
        }
        return property
    }

    /// The paper that the value names.
    func identifier(_ field: String) throws(QueryError) -> PaperIdentifier {
        let isClean = !text.unicodeScalars.contains { QueryScanner.isQuote($0) || $0 == "\\" }
        guard isClean, let identifier = PaperIdentifier(text) else {
            throw error("the identifier of a paper must follow, such as \(field):hep-th/9711200")
        }
        return identifier
    }
}
