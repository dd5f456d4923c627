internal import Synchronization

/// Which documents a filter takes, kept for filters that were asked for lately: a bit for each document.
final class FilterCache: Sendable {
    private static let limit = 8
    private let entries = Mutex<[(filter: LexicalFilter, bitmap: DocumentBitmap)]>([])

    /// The bitmap of a filter, made by `make` when it is not known.
    func bitmap(for filter: LexicalFilter, _ make: () -> DocumentBitmap) -> DocumentBitmap {
        let known = entries.withLock { entries -> DocumentBitmap? in
            guard let index = entries.firstIndex(where: { $0.filter == filter }) else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.bitmap
        }
        if let known { return known }
        let bitmap = make()
        entries.withLock { entries in
            if entries.count == Self.limit { entries.removeFirst() }
            entries.append((filter, bitmap))
        }
        return bitmap
    }
}

/// Turns a filter into the bitmap of the live documents that it takes.
struct FilterEvaluation {
    /// Nil when every document is live and taken.
    let bitmap: DocumentBitmap?

    init(_ index: LexicalIndex, _ filter: LexicalFilter) {
        let isUnfiltered = filter.isEmpty && index.parts.all.allSatisfy { $0.live == nil }
        // An empty filter over gaps between segments needs no bitmap either: no cursor stands on them.
        guard !isUnfiltered else {
            bitmap = nil
            return
        }
        var lasting = filter
        lasting.allowed = nil
        var result = index.filters.bitmap(for: lasting) { Self.make(index, lasting) }
        if let allowed = filter.allowed { result.formIntersection(allowed) }
        bitmap = result
    }

    private static func make(_ index: LexicalIndex, _ filter: LexicalFilter) -> DocumentBitmap {
        var result = index.liveDocuments()
        for part in index.parts.all {
            let takes = filings(part.segment, filter)
            keep(in: &result, part, filter, takes)
        }
        guard !filter.authorTerms.isEmpty else { return result }
        let authors = filter.authorTerms.map { LexicalPlan.Clause.term($0, .authors) }
        result.formIntersection(PlanExecution.matches(.all(authors), index, 0))
        return result
    }

    /// Whether each list of categories is taken; nil when categories do not matter.
    private static func filings(_ segment: LexicalSegment, _ filter: LexicalFilter) -> [Bool]? {
        guard !filter.categories.isEmpty || !filter.excludedCategories.isEmpty else { return nil }
        let wanted = filter.categories.map { CategoryPattern($0) }
        let unwanted = filter.excludedCategories.map { CategoryPattern($0) }
        return (0..<segment.filingCount).map { list in
            let filing = segment.filing(list)
            return (wanted.isEmpty || wanted.contains { $0.matches(anyOf: filing) })
                && !unwanted.contains { $0.matches(anyOf: filing) }
        }
    }

    private static func keep(
        in result: inout DocumentBitmap,
        _ part: LexicalParts.Part,
        _ filter: LexicalFilter,
        _ filings: [Bool]?
    ) {
        let segment = part.segment
        let years = filter.years.map {
            UInt16(clamping: max(1, $0.lowerBound))...UInt16(clamping: max(1, $0.upperBound))
        }
        let hasNoYear = filter.years.map { $0.upperBound < 1 } ?? false
        let (required, excluded) = (filter.requiredFlags.rawValue, filter.excludedFlags.rawValue)
        guard filings != nil || years != nil || required != 0 || excluded != 0 else { return }
        for wordIndex in 0..<(segment.meta.documents + 63) / 64 {
            var taken: UInt64 = 0
            let first = wordIndex << 6
            for document in first..<min(first + 64, segment.meta.documents) {
                var takes = segment.flags[document] & required == required && segment.flags[document] & excluded == 0
                if let years {
                    takes = takes && !hasNoYear && years.contains(UInt16(littleEndian: segment.years[document]))
                }
                if let filings {
                    let list = Int(segment.filing[document])
                    takes = takes && list < filings.count && filings[list]
                }
                taken |= (takes ? 1 : 0) << UInt64(document - first)
            }
            result.words[(part.base >> 6) + wordIndex] &= taken
        }
    }
}
