import Embedding
import GraphKernel
import Literature
import Ports
import Retrieval
import TextAnalysis

/// One run of a query over open indexes.
struct SearchRun {
    let opened: LibraryIndexes.Opened
    let papers: any PaperStore
    private let query: Query
    private let request: SearchRequest
    private var analyzer = TextAnalyzer()
    private var plan: QueryPlan
    private var filter: LexicalFilter
    /// Papers that fit a name and a year of the query.
    private var preferred: DocumentBitmap?
    private let conditions: ConditionFilter

    init(_ query: Query, _ request: SearchRequest, opened: LibraryIndexes.Opened, papers: any PaperStore) throws {
        self.opened = opened
        self.papers = papers
        self.query = query
        self.request = request
        var planner = QueryPlanner(index: opened.lexical, acronyms: opened.acronyms)
        plan = planner.plan(query)
        conditions = ConditionFilter(index: opened.lexical, graph: opened.graph, papers: papers) { [planner] text in
            var planner = planner
            return planner.clause(text)
        }
        filter = try conditions.filter(plan.conditions)
        guard let hint = NameAndYear(plan.words, in: opened.lexical, &analyzer) else { return }
        let documents = hint.documents(in: opened.lexical, where: filter)
        guard documents.population > 0 else { return }
        preferred = documents
        plan.words.removeAll { $0.word?.terms == [String(hint.year)] }
    }

    private var index: LexicalIndex { opened.lexical }

    /// The page of the ranking that the request asks for.
    func ranking() throws -> SearchRanking {
        guard plan.hasText || !query.likes.isEmpty else { return newest() }
        switch request.mode {
        case .lexical where query.likes.isEmpty: return lexical()
        case .lexical, .hybrid: return try hybrid()
        case .semantic: return try semantic() ?? lexical()
        }
    }

    /// The documents of a set that match by words and conditions, all words required; the newest first.
    func matches(among documents: DocumentBitmap) -> [Int] {
        let clause = plan.hasText ? LexicalPlan.Clause.unscored(plan.strict) : plan.strict
        var search = lexicalPlan(clause, restricted(filter, to: documents))
        search.tieOrder = .newest
        return index.search(search, limit: documents.population).hits.map(\.document)
    }

    private func lexicalPlan(_ clause: LexicalPlan.Clause, _ filter: LexicalFilter) -> LexicalPlan {
        var plan = LexicalPlan(clause)
        plan.filter = filter
        return plan
    }

    private func restricted(_ filter: LexicalFilter, to documents: DocumentBitmap) -> LexicalFilter {
        var filter = filter
        if var allowed = filter.allowed {
            allowed.formIntersection(documents)
            filter.allowed = allowed
        } else {
            filter.allowed = documents
        }
        return filter
    }

    // MARK: By words

    private func lexical() -> SearchRanking {
        var search = lexicalPlan(plan.strict, filter)
        search.countsAll = true
        var isRelaxed = false
        var result = page(of: search)
        if result.total == 0, plan.canRelax {
            search.clause = plan.relaxed
            result = page(of: search)
            isRelaxed = result.total > 0
        }
        var ranking = SearchRanking(mode: .lexical, total: result.total, isRelaxed: isRelaxed, stems: plan.stems)
        let terms = request.explains ? explanations(of: result.hits.map(\.document)) : [:]
        for (place, hit) in result.hits.enumerated() {
            guard let key = index.key(of: hit.document) else { continue }
            let rank = request.offset + place + 1
            var entry = SearchRanking.Entry(rank: rank, key: key, score: Double(hit.score))
            entry.ranks.lexical = rank
            if request.explains {
                var explanation = ResultExplanation()
                explanation.terms = terms[hit.document] ?? []
                explanation.arms = [.init(name: "lexical", rank: rank, score: entry.score, contribution: entry.score)]
                note(hit.document, in: &explanation)
                entry.explanation = explanation
            }
            ranking.entries.append(entry)
        }
        return ranking
    }

    /// A page of a search, papers that fit a name and a year before all others.
    private func page(of search: LexicalPlan) -> LexicalResult {
        guard let preferred else { return index.search(search, limit: request.limit, offset: request.offset) }
        var first = search
        first.filter = restricted(filter, to: preferred)
        let best = index.search(first, limit: request.offset + request.limit)
        var others = DocumentBitmap(count: index.capacity, filledWith: true)
        others.subtract(preferred)
        var second = search
        second.filter = restricted(filter, to: others)
        let shown = best.hits.dropFirst(request.offset)
        let rest = index.search(
            second,
            limit: request.limit - shown.count,
            offset: max(0, request.offset - best.total)
        )
        return LexicalResult(total: best.total + rest.total, isTotalExact: true, hits: shown + rest.hits)
    }

