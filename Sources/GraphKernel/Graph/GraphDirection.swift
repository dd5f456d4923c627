/// Along which citations a walk goes.
public enum GraphDirection: Hashable, Sendable {
    /// From a work to those that it cites.
    case references
    /// From a work to those that cite it.
    case citations
    /// Both ways: the undirected graph.
    case both

    /// The way back.
    public var reversed: GraphDirection {
        switch self {
        case .references: .citations
        case .citations: .references
        case .both: .both
        }
    }
}

extension GraphSnapshot {
    /// Calls `body` with the neighbours of `node` in a direction; a pair that cites each other is given twice under
    /// ``GraphDirection/both``.
    @inlinable func forEachArc(of node: Int32, _ direction: GraphDirection, _ body: (Int32) -> Void) {
        if direction != .citations {
            for next in references(of: node) { body(next) }
        }
        if direction != .references {
            for next in citations(of: node) { body(next) }
        }
    }

    /// The number of arcs that ``forEachArc(of:_:_:)`` gives.
    func arcCount(of node: Int32, _ direction: GraphDirection) -> Int {
        switch direction {
        case .references: referenceCount(of: node)
        case .citations: citationCount(of: node)
        case .both: referenceCount(of: node) + citationCount(of: node)
        }
    }

    /// The number of works that cite `node` or are cited by it.
    public func degree(of node: Int32) -> Int {
        let (left, right) = (references(of: node), citations(of: node))
        return left.count + right.count - left.sharedCount(with: right)
    }
}
