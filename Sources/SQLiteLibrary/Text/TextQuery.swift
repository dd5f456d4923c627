import Ports
import TextAnalysis

/// A ``LexicalQuery`` in terms of the index. What a user typed reaches FTS5 only as terms of letters and digits in
/// quotation marks.
struct TextQuery {
    /// Conditions in the language of FTS5 that must hold.
    private(set) var required: [String] = []
    /// Conditions that must not hold.
    private(set) var excluded: [String] = []

    init(_ query: LexicalQuery) {
        var analyzer = TextAnalyzer()
        var passedOver: [String] = []
        for clause in query.clauses {
            let terms = analyzer.terms(of: clause.text, stemming: false)
            guard let condition = Self.condition(clause, terms, &analyzer) else { continue }
            if clause.isExcluded {
                excluded.append(condition)
            } else if clause.field == .any, !clause.isPhrase, terms.allSatisfy(StopWords.english.contains) {
                passedOver.append(condition)
            } else {
                required.append(condition)
            }
        }
        // Words such as "of" count only when there is nothing else.
        if required.isEmpty { required = passedOver }
    }

    /// The expression under which all conditions hold; nil when nothing is required.
    var all: String? { expression(required, " AND ") }

    /// The expression under which at least one of some conditions holds.
    func any(of conditions: [String]) -> String? { expression(conditions, " OR ") }

    private func expression(_ conditions: [String], _ connective: String) -> String? {
        guard !conditions.isEmpty else { return nil }
        return excluded.reduce("(" + conditions.joined(separator: connective) + ")") { "(\($0) NOT \($1))" }
    }

    private static func condition(
        _ clause: LexicalQuery.Clause,
        _ terms: [String],
        _ analyzer: inout TextAnalyzer
    ) -> String? {
        guard !terms.isEmpty else { return nil }
        let stems = analyzer.terms(of: clause.text, stemming: true)
        switch clause.field {
        case .title: return "(title : \(quoted(stems)))"
        case .authors: return "(authors : \(name(terms)))"
        case .any:
            // Texts are stemmed and names are not.
            if stems == terms { return quoted(terms) }
            return "({title abstract} : \(quoted(stems)) OR authors : \(quoted(terms)))"
        }
    }

    private static func quoted(_ terms: [String]) -> String { "\"" + terms.joined(separator: " ") + "\"" }

    /// The parts of a name stand close together, in any order and with initials between them.
    private static func name(_ terms: [String]) -> String {
        if terms.count == 1 { return quoted(terms) }
        return "NEAR(" + terms.map { "\"\($0)\"" }.joined(separator: " ") + ", \(terms.count))"
    }
}
