internal import Synchronization

/// What documents weigh in the saturation of terms, for each way of counting that was asked for lately.
final class NormCache: Sendable {
    /// A way of counting.
    struct Key: Hashable {
        var group: UInt8
        var weights: [Float]
        var curve: LexicalParameters.Curve
    }

    /// Norms by segment and document.
    final class Tables: @unchecked Sendable {
        // Unchecked: the memory is written before anybody else sees it, and not again.

        private let bySegment: [UnsafeMutableBufferPointer<Float>]
        /// The line by which they were made.
        let base: Double
        let slope: Double

        init(_ scale: GroupScale, _ parts: LexicalParts) {
            (base, slope) = scale.line(average: parts.averages.average(scale.fields))
            let line = (base, slope)
            bySegment = parts.all.map { part in
                let norms = UnsafeMutableBufferPointer<Float>.allocate(capacity: part.segment.meta.documents)
                part.segment.readNorms(fields: scale.fields, base: line.0, slope: line.1, into: norms)
                return norms
            }
        }

        deinit { for norms in bySegment { norms.deallocate() } }

        /// A norm for each document; valid as long as the tables.
        func start(ofSegment segment: Int) -> UnsafePointer<Float>? {
            UnsafePointer(bySegment[segment].baseAddress)
        }
    }

    /// Four bytes for each document and entry.
    private static let limit = 4
    private let entries = Mutex<[(key: Key, tables: Tables)]>([])

    /// The norms of a group when only the fields with a weight count.
    func tables(group: UInt8, _ scale: GroupScale, _ parts: LexicalParts) -> Tables {
        let key = Key(group: group, weights: scale.fields.map(\.weight), curve: scale.curve)
        let known = entries.withLock { entries -> Tables? in
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.tables
        }
        if let known { return known }
        let tables = Tables(scale, parts)
        entries.withLock { entries in
            if entries.count == Self.limit { entries.removeFirst() }
            entries.append((key, tables))
        }
        return tables
    }
}

/// How many removed documents have a term, for terms that were asked for; see ``ResolvedTerm``.
final class FrequencyCache: Sendable {
    private static let limit = 4096
    private let counts = Mutex<[String: Int]>([:])

    /// The count for a term, found by `count` when it is not known.
    func removed(_ key: String, _ count: () -> Int) -> Int {
        if let known = counts.withLock({ $0[key] }) { return known }
        let found = count()
        counts.withLock { counts in
            if counts.count == Self.limit { counts.removeAll() }
            counts[key] = found
        }
        return found
    }
}
