/// One run of a plan.
struct PlanExecution {
    private let index: LexicalIndex
    private let plan: LexicalPlan
    private let offset: Int
    private let sweepLimit: Int
    private let compiler: PlanCompiler
    private var top: TopHits
    private var total = 0
    private var isTotalExact = true

    /// - Parameter sweepLimit: documents of a segment up to which ``SweepSearch`` is used.
    init(
        _ index: LexicalIndex,
        _ plan: LexicalPlan,
        limit: Int,
        offset: Int,
        sweepLimit: Int = SweepSearch.documentLimit
    ) {
        self.sweepLimit = sweepLimit
        self.index = index
        self.plan = plan
        self.offset = max(0, offset)
        compiler = PlanCompiler(index, plan.parameters, prefixLimit: plan.prefixLimit)
        let wanted = max(0, limit).addingReportingOverflow(self.offset)
        top = TopHits(
            limit: limit <= 0 ? 0 : wanted.overflow ? .max : wanted.partialValue,
            order: plan.tieOrder,
            index.parts
        )
    }

    /// Runs it.
    consuming func run() -> LexicalResult {
        let bitmap = FilterEvaluation(index, plan.filter).bitmap
        if let ranges = compiler.rangePlan(plan.clause) {
            let taken = narrowed(bitmap, ranges)
            for segment in index.parts.all.indices { searchRanges(ranges, segment, taken) }
        } else {
            for segment in index.parts.all.indices { evaluate(segment, bitmap) }
        }
        let hits = top.sorted()
        return LexicalResult(total: total, isTotalExact: isTotalExact, hits: Array(hits.dropFirst(offset)))
    }

    /// The documents that may be found, after what a query demands without a score.
    private func narrowed(_ bitmap: DocumentBitmap?, _ ranges: PlanCompiler.RangePlan) -> DocumentBitmap? {
        guard !ranges.required.isEmpty || !ranges.excluded.isEmpty else { return bitmap }
        var result = bitmap ?? DocumentBitmap(count: index.capacity, filledWith: true)
        for clause in ranges.required { result.formIntersection(Self.matches(clause, index, plan.prefixLimit)) }
        for clause in ranges.excluded { result.subtract(Self.matches(clause, index, plan.prefixLimit)) }
        return result
    }

    private mutating func searchRanges(
        _ ranges: PlanCompiler.RangePlan,
        _ segment: Int,
        _ bitmap: DocumentBitmap?
    ) {
        let part = index.parts.all[segment]
        if ranges.groups.count == 1, part.segment.meta.documents <= sweepLimit {
            var sweep = SweepSearch(part, filter: bitmap)
            for alternative in ranges.groups[0] { compiler.append(alternative, segment, to: &sweep) }
            sweep.run(&top)
            total += sweep.matches
            return
        }
        var search = RangeSearch(part, filter: bitmap)
        for group in ranges.groups {
            for alternative in group { compiler.append(alternative, segment, to: &search) }
            search.endGroup()
        }
        search.run(&top)
        if search.hasSkipped, plan.countsAll {
            total += search.countAll()
        } else {
            total += search.matches
            isTotalExact = isTotalExact && !search.hasSkipped
        }
    }

    /// All matches of a clause, removed documents included.
    static func matches(_ clause: LexicalPlan.Clause, _ index: LexicalIndex, _ prefixLimit: Int) -> DocumentBitmap {
        let compiler = PlanCompiler(index, .standard, prefixLimit: prefixLimit)
        var result = DocumentBitmap(count: index.capacity)
        for (segment, part) in index.parts.all.enumerated() {
            guard let cursor = compiler.cursor(clause, segment) else { continue }
            cursor.next()
            while cursor.document != DocumentCursor.end {
                result[part.base + cursor.document] = true
                cursor.next()
            }
        }
        return result
    }

    /// Looks at every match of a segment.
    private mutating func evaluate(_ segment: Int, _ bitmap: DocumentBitmap?) {
        guard let cursor = compiler.cursor(plan.clause, segment) else { return }
        let base = index.parts.all[segment].base
        cursor.next()
        while cursor.document != DocumentCursor.end {
            let document = base + cursor.document
            if bitmap.map({ $0[document] }) ?? true {
                total += 1
                top.offer(document, cursor.score())
            }
            cursor.next()
        }
    }
}
