import Literature

extension Query {
    /// The query in one form for all its spellings; parsing it gives the query again.
    public var canonical: String {
        var parts = identifiers.map(\.description)
        parts += likes.map { "like:" + Self.value($0) }
        if case .any = expression, !parts.isEmpty, let expression {
            parts.append("(\(expression.canonical))")
        } else if let expression {
            parts.append(expression.canonical)
        }
        return parts.joined(separator: " ")
    }

    /// An identifier as the value of a field; one with unusual signs stands in quotation marks.
    fileprivate static func value(_ identifier: PaperIdentifier) -> String {
        let text = identifier.description
        let isPlain = text.utf8.allSatisfy { byte in
            byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "./:-_".utf8.contains(byte)
        }
        return isPlain ? text : "\"\(text)\""
    }
}

extension QueryExpression {
    /// The expression in one form for all its spellings.
    public var canonical: String {
        switch self {
        case .text(let text): text.canonical
        case .filter(let filter): filter.canonical
        case .all(let parts):
            parts.map { Self.isAlternative($0) ? "(\($0.canonical))" : $0.canonical }.joined(
                separator: " "
            )
        case .any(let options): options.map(\.canonical).joined(separator: " | ")
        case .not(let inner): Self.isGroup(inner) ? "-(\(inner.canonical))" : "-" + inner.canonical
        }
    }

    private static func isGroup(_ expression: QueryExpression) -> Bool {
        switch expression {
        case .all, .any: true
        case .text, .filter, .not: false
        }
    }

    private static func isAlternative(_ expression: QueryExpression) -> Bool {
        if case .any = expression { true } else { false }
    }
}

extension QueryText {
    /// `title:"black hole"` and the like.
    public var canonical: String {
        let name = field == .any ? "" : field.rawValue + ":"
        switch kind {
        case .word: return name + terms.joined(separator: "-")
        case .phrase: return "\(name)\"\(terms.joined(separator: " "))\""
        case .prefix: return "\(name)\(terms.joined(separator: "-"))*"
        }
    }
}

extension QueryFilter {
    /// `year:1997..2001` and the like.
    public var canonical: String {
        switch self {
        case .categories(let codes): "cat:" + codes.joined(separator: ",")
        case .years(let years): "year:" + Self.range(years)
        case .has(.withdrawn): "is:withdrawn"
        case .has(let property): "has:" + property.rawValue
        case .cites(let paper): "cites:" + Query.value(paper)
        case .citedBy(let paper): "refs:" + Query.value(paper)
        }
    }

    private static func range(_ years: ClosedRange<Int>) -> String {
        func digits(_ year: Int) -> String {
            let text = String(year)
            return String(repeating: "0", count: max(0, 4 - text.utf8.count)) + text
        }
        let (lower, upper) = (years.lowerBound, years.upperBound)
        if lower == upper { return digits(lower) }
        if lower == 0, upper == 9999 { return "0000..9999" }
        return (lower == 0 ? "" : digits(lower)) + ".." + (upper == 9999 ? "" : digits(upper))
    }
}
