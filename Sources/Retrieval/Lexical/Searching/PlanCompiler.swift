/// Turns clauses into cursors over a segment; looks each term up once.
final class PlanCompiler {
    private let index: LexicalIndex
    private let parameters: LexicalParameters
    private let prefixLimit: Int
    private var terms: [TermKey: ResolvedTerm] = [:]
    private var expansions: [PrefixKey: [String]] = [:]

    private struct TermKey: Hashable {
        var term: String
        var group: UInt8
        var fields: LexicalFieldSet
    }

    private struct PrefixKey: Hashable {
        var prefix: String
        var group: UInt8
    }

    init(_ index: LexicalIndex, _ parameters: LexicalParameters, prefixLimit: Int) {
        self.index = index
        self.parameters = parameters
        self.prefixLimit = max(0, prefixLimit)
    }

    /// A group with those of its fields that are asked for.
    private struct Scope {
        var group: UInt8
        var fields: LexicalFieldSet
    }

    private func scopes(_ fields: LexicalFieldSet) -> [Scope] {
        let known = fields.intersection(index.parts.fields)
        var scopes: [Scope] = []
        // Asking for title and abstract where only one occurs is asking for the whole group.
        let text = fields.intersection(.text)
        if !known.isDisjoint(with: .text) { scopes.append(Scope(group: LexicalFormat.textGroup, fields: text)) }
        for number in 2..<UInt8(LexicalFormat.fieldCount) {
            let field = LexicalFieldSet(LexicalField(rawValue: number))
            if known.contains(field) { scopes.append(Scope(group: number, fields: field)) }
        }
        return scopes
    }

    private func resolve(_ term: String, _ scope: Scope) -> ResolvedTerm {
        let key = TermKey(term: term, group: scope.group, fields: scope.fields)
        if let known = terms[key] { return known }
        let resolved = ResolvedTerm(term, group: scope.group, fields: scope.fields, parameters, index)
        terms[key] = resolved
        return resolved
    }

    /// The terms of a clause that is nothing but terms of which any may match, each with the factor of its score; nil for
    /// every other clause.
    func flatTerms(_ clause: LexicalPlan.Clause) -> [ResolvedTerm]? {
        switch clause {
        case .term(let term, let fields): return scopes(fields).map { resolve(term, $0) }
        case .any(let clauses):
            var result: [ResolvedTerm] = []
            for clause in clauses {
                guard let terms = flatTerms(clause) else { return nil }
                result += terms
            }
            return result
        default: return nil
        }
    }

    // MARK: Search by ranges

    /// One of the clauses of which any may match.
    enum Alternative {
        case term(ResolvedTerm)
        case other(LexicalPlan.Clause)
    }

    /// A query for ``RangeSearch``.
    struct RangePlan {
        /// Of each group a document must match one alternative.
        var groups: [[Alternative]]
        /// What a document must match besides.
        var required: [LexicalPlan.Clause] = []
        /// What it must not match.
        var excluded: [LexicalPlan.Clause] = []
    }

    /// The clause as groups of alternatives; nil when it is something else, or matches without a score, which ranges could
    /// not tell from no match.
    func rangePlan(_ clause: LexicalPlan.Clause) -> RangePlan? {
        switch clause {
        case .term, .any: return alternatives(clause).map { RangePlan(groups: [$0]) }
        case .all(let clauses):
            var plan = RangePlan(groups: [])
            for clause in clauses {
                switch clause {
                case .not(let excluded): plan.excluded.append(excluded)
                case .unscored(let required): plan.required.append(required)
                default:
                    guard let group = alternatives(clause) else { return nil }
                    plan.groups.append(group)
                }
            }
            return plan.groups.isEmpty ? nil : plan
        default: return nil
        }
    }

    private func alternatives(_ clause: LexicalPlan.Clause) -> [Alternative]? {
        switch clause {
        case .term(let term, let fields):
            let terms = scopes(fields).map { resolve(term, $0) }
            return terms.allSatisfy(\.alwaysScores) ? terms.map { .term($0) } : nil
        case .any(let clauses):
            var result: [Alternative] = []
            for clause in clauses {
                guard let more = alternatives(clause) else { return nil }
                result += more
            }
            return result
        case .phrase(let words, let fields):
            // Rare enough that all its matches are found first.
            let terms = words.compactMap { $0 }.flatMap { word in scopes(fields).map { resolve(word, $0) } }
            return !terms.isEmpty && terms.allSatisfy(\.alwaysScores) ? [.other(clause)] : nil
        default: return nil
        }
    }

    /// Adds what a segment has of an alternative to a search.
    func append(_ alternative: Alternative, _ segment: Int, to search: inout RangeSearch) {
        if case .term(let term) = alternative, let frequent = frequentTerm(term, segment) {
            search.append(frequent)
        } else if let list = scoredList(alternative, segment) {
            search.append(list)
        }
    }

    /// Adds what a segment has of an alternative to a search.
    func append(_ alternative: Alternative, _ segment: Int, to search: inout SweepSearch) {
        if let list = scoredList(alternative, segment) { search.append(list) }
    }

