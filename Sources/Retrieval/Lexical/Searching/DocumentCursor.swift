/// Walks over the documents of one segment that match a clause, ascending.
class DocumentCursor {
    static let end = PostingCursor.end

    /// The document it stands on: -1 before the first, ``end`` behind the last.
    var document = -1
    /// About how many documents match.
    var cost: Int { 0 }

    /// Goes to the first match not before `target`; stays where it is when it stands there already or behind.
    func advance(to target: Int) { document = Self.end }

    /// The score of the document it stands on.
    func score() -> Float { 0 }

    final func next() { advance(to: document + 1) }
}

/// The documents of a term.
final class TermCursor: DocumentCursor {
    private let postings: PostingCursor
    private let term: ResolvedTerm
    private let norms: UnsafePointer<Float>

    init?(_ term: ResolvedTerm, _ segment: Int, _ parts: LexicalParts) {
        guard let entry = term.entries[segment] else { return nil }
        let mask = term.isWholeGroup ? nil : term.fields
        guard let postings = PostingCursor(entry, group: term.group, only: mask, parts.all[segment].segment),
            let norms = term.norms.start(ofSegment: segment)
        else { return nil }
        self.postings = postings
        self.term = term
        // The term holds the tables.
        self.norms = norms
    }

    override var cost: Int { postings.cost }

    override func advance(to target: Int) {
        postings.advance(to: target)
        document = postings.document
    }

    override func score() -> Float { postings.score(term, norms) }

    /// Puts the places of the term in the document into `places`.
    func readPlaces(into places: inout [UInt32]) { postings.readPlaces(into: &places) }
}

/// Every document of a segment.
final class EveryCursor: DocumentCursor {
    private let count: Int

    init(count: Int) { self.count = count }

    override var cost: Int { count }

    override func advance(to target: Int) {
        guard target > document else { return }
        document = target < count ? target : Self.end
    }
}

/// The documents that a cursor leaves.
final class ComplementCursor: DocumentCursor {
    private let excluded: DocumentCursor
    private let count: Int

    init(_ excluded: DocumentCursor, count: Int) {
        self.excluded = excluded
        self.count = count
    }

    override var cost: Int { count }

    override func advance(to target: Int) {
        guard target > document else { return }
        var next = target
        while next < count {
            excluded.advance(to: next)
            guard excluded.document == next else {
                document = next
                return
            }
            next += 1
        }
        document = Self.end
    }
}

/// The documents of any of several cursors.
final class UnionCursor: DocumentCursor {
    private let children: [DocumentCursor]
    private let takesBest: Bool

    /// - Parameter takesBest: whether the best score counts, not the sum.
    init(_ children: [DocumentCursor], takesBest: Bool) {
        self.children = children
        self.takesBest = takesBest
    }

    override var cost: Int { children.reduce(0) { $0 + $1.cost } }

    override func advance(to target: Int) {
        guard target > document else { return }
        var least = Self.end
        for child in children {
            child.advance(to: target)
            least = min(least, child.document)
        }
        document = least
    }

    override func score() -> Float {
        var sum: Float = 0
        for child in children where child.document == document {
            sum = takesBest ? max(sum, child.score()) : sum + child.score()
        }
        return sum
    }
}

/// The documents that several cursors have and others have not.
final class ConjunctionCursor: DocumentCursor {
    private let scored: [DocumentCursor]
    /// The rarest first.
    private let required: [DocumentCursor]
    private let excluded: [DocumentCursor]

    init(_ required: [DocumentCursor], excluded: [DocumentCursor]) {
        scored = required
        self.required = required.sorted { $0.cost < $1.cost }
        self.excluded = excluded
    }

    override var cost: Int { required[0].cost }

    override func advance(to target: Int) {
        guard target > document else { return }
        var wanted = target
        search: while wanted < Self.end {
            for cursor in required {
                cursor.advance(to: wanted)
                if cursor.document > wanted {
                    wanted = cursor.document
                    continue search
                }
            }
            for cursor in excluded {
                cursor.advance(to: wanted)
                if cursor.document == wanted {
                    wanted += 1
                    continue search
                }
            }
            document = wanted
            return
        }
        document = Self.end
    }

    override func score() -> Float { scored.reduce(0) { $0 + $1.score() } }
}

/// The documents of a cursor, whose scores change.
final class ScaledCursor: DocumentCursor {
    private let child: DocumentCursor
    private let factor: Float
    private let extra: DocumentCursor?

    /// - Parameters:
    ///   - factor: what the scores are multiplied by.
    ///   - extra: whose score is added where it matches too.
    init(_ child: DocumentCursor, factor: Float, extra: DocumentCursor? = nil) {
        self.child = child
        self.factor = factor
        self.extra = extra
    }

    override var cost: Int { child.cost }

    override func advance(to target: Int) {
        child.advance(to: target)
        document = child.document
    }

    override func score() -> Float {
        var score = factor == 0 ? 0 : factor * child.score()
        if let extra {
            extra.advance(to: document)
            if extra.document == document { score += extra.score() }
        }
        return score
    }
}
