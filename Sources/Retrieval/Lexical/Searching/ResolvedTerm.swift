#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A term of a query with what is known of it: where its postings are, and how its occurrences count.
final class ResolvedTerm {
    let group: UInt8
    /// Which of the group's fields are asked for.
    let fields: LexicalFieldSet
    let isWholeGroup: Bool
    /// By segment.
    let entries: [TermEntry?]
    /// Live documents that have it in one of the fields.
    let documents: Int
    /// What a saturation of 1 scores.
    let weight: Float
    /// What an occurrence in the group's first and second field counts.
    let fieldWeights: (Float, Float)
    let norms: NormCache.Tables
    /// What a range maximum (``RangeMaxima``) is multiplied by to bound a score, for each segment.
    let maximumFactors: [Float]

    /// Whether every match scores more than 0.
    var alwaysScores: Bool {
        let second = LexicalFormat.fields(ofGroup: group).count > 1
        let isSecondAsked = second && fields.contains(.abstract)
        let isFirstAsked = !second || fields.contains(.title)
        return weight > 0 && (!isFirstAsked || fieldWeights.0 > 0) && (!isSecondAsked || fieldWeights.1 > 0)
    }

    /// Looks a term up in the dictionaries of all segments.
    ///
    /// - Parameter fields: fields of the group, one at least.
    init(_ term: String, group: UInt8, fields: LexicalFieldSet, _ parameters: LexicalParameters, _ index: LexicalIndex)
    {
        self.group = group
        let all = LexicalFormat.fields(ofGroup: group).map { LexicalFieldSet(LexicalField(rawValue: UInt8($0))) }
        self.fields = fields
        isWholeGroup = all.allSatisfy { fields.contains($0) }
        let key = [group] + term.utf8
        entries = index.parts.all.map { $0.segment.dictionary.entry(for: key) }
        var scale = GroupScale(ofGroup: group, parameters)
        for (place, field) in all.enumerated() where !fields.contains(field) { scale.fields[place].weight = 0 }
        fieldWeights = (scale.fields[0].weight, scale.fields.count > 1 ? scale.fields[1].weight : 0)
        norms = index.norms.tables(group: group, scale, index.parts)
        documents = Self.documents(term, group, fields, entries, index, isWholeGroup)
        let rarity = log(
            1 + (Double(index.documentCount - documents) + 0.5) / (Double(documents) + 0.5)
        )
        weight = Float(rarity * (Double(max(0, scale.curve.k1)) + 1) * Double(scale.factor))
        maximumFactors = Self.maximumFactors(group, scale, weight, norms, index)
    }

    /// How many documents of a segment have it in the fields, removed ones included.
    private static func count(_ entry: TermEntry, _ group: UInt8, _ fields: LexicalFieldSet, _ isWhole: Bool) -> Int {
        if isWhole || group != LexicalFormat.textGroup { return entry.documents }
        return fields.contains(.title) ? entry.byField.0 : entry.byField.1
    }

    private static func documents(
        _ term: String,
        _ group: UInt8,
        _ fields: LexicalFieldSet,
        _ entries: [TermEntry?],
        _ index: LexicalIndex,
        _ isWhole: Bool
    ) -> Int {
        var count = 0
        for case let entry? in entries { count += Self.count(entry, group, fields, isWhole) }
        guard index.parts.all.contains(where: { $0.live != nil }) else { return min(count, index.documentCount) }
        let removed = index.frequencies.removed("\(group) \(fields.rawValue) \(term)") {
            zip(index.parts.all, entries).reduce(0) { sum, pair in
                guard let entry = pair.1, pair.0.live != nil else { return sum }
                let mask = isWhole ? nil : fields
                guard let cursor = PostingCursor(entry, group: group, only: mask, pair.0.segment) else { return sum }
                return sum + cursor.count(of: pair.0.removed)
            }
        }
        return max(0, min(count - removed, index.documentCount))
    }

    private static func maximumFactors(
        _ group: UInt8,
        _ scale: GroupScale,
        _ weight: Float,
        _ norms: NormCache.Tables,
        _ index: LexicalIndex
    ) -> [Float] {
        index.parts.all.map { part in
            let meta = part.segment.meta
            let reference = GroupScale(ofGroup: group, meta.reference)
            let average = LengthAverages(lengths: meta.lengths, presence: meta.presence).average(reference.fields)
            let ratios = zip(scale.fields, reference.fields).map { now, then in
                then.weight > 0 ? Double(now.weight) / Double(then.weight) : now.weight > 0 ? .infinity : 1
            }
            let factor = RangeMaxima.factor(
                reference: reference.line(average: average),
                now: (norms.base, norms.slope),
                frequencyRatio: ratios.max() ?? 1,
                lengthRatio: ratios.min() ?? 1
            )
            // No saturation is greater than 1, and no maximum above 0 less; single precision loses a little in each step.
            return Float(Double(weight) * min(factor / Double(RangeMaxima.scale), 1) * 1.00001)
        }
    }
}
