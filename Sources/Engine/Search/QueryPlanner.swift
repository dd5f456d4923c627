import Retrieval
import TextAnalysis

/// What a query asks of the index of words.
struct QueryPlan {
    /// A word or a group of words that papers should have.
    struct Unit {
        /// What was asked for, in the query's language.
        var text: String
        var clause: LexicalPlan.Clause
        /// What is near enough where not all words must be there; nil for ``clause`` itself.
        var loose: LexicalPlan.Clause?
        /// Whether it says so little that it counts only when there is nothing else.
        var isStopWord = false
        /// The condition itself, where it is a plain word.
        var word: QueryText?
    }

    /// What papers must have, whatever else they have: phrases, words in a given field, beginnings of words.
    var required: [Unit] = []
    /// What papers must not have.
    var excluded: [LexicalPlan.Clause] = []
    /// The plain words, of which papers should have all.
    var words: [Unit] = []
    /// Conditions that are not about words.
    var conditions: [QueryExpression] = []
    /// Stems of the words asked for.
    var terms: Set<String> = []
    /// Stems to mark in snippets: those, and those of what abbreviations stand for.
    var stems: Set<String> = []

    /// All words.
    var strict: LexicalPlan.Clause { clause(words.map(\.clause)) }

    /// At least one of the words.
    var relaxed: LexicalPlan.Clause { clause(words.isEmpty ? [] : [.any(words.map { $0.loose ?? $0.clause })]) }

    /// Whether papers may have less than all of the words.
    var canRelax: Bool { words.count > 1 || words.contains { $0.loose != nil } }

    /// What must hold whatever the words; nil when nothing must.
    var hard: LexicalPlan.Clause? {
        required.isEmpty && excluded.isEmpty ? nil : clause([])
    }

    /// Whether papers are asked for by what they say.
    var hasText: Bool { !words.isEmpty || !required.isEmpty }

    private func clause(_ clauses: [LexicalPlan.Clause]) -> LexicalPlan.Clause {
        .all(required.map(\.clause) + clauses + excluded.map { .not($0) })
    }
}

/// Turns queries into plans for the index of words.
struct QueryPlanner {
    private let index: LexicalIndex
    private let acronyms: AcronymTable?
    private var analyzer = TextAnalyzer()

    /// How much of what an abbreviation stands for a meaning must be to take part.
    private static let leastShare = 0.2
    private static let meaningLimit = 3
    /// How much a meaning counts beside the abbreviation itself.
    private static let meaningWeight: Float = 0.8
    /// What words that were written as one add when they stand together.
    private static let togetherWeight: Float = 0.5

    init(index: LexicalIndex, acronyms: AcronymTable?) {
        self.index = index
        self.acronyms = acronyms
    }

    mutating func plan(_ query: Query) -> QueryPlan {
        var plan = QueryPlan()
        for condition in query.conditions { add(condition, to: &plan) }
        // Words such as "of" count only when there is nothing else.
        if plan.words.contains(where: { !$0.isStopWord }) || !plan.required.isEmpty {
            plan.words.removeAll(where: \.isStopWord)
        }
        return plan
    }

    private mutating func add(_ condition: QueryExpression, to plan: inout QueryPlan) {
        guard condition.hasOnlyTexts else {
            plan.conditions.append(condition)
            return
        }
        switch condition {
        case .not(let inner): plan.excluded.append(clause(inner))
        case .text(let text) where text.isPlainWord:
            var unit = QueryPlan.Unit(text: text.canonical, clause: clause(text))
            unit.isStopWord = text.terms.allSatisfy(StopWords.english.contains)
            unit.word = text
            if text.terms.count > 1 { unit.loose = loose(text) }
            mark(text, in: &plan)
            plan.words.append(unit)
        case .text(let text):
            mark(text, in: &plan)
            plan.required.append(QueryPlan.Unit(text: text.canonical, clause: clause(text)))
        case .all, .any, .filter:
            mark(condition, in: &plan)
            let unit = QueryPlan.Unit(text: condition.canonical, clause: clause(condition))
            // Alternatives of plain words may be missed like plain words; others must hold.
            if condition.hasOnlyPlainWords { plan.words.append(unit) } else { plan.required.append(unit) }
        }
    }