    /// A query without words gives the newest papers first.
    private func newest() -> SearchRanking {
        var search = lexicalPlan(plan.strict, filter)
        search.tieOrder = .newest
        search.countsAll = true
        let result = index.search(search, limit: request.limit, offset: request.offset)
        var ranking = SearchRanking(mode: .lexical, total: result.total)
        for (place, hit) in result.hits.enumerated() {
            guard let key = index.key(of: hit.document) else { continue }
            ranking.entries.append(SearchRanking.Entry(rank: request.offset + place + 1, key: key, score: 0))
        }
        return ranking
    }

    // MARK: By meaning

    /// What is looked for in meaning: the papers whose likes are asked for, or the words of the query.
    private func target() throws -> [Float]? {
        guard let meaning = opened.meaning else { return nil }
        guard !query.likes.isEmpty else {
            let topic = query.topic
            return topic.isEmpty ? nil : try meaning.vector(of: topic)
        }
        var sum = [Float](repeating: 0, count: meaning.embedder.identity.dimension)
        for key in try likedKeys() {
            guard let vector = meaning.vector(ofKey: key) else { continue }
            for place in sum.indices { sum[place] += vector[place] }
        }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? sum.map { $0 / length } : nil
    }

    private func likedKeys() throws -> [String] {
        try papers.papers(query.likes).compactMap { $0?.identifier.description }
    }

    /// The documents that conditions and excluded words leave; nil when that is all of them.
    private func allowedDocuments() throws -> DocumentBitmap? {
        var allowed = filter.isEmpty ? nil : index.documents(where: filter)
        if let hard = plan.hard {
            var documents = conditions.documents(matching: hard)
            if let allowed { documents.formIntersection(allowed) }
            allowed = documents
        }
        guard !query.likes.isEmpty else { return allowed }
        var others = allowed ?? index.documents(where: LexicalFilter())
        for key in try likedKeys() {
            if let document = index.document(forKey: key) { others[document] = false }
        }
        return others
    }

    /// The ranking by meaning alone; nil when there is nothing to look for.
    private func semantic() throws -> SearchRanking? {
        guard let meaning = opened.meaning else {
            throw IndexError(
                .missing,
                "\(opened.path): there are no vectors of meaning; to build them: arxiv-cosci index --only vectors"
            )
        }
        guard let target = try target() else { return nil }
        let allowed = try allowedDocuments()
        let limit = request.offset + request.limit
        let hits = meaning.nearest(to: target, in: index, allowed: allowed, limit: limit)
        var ranking = SearchRanking(
            mode: .semantic,
            total: allowed?.population ?? meaning.vectors.count,
            stems: plan.stems
        )
        for (place, hit) in hits.enumerated().dropFirst(request.offset) {
            guard let key = index.key(of: hit.document) else { continue }
            var entry = SearchRanking.Entry(rank: place + 1, key: key, score: Double(hit.score))
            entry.ranks.semantic = place + 1
            if request.explains {
                var explanation = ResultExplanation()
                let name = meaning.embedder.identity.model
                explanation.arms = [
                    .init(name: "semantic", rank: place + 1, score: entry.score, contribution: entry.score)
                ]
                explanation.notes = ["cosine of vectors by \(name)"]
                entry.explanation = explanation
            }
            ranking.entries.append(entry)
        }
        return ranking
    }

    // MARK: All together

    private func hybrid() throws -> SearchRanking {
        var strict = lexicalPlan(plan.strict, filter)
        strict.countsAll = true
        let depth = RankFusion.depth
        let exact = plan.hasText ? index.search(strict, limit: depth) : nil
        let loose = plan.canRelax ? index.search(lexicalPlan(plan.relaxed, filter), limit: depth) : nil
        var ranker = HybridRanker(index: index, graph: opened.graph, means: opened.means)
        ranker.fusion = RankFusion(weights: .standard(forModel: opened.meaning?.embedder.identity.model))
        ranker.termCount = query.likes.isEmpty ? plan.terms.count : Int.max
        ranker.ideal = plan.hasText ? index.idealScore(of: plan.terms.sorted()) : nil
        for hit in (exact?.hits ?? []) + (loose?.hits ?? []) {
            ranker.update(hit.document) { $0.lexical = hit.score }
        }
        // Where no word is known, what is near in meaning is near by chance.
        let isKnown = !ranker.candidates.isEmpty || preferred != nil || !query.likes.isEmpty
        guard isKnown else { return SearchRanking(mode: .hybrid, total: 0) }
        let allowed = try allowedDocuments()
        let target = try target()
        addMeaning(to: &ranker, target, allowed)
        preferred?.forEach { ranker.prefer($0) }
        completeMeaning(of: &ranker, target)
        addWords(to: &ranker)
        let seeds = try likedKeys().compactMap { opened.graph?.node(of: $0) }
        ranker.follow(from: seeds) { allowed?[$0] ?? index.isLive($0) }
        completeMeaning(of: &ranker, target)
        addWords(to: &ranker)
        return page(of: ranker, strict, exactTotal: exact?.total ?? 0)
    }

