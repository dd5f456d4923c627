extension CitationGraph {
    /// A graph in memory without keys and dates, whose nodes keep their numbers.
    ///
    /// - Parameter edges: self-citations and repetitions are dropped.
    /// - Precondition: every end of an edge is in `0..<nodeCount`.
    /// - Complexity: O(nodes + edges).
    public convenience init(nodeCount: Int, edges: [CitationEdge]) {
        var losses = CitationGraphLosses()
        let kept = edges.filter { $0.source != $0.target }
        losses.selfCitations = edges.count - kept.count
        self.init(AdjacencyPair(nodeCount: nodeCount, edges: kept), dates: [], keys: nil, losses: losses)
    }

    /// A graph in memory, whose nodes are numbered by time.
    ///
    /// - Complexity: O(nodes × log nodes + edges).
    public convenience init(_ input: CitationGraphInput) {
        let parts = CitationGraphParts(input)
        self.init(parts.rows, dates: parts.dates, keys: parts.keys, losses: parts.losses)
    }

    private convenience init(
        _ pair: AdjacencyPair,
        dates: [Int64],
        keys: KeyArrays?,
        losses: CitationGraphLosses
    ) {
        var losses = losses
        losses.duplicates = pair.duplicateCount
        let dates = HeapBuffer(dates)
        var owners: [any AnyObject & Sendable] = [
            pair.outOffsets, pair.outValues, pair.inOffsets, pair.inValues, dates,
        ]
        var table: KeyTable?
        if let keys {
            let (offsets, bytes, sorted) = (HeapBuffer(keys.offsets), HeapBuffer(keys.bytes), HeapBuffer(keys.sorted))
            owners += [offsets, bytes, sorted]
            table = KeyTable(
                offsets: offsets.buffer,
                bytes: UnsafeRawBufferPointer(bytes.buffer),
                sorted: sorted.buffer
            )
        }
        self.init(
            outgoing: Adjacency(offsets: pair.outOffsets.buffer, values: pair.outValues.buffer),
            incoming: Adjacency(offsets: pair.inOffsets.buffer, values: pair.inValues.buffer),
            dates: dates.buffer,
            keys: table,
            losses: losses,
            source: 0,
            owners: owners
        )
    }
}

/// An input brought into the order of time.
struct CitationGraphParts {
    var rows: AdjacencyPair
    var dates: [Int64]
    var keys: KeyArrays
    var losses = CitationGraphLosses()

    init(_ input: CitationGraphInput) {
        let order = input.order()
        var number = [Int32](repeating: 0, count: order.count)
        for (node, position) in order.enumerated() { number[Int(position)] = Int32(node) }
        dates = order.map { input.dates[Int($0)] }
        keys = KeyArrays(order.map { input.keys[Int($0)] })
        var edges: [CitationEdge] = []
        edges.reserveCapacity(input.edges.count)
        for edge in input.edges {
            guard edge.source != edge.target else {
                losses.selfCitations += 1
                continue
            }
            if input.dates[Int(edge.target)] > input.dates[Int(edge.source)] {
                losses.laterReferences += 1
                if input.laterReferences == .dropped { continue }
            }
            edges.append(CitationEdge(number[Int(edge.source)], number[Int(edge.target)]))
        }
        rows = AdjacencyPair(nodeCount: order.count, edges: edges)
        losses.duplicates = rows.duplicateCount
    }
}
