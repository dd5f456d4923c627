internal import MappedFiles

/// Who cites whom: compressed sparse rows in both directions, in memory or mapped from a derived file.
///
/// Nodes are numbered by time (date, then key), so the works up to a date are a prefix of the numbers, and a snapshot of the
/// past is a ``GraphSnapshot``: the same rows, cut. Rows are ascending and have no repetitions; no node cites itself.
public final class CitationGraph: @unchecked Sendable {
    // Unchecked: everything it points to is constant.

    /// The number of works.
    public let nodeCount: Int
    /// The number of citations.
    public let edgeCount: Int
    /// What was left out when it was built.
    public let losses: CitationGraphLosses
    /// The change counter of the truth that its file was built from; 0 for a graph that was built in memory.
    public let source: Int64
    @usableFromInline let outgoing: Adjacency
    @usableFromInline let incoming: Adjacency
    let dates: UnsafeBufferPointer<Int64>
    let keys: KeyTable?
    /// What the pointers above point into.
    private let owners: [any AnyObject & Sendable]

    init(
        outgoing: Adjacency,
        incoming: Adjacency,
        dates: UnsafeBufferPointer<Int64>,
        keys: KeyTable?,
        losses: CitationGraphLosses,
        source: Int64,
        owners: [any AnyObject & Sendable]
    ) {
        nodeCount = outgoing.offsets.count - 1
        edgeCount = outgoing.values.count
        self.outgoing = outgoing
        self.incoming = incoming
        self.dates = dates
        self.keys = keys
        self.losses = losses
        self.source = source
        self.owners = owners
    }

    /// The works that `node` cites.
    ///
    /// - Precondition: `node` is less than ``nodeCount``.
    @inlinable public func references(of node: Int32) -> NeighbourList { outgoing.row(Int(node), nodeCount: nodeCount) }

    /// The works that cite `node`.
    ///
    /// - Precondition: `node` is less than ``nodeCount``.
    @inlinable public func citations(of node: Int32) -> NeighbourList { incoming.row(Int(node), nodeCount: nodeCount) }

    /// The date of a work in seconds since 1970; ``CitationGraphInput/unknownDate`` when none is known.
    public func date(of node: Int32) -> Int64 {
        dates.isEmpty ? CitationGraphInput.unknownDate : dates[Int(node)]
    }

    /// The key of a work; empty for a graph without keys.
    public func key(of node: Int32) -> String {
        keys.map { String(decoding: $0.key(Int(node)), as: UTF8.self) } ?? ""
    }

    /// The work with a key, or nil.
    ///
    /// - Complexity: O(log nodes).
    public func node(of key: String) -> Int32? {
        guard let keys else { return nil }
        var key = key
        let found = key.withUTF8 { keys.node(UnsafeRawBufferPointer($0)) }
        guard let found, found >= 0, Int(found) < nodeCount else { return nil }
        return found
    }

    /// All of it.
    public var all: GraphSnapshot { GraphSnapshot(self, nodeCount: nodeCount) }

    /// The graph as it was at the end of a moment: works dated `date` (seconds since 1970) or earlier.
    ///
    /// - Complexity: O(log nodes).
    public func prefix(asOf date: Int64) -> GraphSnapshot {
        guard !dates.isEmpty else { return all }
        return GraphSnapshot(self, nodeCount: firstNode(after: date))
    }

    /// The graph as it was just before a moment: works dated earlier than `date`.
    ///
    /// - Complexity: O(log nodes).
    public func prefix(before date: Int64) -> GraphSnapshot {
        date == .min ? GraphSnapshot(self, nodeCount: 0) : prefix(asOf: date - 1)
    }

    private func firstNode(after date: Int64) -> Int {
        var (low, high) = (0, nodeCount)
        while low < high {
            let middle = (low + high) / 2
            if dates[middle] <= date { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