    /// The papers nearest in meaning, and how near the other candidates are.
    private func addMeaning(to ranker: inout HybridRanker, _ target: [Float]?, _ allowed: DocumentBitmap?) {
        guard let meaning = opened.meaning, let target else { return }
        for hit in meaning.nearest(to: target, in: index, allowed: allowed, limit: RankFusion.depth) {
            ranker.update(hit.document) { $0.semantic = hit.score }
        }
    }

    private func completeMeaning(of ranker: inout HybridRanker, _ target: [Float]?) {
        guard let meaning = opened.meaning, let target else { return }
        for candidate in ranker.candidates.values where candidate.semantic == nil {
            guard let key = index.key(of: candidate.id), let score = meaning.score(ofKey: key, with: target) else {
                continue
            }
            ranker.update(candidate.id) { $0.semantic = score }
        }
    }

    /// The scores by words of the candidates that others found.
    private func addWords(to ranker: inout HybridRanker) {
        guard plan.hasText else { return }
        let clause = plan.canRelax ? plan.relaxed : plan.strict
        let search = lexicalPlan(clause, restricted(filter, to: ranker.documents))
        for hit in index.search(search, limit: ranker.candidates.count).hits {
            ranker.update(hit.document) { $0.lexical = hit.score }
        }
    }

    /// The page asked for: first the candidates, then the other papers that have all the words.
    private func page(of ranker: HybridRanker, _ strict: LexicalPlan, exactTotal: Int) -> SearchRanking {
        let ranked = ranker.ranked()
        var known = strict
        known.filter = restricted(filter, to: ranker.documents)
        let matching = plan.hasText ? index.search(known, limit: 0).total : 0
        var ranking = SearchRanking(
            mode: .hybrid,
            total: exactTotal - matching + ranked.count,
            isRelaxed: plan.canRelax && exactTotal == 0,
            stems: plan.stems
        )
        let end = request.offset + request.limit
        let shown = ranked.prefix(end).dropFirst(request.offset)
        let terms = request.explains ? explanations(of: shown.map(\.document)) : [:]
        for (place, candidate) in zip(shown.indices, shown) {
            var entry = SearchRanking.Entry(rank: place + 1, key: candidate.key, score: candidate.score)
            entry.ranks = candidate.ranks
            if request.explains {
                var explanation = ResultExplanation()
                explanation.arms = candidate.arms
                explanation.terms = terms[candidate.document] ?? []
                note(candidate.document, in: &explanation)
                entry.explanation = explanation
            }
            ranking.entries.append(entry)
        }
        if end > ranked.count, exactTotal > matching { appendRest(to: &ranking, ranker, strict, after: ranked.count) }
        return ranking
    }

    private func appendRest(
        to ranking: inout SearchRanking,
        _ ranker: HybridRanker,
        _ strict: LexicalPlan,
        after count: Int
    ) {
        var others = DocumentBitmap(count: index.capacity, filledWith: true)
        others.subtract(ranker.documents)
        var search = strict
        search.filter = restricted(filter, to: others)
        let room = request.limit - ranking.entries.count
        let hits = index.search(search, limit: room, offset: max(0, request.offset - count)).hits
        for hit in hits {
            guard let key = index.key(of: hit.document) else { continue }
            let rank = request.offset + ranking.entries.count + 1
            ranking.entries.append(SearchRanking.Entry(rank: rank, key: key, score: 0))
        }
    }

    // MARK: Why

    /// What each condition of the query adds to documents by words.
    private func explanations(of documents: [Int]) -> [Int: [ResultExplanation.Term]] {
        var shown = DocumentBitmap(count: index.capacity)
        for document in documents { shown[document] = true }
        var terms: [Int: [ResultExplanation.Term]] = [:]
        for unit in plan.required + plan.words {
            var count = LexicalPlan(unit.clause)
            count.countsAll = true
            let papers = index.search(count, limit: 0).total
            for hit in index.search(lexicalPlan(unit.clause, restricted(filter, to: shown)), limit: documents.count)
                .hits
            {
                terms[hit.document, default: []].append(
                    ResultExplanation.Term(text: unit.text, score: Double(hit.score), papers: papers)
                )
            }
        }
        return terms
    }

    private func note(_ document: Int, in explanation: inout ResultExplanation) {
        if preferred?[document] ?? false { explanation.notes.append("fits the name and the year") }
        for unit in plan.words {
            guard let meaning = unit.word.flatMap({ expansion(of: $0) }) else { continue }
            explanation.notes.append(meaning)
        }
    }

    private func expansion(of word: QueryText) -> String? {
        let meanings = word.terms.compactMap { term in
            opened.acronyms?.expansions(of: term).first.map {
                "\(term) is read as \($0.terms.joined(separator: " ")) too"
            }
        }
        return meanings.isEmpty ? nil : meanings.joined(separator: ", ")
    }
}