    private mutating func clause(_ expression: QueryExpression) -> LexicalPlan.Clause {
        switch expression {
        case .text(let text): clause(text)
        case .all(let parts): .all(parts.map { clause($0) })
        case .any(let parts): .any(parts.map { clause($0) })
        case .not(let inner): .not(clause(inner))
        case .filter: .all([])
        }
    }

    private mutating func mark(_ expression: QueryExpression, in plan: inout QueryPlan) {
        switch expression {
        case .text(let text): mark(text, in: &plan)
        case .all(let parts), .any(let parts): for part in parts { mark(part, in: &plan) }
        case .not, .filter: break
        }
    }

    private mutating func mark(_ text: QueryText, in plan: inout QueryPlan) {
        guard text.field != .authors else { return }
        for term in text.terms where !(text.isPlainWord && StopWords.english.contains(term)) {
            plan.terms.insert(stem(term))
            plan.stems.insert(stem(term))
            guard text.isPlainWord else { continue }
            for meaning in meanings(of: QueryText([term])) { plan.stems.formUnion(meaning.terms.map { stem($0) }) }
        }
    }

    // MARK: Texts

    /// The clause of a word, phrase or beginning.
    mutating func clause(_ text: QueryText) -> LexicalPlan.Clause {
        let stems = text.terms.map { stem($0) }
        switch text.field {
        case .authors: return authors(text)
        case .title: return text.kind == .prefix ? prefix(text.terms[0], [.title]) : together(stems, .title)
        case .abstract: return text.kind == .prefix ? prefix(text.terms[0], [.abstract]) : together(stems, .abstract)
        case .any: break
        }
        switch text.kind {
        case .prefix: return prefix(text.terms[0], [.text, .authors])
        case .phrase: return .best([together(stems, .text), together(text.terms, .authors)])
        case .word where text.terms.count == 1: return word(text.terms[0])
        case .word: return compound(text)
        }
    }

    private func together(_ terms: [String], _ fields: LexicalFieldSet) -> LexicalPlan.Clause {
        terms.count == 1 ? .term(terms[0], fields) : .phrase(terms, fields)
    }

    /// A word in a text or among the authors, or what it stands for.
    private mutating func word(_ term: String) -> LexicalPlan.Clause {
        var choices: [LexicalPlan.Clause] = [.term(stem(term), .text)]
        // A lone letter is an initial of half of all authors.
        if term.unicodeScalars.count > 1, index.documentFrequency(of: term, in: .authors) > 0 {
            choices.append(.term(term, .authors))
        }
        for meaning in meanings(of: QueryText([term])) {
            for words in spellings(of: meaning) {
                choices.append(.weighted(.phrase(words.map { stem($0) }, .text), Self.meaningWeight))
            }
        }
        return choices.count == 1 ? choices[0] : .best(choices)
    }

    /// Words that were written as one, such as `SU(2)`: they stand together, unless one of them is an abbreviation, as in
    /// `AdS/CFT`, which may be spelt out.
    private mutating func compound(_ text: QueryText) -> LexicalPlan.Clause {
        let stems = text.terms.map { stem($0) }
        let phrase = LexicalPlan.Clause.phrase(stems, .text)
        guard text.terms.contains(where: { !meanings(of: QueryText([$0])).isEmpty }) else {
            return index.documentFrequency(of: text.terms[0], in: .authors) > 0
                ? .best([phrase, .phrase(text.terms, .authors)]) : phrase
        }
        return .boosted(.all(text.terms.map { word($0) }), by: .weighted(phrase, Self.togetherWeight))
    }