    /// The postings of a term that is asked for in the whole group, and the norms of its documents.
    private func postings(_ term: ResolvedTerm, _ segment: Int) -> (list: PostingList, norms: UnsafePointer<Float>)? {
        guard term.isWholeGroup, let entry = term.entries[segment],
            let list = PostingList(
                entry,
                in: index.parts.all[segment].segment,
                fieldCount: LexicalFormat.fields(ofGroup: term.group).count
            ),
            let norms = term.norms.start(ofSegment: segment)
        else { return nil }
        return (list, norms)
    }

    private func frequentTerm(_ term: ResolvedTerm, _ segment: Int) -> FrequentTerm? {
        guard let place = term.entries[segment]?.frequentIndex, let (list, norms) = postings(term, segment),
            list.documents >= FrequentTerm.leastPostings,
            let maxima = index.parts.all[segment].segment.maxima(ofFrequentTerm: place)
        else { return nil }
        return FrequentTerm(list, term, norms: norms, maxima: maxima, factor: term.maximumFactors[segment])
    }

    private func scoredList(_ alternative: Alternative, _ segment: Int) -> ScoredList? {
        switch alternative {
        case .term(let term):
            if let (list, norms) = postings(term, segment) { return ScoredList(list, term, norms) }
            return TermCursor(term, segment, index.parts).map { ScoredList($0) }
        case .other(let clause): return cursor(clause, segment).map { ScoredList($0) }
        }
    }

    // MARK: Cursors

    /// The matches of a clause in a segment; nil when there are none.
    func cursor(_ clause: LexicalPlan.Clause, _ segment: Int) -> DocumentCursor? {
        let count = index.parts.all[segment].segment.meta.documents
        switch clause {
        case .term(let term, let fields):
            return union(scopes(fields).map { TermCursor(resolve(term, $0), segment, index.parts) }, takesBest: false)
        case .phrase(let words, let fields): return phrase(words, fields, segment)
        case .prefix(let prefix, let fields): return prefixCursor(prefix, fields, segment)
        case .all(let clauses): return conjunction(clauses, segment)
        case .any(let clauses): return union(clauses.map { cursor($0, segment) }, takesBest: false)
        case .best(let clauses): return union(clauses.map { cursor($0, segment) }, takesBest: true)
        case .not(let clause):
            guard let excluded = cursor(clause, segment) else { return EveryCursor(count: count) }
            return ComplementCursor(excluded, count: count)
        case .unscored(let clause): return cursor(clause, segment).map { ScaledCursor($0, factor: 0) }
        case .weighted(let clause, let factor):
            return cursor(clause, segment).map { ScaledCursor($0, factor: max(0, factor)) }
        case .boosted(let clause, let extra):
            return cursor(clause, segment).map { ScaledCursor($0, factor: 1, extra: cursor(extra, segment)) }
        }
    }

    private func union(_ cursors: [DocumentCursor?], takesBest: Bool) -> DocumentCursor? {
        let present = cursors.compactMap { $0 }
        return present.count < 2 ? present.first : UnionCursor(present, takesBest: takesBest)
    }

    private func conjunction(_ clauses: [LexicalPlan.Clause], _ segment: Int) -> DocumentCursor? {
        var required: [DocumentCursor] = []
        var excluded: [DocumentCursor] = []
        for clause in clauses {
            if case .not(let unwanted) = clause {
                if let cursor = cursor(unwanted, segment) { excluded.append(cursor) }
            } else {
                guard let cursor = cursor(clause, segment) else { return nil }
                required.append(cursor)
            }
        }
        if required.isEmpty { required = [EveryCursor(count: index.parts.all[segment].segment.meta.documents)] }
        return required.count == 1 && excluded.isEmpty ? required[0] : ConjunctionCursor(required, excluded: excluded)
    }

    private func phrase(_ words: [String?], _ fields: LexicalFieldSet, _ segment: Int) -> DocumentCursor? {
        union(scopes(fields).map { phrase(words, $0, segment) }, takesBest: false)
    }

    private func phrase(_ words: [String?], _ scope: Scope, _ segment: Int) -> DocumentCursor? {
        var cursors: [PhraseCursor.Word] = []
        var first = 0
        for (place, word) in words.enumerated() {
            guard let word else { continue }
            guard let cursor = TermCursor(resolve(word, scope), segment, index.parts) else { return nil }
            if cursors.isEmpty { first = place }
            cursors.append(PhraseCursor.Word(cursor: cursor, offset: UInt32(truncatingIfNeeded: place - first)))
        }
        guard cursors.count > 1 else { return cursors.first?.cursor }
        let part = index.parts.all[segment].segment
        return PhraseCursor(cursors, group: scope.group, fields: scope.fields, part)
    }

    private func prefixCursor(_ prefix: String, _ fields: LexicalFieldSet, _ segment: Int) -> DocumentCursor? {
        var cursors: [DocumentCursor?] = []
        for scope in scopes(fields) {
            for term in expand(prefix, scope) {
                cursors.append(TermCursor(resolve(term, scope), segment, index.parts))
            }
        }
        return union(cursors, takesBest: true)
    }

    /// The most frequent terms with the prefix.
    private func expand(_ prefix: String, _ scope: Scope) -> [String] {
        let key = PrefixKey(prefix: prefix, group: scope.group)
        if let known = expansions[key] { return known }
        let found = index.termCounts(prefix: prefix, group: scope.group)
            .sorted { $0.documents != $1.documents ? $0.documents > $1.documents : $0.term < $1.term }
            .prefix(prefixLimit)
            .map(\.term)
        expansions[key] = found
        return found
    }
}
