import GraphKernel
import Literature
import Ports
import Retrieval
import TextAnalysis

/// One run of a query over open indexes.
struct SearchRun {
    let opened: LibraryIndexes.Opened
    let papers: any PaperStore
    private var analyzer = TextAnalyzer()

    init(opened: LibraryIndexes.Opened, papers: any PaperStore) {
        self.opened = opened
        self.papers = papers
    }

    private var index: LexicalIndex { opened.lexical }

    /// The page of the ranking that a request asks for.
    mutating func ranking(of query: Query, _ request: SearchRequest) throws -> SearchRanking {
        var planner = QueryPlanner(index: index, acronyms: opened.acronyms)
        var plan = planner.plan(query)
        let conditions = ConditionFilter(index: index, graph: opened.graph, papers: papers) { [planner] text in
            var planner = planner
            return planner.clause(text)
        }
        let filter = try conditions.filter(plan.conditions)
        var preferred: DocumentBitmap?
        if let hint = NameAndYear(plan.words, in: index, &analyzer) {
            let documents = hint.documents(in: index, where: filter)
            if documents.population > 0 {
                preferred = documents
                plan.words.removeAll { $0.word?.terms == [String(hint.year)] }
            }
        }
        guard plan.hasText else { return newest(plan, filter, request) }
        return lexical(plan, filter, preferred, request)
    }

    // MARK: By words

    private func lexicalPlan(_ clause: LexicalPlan.Clause, _ filter: LexicalFilter) -> LexicalPlan {
        var plan = LexicalPlan(clause)
        plan.filter = filter
        return plan
    }

    private func lexical(
        _ plan: QueryPlan,
        _ filter: LexicalFilter,
        _ preferred: DocumentBitmap?,
        _ request: SearchRequest
    ) -> SearchRanking {
        var search = lexicalPlan(plan.strict, filter)
        search.countsAll = true
        var result = index.search(search, limit: request.limit, offset: request.offset)
        var isRelaxed = false
        if result.total == 0, plan.words.count > 1 {
            search.clause = plan.relaxed
            result = index.search(search, limit: request.limit, offset: request.offset)
            isRelaxed = result.total > 0
        }
        var ranking = SearchRanking(mode: .lexical, total: result.total, isRelaxed: isRelaxed, stems: plan.stems)
        for (place, hit) in result.hits.enumerated() {
            guard let key = index.key(of: hit.document) else { continue }
            let rank = request.offset + place + 1
            var entry = SearchRanking.Entry(rank: rank, key: key, score: Double(hit.score))
            entry.ranks.lexical = rank
            ranking.entries.append(entry)
        }
        return ranking
    }

    /// A query without words gives the newest papers first.
    private func newest(_ plan: QueryPlan, _ filter: LexicalFilter, _ request: SearchRequest) -> SearchRanking {
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
}