    /// Some of the words that were written as one, better when they stand together.
    private mutating func loose(_ text: QueryText) -> LexicalPlan.Clause {
        let phrase = LexicalPlan.Clause.phrase(text.terms.map { stem($0) }, .text)
        return .boosted(.any(text.terms.map { word($0) }), by: .weighted(phrase, Self.togetherWeight))
    }

    private mutating func prefix(_ start: String, _ fields: [LexicalFieldSet]) -> LexicalPlan.Clause {
        var choices = fields.map { LexicalPlan.Clause.prefix(start, $0) }
        let stem = stem(start)
        // The dictionary of texts has stems: what is typed may reach beyond one.
        if stem != start, let field = fields.first, field != .authors { choices.append(.term(stem, field)) }
        return choices.count == 1 ? choices[0] : .best(choices)
    }

    /// A name: its parts stand together in the ways that names are written in.
    private func authors(_ text: QueryText) -> LexicalPlan.Clause {
        let terms = text.terms
        if text.kind == .prefix { return .prefix(terms[0], .authors) }
        guard terms.count > 1 else { return .term(terms[0], .authors) }
        guard terms.count == 2 else {
            return .best([.phrase(terms, .authors), .all(terms.map { .term($0, .authors) })])
        }
        let (given, family) = (terms[0], terms[1])
        var ways: [[String?]] = [[given, family], [given, nil, family], [family, given]]
        if let initial = given.unicodeScalars.first, given.unicodeScalars.count > 1 {
            ways += [[String(initial), family], [String(initial), nil, family]]
        }
        var choices = ways.map { LexicalPlan.Clause.phrase($0, .authors) }
        if given.unicodeScalars.count == 1 {
            choices.append(.all([.prefix(given, .authors), .term(family, .authors)]))
        }
        return .best(choices)
    }

    // MARK: Abbreviations

    /// What a plain word stands for in this library, the most frequent meanings.
    private func meanings(of text: QueryText) -> [AcronymTable.Expansion] {
        guard let acronyms, text.field == .any, text.kind == .word, text.terms.count == 1 else { return [] }
        let all = acronyms.expansions(of: text.terms[0])
        let total = all.reduce(0) { $0 + $1.count }
        return all.prefix(Self.meaningLimit).filter { Double($0.count) >= Self.leastShare * Double(total) }
    }

    /// A meaning, and the ways to write it with two of its words as one (`anti-deSitter`) that the library knows.
    private mutating func spellings(of meaning: AcronymTable.Expansion) -> [[String]] {
        var all = [meaning.terms]
        guard meaning.terms.count > 2 else { return all }
        for place in 0..<(meaning.terms.count - 1) {
            let joined = meaning.terms[place] + meaning.terms[place + 1]
            guard index.documentFrequency(of: stem(joined), in: .text) > 0 else { continue }
            all.append(meaning.terms[..<place] + [joined] + meaning.terms[(place + 2)...])
        }
        return all
    }

    private mutating func stem(_ term: String) -> String {
        analyzer.terms(of: term, stemming: true).first ?? term
    }
}

extension QueryExpression {
    /// Whether it has no filter.
    var hasOnlyTexts: Bool {
        switch self {
        case .text: true
        case .filter: false
        case .all(let parts), .any(let parts): parts.allSatisfy(\.hasOnlyTexts)
        case .not(let inner): inner.hasOnlyTexts
        }
    }

    /// Whether it has nothing but plain words.
    fileprivate var hasOnlyPlainWords: Bool {
        switch self {
        case .text(let text): text.isPlainWord
        case .filter, .not: false
        case .all(let parts), .any(let parts): parts.allSatisfy(\.hasOnlyPlainWords)
        }
    }
}

extension QueryText {
    /// Whether it is a word that was typed without quotation marks or field.
    var isPlainWord: Bool { field == .any && kind == .word }
}
