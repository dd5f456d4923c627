import GraphKernel
import Literature
import Ports
import Retrieval

/// Turns the conditions of a query that are not about words into a filter of the index.
struct ConditionFilter {
    let index: LexicalIndex
    let graph: CitationGraph?
    let papers: any PaperStore
    /// The clause of a text inside a condition that also has filters.
    let clause: (QueryText) -> LexicalPlan.Clause

    /// The filter that takes what fulfils all conditions.
    func filter(_ conditions: [QueryExpression]) throws -> LexicalFilter {
        var filter = LexicalFilter()
        for condition in conditions {
            if case .filter(let property) = condition, merge(property, into: &filter) { continue }
            if case .not(.filter(.has(let property))) = condition, let flag = Self.flag(of: property) {
                filter.excludedFlags.insert(flag)
                continue
            }
            restrict(&filter, to: try documents(condition))
        }
        return filter
    }

    private func restrict(_ filter: inout LexicalFilter, to documents: DocumentBitmap) {
        var allowed = documents
        if let before = filter.allowed { allowed.formIntersection(before) }
        filter.allowed = allowed
    }

    /// Takes a condition into the parts that a filter has of its own; false when it must be a set of documents.
    private func merge(_ property: QueryFilter, into filter: inout LexicalFilter) -> Bool {
        switch property {
        case .years(let years):
            let lower = max(years.lowerBound, filter.years?.lowerBound ?? 0)
            let upper = min(years.upperBound, filter.years?.upperBound ?? 9999)
            guard lower <= upper else { return false }
            filter.years = lower...upper
        case .categories(let codes):
            guard filter.categories.isEmpty else { return false }
            filter.categories = codes
        case .has(let property):
            guard let flag = Self.flag(of: property) else { return false }
            filter.requiredFlags.insert(flag)
        case .cites, .citedBy: return false
        }
        return true
    }

    private static func flag(of property: QueryFilter.Property) -> LexicalDocument.Flags? {
        switch property {
        case .text: .hasText
        case .abstract: .hasAbstract
        case .doi: .hasDOI
        case .journal: .hasJournal
        case .withdrawn: .withdrawn
        case .citations, .references: nil
        }
    }

    // MARK: Sets of documents

    private func documents(_ condition: QueryExpression) throws -> DocumentBitmap {
        switch condition {
        case .filter(let filter): return try documents(filter)
        case .text(let text): return documents(matching: clause(text))
        case .not(let inner):
            var rest = index.documents(where: LexicalFilter())
            rest.subtract(try documents(inner))
            return rest
        case .all(let parts):
            var common = index.documents(where: LexicalFilter())
            for part in parts { common.formIntersection(try documents(part)) }
            return common
        case .any(let parts):
            var union = DocumentBitmap(count: index.capacity)
            for part in parts { union.formUnion(try documents(part)) }
            return union
        }
    }

    /// The documents that a clause matches.
    func documents(matching clause: LexicalPlan.Clause) -> DocumentBitmap {
        var plan = LexicalPlan(.unscored(clause))
        plan.countsAll = true
        var found = DocumentBitmap(count: index.capacity)
        for hit in index.search(plan, limit: index.capacity).hits { found[hit.document] = true }
        return found
    }

    private func documents(_ filter: QueryFilter) throws -> DocumentBitmap {
        switch filter {
        case .cites(let paper): return try documents(around: paper, .citations)
        case .citedBy(let paper): return try documents(around: paper, .references)
        case .has(.citations): return documents { graph, node in !graph.citations(of: node).isEmpty }
        case .has(.references): return documents { graph, node in !graph.references(of: node).isEmpty }
        case .has, .years, .categories:
            var single = LexicalFilter()
            _ = merge(filter, into: &single)
            return index.documents(where: single)
        }
    }

    private func documents(around paper: PaperIdentifier, _ direction: CitationDirection) throws -> DocumentBitmap {
        var found = DocumentBitmap(count: index.capacity)
        guard let graph, let key = try papers.paper(paper)?.identifier.description, let node = graph.node(of: key)
        else {
            return found
        }
        for other in direction == .citations ? graph.citations(of: node) : graph.references(of: node) {
            if let document = index.document(forKey: graph.key(of: other)) { found[document] = true }
        }
        return found
    }

    private func documents(_ isTaken: (CitationGraph, Int32) -> Bool) -> DocumentBitmap {
        var found = DocumentBitmap(count: index.capacity)
        guard let graph else { return found }
        for node in 0..<Int32(graph.nodeCount) where isTaken(graph, node) {
            if let document = index.document(forKey: graph.key(of: node)) { found[document] = true }
        }
        return found
    }
}
