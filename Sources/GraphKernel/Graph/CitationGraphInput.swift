/// What a citation graph is built from: works with their keys and dates, and the citations between them.
///
/// Works may come in any order; the graph numbers them by time.
public struct CitationGraphInput: Sendable {
    /// The date of a work of which none is known: such works come last and are part of no snapshot by date.
    public static let unknownDate = Int64.max

    /// What becomes of a citation of a work that is dated later than the citing one (papers cite revised or forthcoming
    /// work, and dates are wrong).
    public enum LaterReferences: Hashable, Sendable {
        /// It stays; a snapshot shows it once both works are in it.
        case kept
        /// It is left out, as protocols of link prediction do.
        case dropped
    }

    /// The works' keys, each once: what they are looked up by.
    public var keys: [String]
    /// The works' dates in seconds since 1970, beside ``keys``.
    public var dates: [Int64]
    /// The citations by positions in ``keys``. Self-citations and repetitions are dropped.
    public var edges: [CitationEdge]
    /// What becomes of citations of later works.
    public var laterReferences = LaterReferences.kept

    /// Works and citations.
    ///
    /// - Precondition: as many dates as keys; every end of an edge is a position in them.
    public init(
        keys: [String],
        dates: [Int64],
        edges: [CitationEdge],
        laterReferences: LaterReferences = .kept
    ) {
        precondition(keys.count == dates.count, "each work has a date")
        self.keys = keys
        self.dates = dates
        self.edges = edges
        self.laterReferences = laterReferences
    }

    /// Gives works of unknown date that of the first work that cites them, since they were there by then; works that only
    /// undated ones cite stay undated.
    ///
    /// - Complexity: O(nodes + edges).
    public mutating func inferDates() {
        let known = dates
        for edge in edges where known[Int(edge.target)] == Self.unknownDate {
            dates[Int(edge.target)] = Swift.min(dates[Int(edge.target)], known[Int(edge.source)])
        }
    }

    /// The positions of the works in the order of time: by date, then by the bytes of the key.
    func order() -> [Int32] {
        let positions = keys.indices.map { Int32($0) }
        return positions.sorted { left, right in
            let (one, two) = (dates[Int(left)], dates[Int(right)])
            if one != two { return one < two }
            let (key, other) = (keys[Int(left)], keys[Int(right)])
            return key == other ? left < right : key.utf8.lexicographicallyPrecedes(other.utf8)
        }
    }
}

/// What was left out when a graph was built.
public struct CitationGraphLosses: Hashable, Sendable {
    /// Citations of a work by itself.
    public var selfCitations = 0
    /// Citations given more than once.
    public var duplicates = 0
    /// Citations of a later-dated work: dropped or kept, as the input says.
    public var laterReferences = 0
}
