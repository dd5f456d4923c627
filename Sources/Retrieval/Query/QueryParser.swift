import Literature
import TextAnalysis

/// Turns what a user types into a ``Query``; one parser for every face.
///
/// The language: words, of which papers should have all; `"phrases"`; `-word`, `NOT word`; `a OR b`, where words that follow each
/// other bind closer; parentheses; `supercond*`; `title:`, `abs:`, `author:`, `cat:hep-th` (an archive takes all its classes;
/// `cat:a,b` takes either), `year:1997`, `year:1997..2001`, `since:`, `until:`, `has:doi`, `is:withdrawn`, `cites:ID` (papers
/// that cite it), `refs:ID` (papers that it cites), `like:ID`; identifiers, DOIs and their addresses, which name papers outright.
///
/// Every string is a query, TeX and stray punctuation included; an unknown field is taken as words. Only a value that a filter
/// cannot have is an error, which names the part and says what would be right.
public struct QueryParser {
    /// Parentheses deeper than this are passed over.
    private static let deepestGroup = 16

    private var scanner: QueryScanner
    private var analyzer = TextAnalyzer()
    private var query = Query()
    private var conditions = 0
    private var lastLike = ""

    /// Parses a query.
    ///
    /// - Throws: ``QueryError`` for a filter value that cannot be understood.
    /// - Complexity: O(n) in the length of the text.
    public static func parse(_ text: String) throws(QueryError) -> Query {
        if let identifier = MentionedIdentifier.whole(text) {
            var query = Query()
            query.identifiers = [identifier]
            return query
        }
        var parser = QueryParser(scanner: QueryScanner(text))
        parser.query.expression = try parser.alternatives(Surroundings())
        return parser.query
    }

    private init(scanner: QueryScanner) {
        self.scanner = scanner
    }

    /// What stands around a part of a query.
    private struct Surroundings {
        /// The field before the group.
        var field: String?
        /// Whether the group is excluded: identifiers in it are words.
        var isExcluded = false
        /// Whether the group is one of several alternatives.
        var isAlternative = false
    }

    // MARK: Grammar

    /// `a b OR c d`, up to the end of the group.
    private mutating func alternatives(_ around: Surroundings) throws(QueryError) -> QueryExpression? {
        var around = around
        var options: [QueryExpression] = []
        var parts: [QueryExpression] = []
        var isExcluded = false
        let likes = query.likes.count
        loop: while true {
            let start = scanner.position
            guard let piece = scanner.next() else { break loop }
            switch piece {
            case .close: break loop
            case .and: continue loop
            case .not:
                isExcluded.toggle()
                continue loop
            case .or:
                guard query.likes.count == likes else { throw Self.misplacedLike(lastLike) }
                if let option = Self.all(parts) { options.append(option) }
                parts = []
                around.isAlternative = true
            case .open(var prefix):
                prefix.isExcluded = prefix.isExcluded != isExcluded
                if let part = try group(prefix, around) {
                    parts.append(prefix.isExcluded ? Self.negated(part) : part)
                }
            case .word(var prefix, let text), .quoted(var prefix, let text):
                prefix.isExcluded = prefix.isExcluded != isExcluded
                prefix.field = prefix.field ?? around.field
                var item = QueryItem(prefix: prefix, text: text, source: scanner.source(from: start))
                if case .quoted = piece { item.isQuoted = true }
                try add(item, to: &parts, around)
            }
            isExcluded = false
        }
        if let option = Self.all(parts) { options.append(option) }
        return Self.any(options)
    }

    private mutating func group(
        _ prefix: QueryScanner.Prefix,
        _ around: Surroundings
    ) throws(QueryError) -> QueryExpression? {
        // Too deep: the parenthesis is punctuation.
        guard scanner.depth < Self.deepestGroup else { return nil }
        scanner.depth += 1
        defer { scanner.depth -= 1 }
        var inner = around
        inner.field = prefix.field ?? around.field
        inner.isExcluded = around.isExcluded || prefix.isExcluded
        return try alternatives(inner)
    }

    private mutating func add(
        _ item: QueryItem,
        to parts: inout [QueryExpression],
        _ around: Surroundings
    ) throws(QueryError) {
        guard conditions < Query.conditionLimit else { return }
        let isExcluded = item.prefix.isExcluded
        let mayName = !isExcluded && !around.isExcluded && item.prefix.field == nil && !item.isQuoted
        if mayName, let named = MentionedIdentifier.word(item.text) { return note(named) }
        if item.prefix.field == "like" {
            guard !isExcluded, !around.isExcluded, !around.isAlternative else {
                throw Self.misplacedLike(item.source)
            }
            lastLike = item.source
            let paper = try item.identifier("like")
            conditions += 1
            if !query.likes.contains(paper) { query.likes.append(paper) }
            return
        }
        let expressions = try item.expressions(&analyzer)
        if mayName, case .text(let text) = expressions.first, text.kind == .word, text.terms.count == 1,
            let named = MentionedIdentifier.term(text.terms[0])
        {
            return note(named)
        }
        guard conditions + expressions.count <= Query.conditionLimit else { return }
        conditions += expressions.count
        parts += isExcluded ? expressions.map(Self.negated) : expressions
    }

    private mutating func note(_ identifier: PaperIdentifier) {
        conditions += 1
        if !query.identifiers.contains(identifier) { query.identifiers.append(identifier) }
    }

    private static func misplacedLike(_ part: String) -> QueryError {
        QueryError(
            part: part,
            reason: "like: asks for the likes of a paper; it cannot be excluded or stand beside OR"
        )
    }

    // MARK: Normal forms

    static func all(_ parts: [QueryExpression]) -> QueryExpression? {
        let flat = parts.flatMap { part -> [QueryExpression] in
            if case .all(let inner) = part { inner } else { [part] }
        }
        return flat.count > 1 ? .all(flat) : flat.first
    }

    static func any(_ options: [QueryExpression]) -> QueryExpression? {
        let flat = options.flatMap { option -> [QueryExpression] in
            if case .any(let inner) = option { inner } else { [option] }
        }
        return flat.count > 1 ? .any(flat) : flat.first
    }

    static func negated(_ part: QueryExpression) -> QueryExpression {
        if case .not(let inner) = part { inner } else { .not(part) }
    }
}
