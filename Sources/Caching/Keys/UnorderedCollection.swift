/// The encoded parts of a collection without order.
enum UnorderedParts {
    case set([[UInt8]])
    case pairs([[UInt8]])
}

/// A collection whose `encode(to:)` writes its elements in an order that changes from process to process.
protocol UnorderedCollection {
    /// The encodings of the elements.
    func canonicalParts() throws -> UnorderedParts
}

extension Set: UnorderedCollection where Element: Encodable {
    func canonicalParts() throws -> UnorderedParts {
        .set(try map { try CanonicalNode.node(of: $0).bytes })
    }
}

extension Dictionary: UnorderedCollection where Key: Encodable, Value: Encodable {
    func canonicalParts() throws -> UnorderedParts {
        .pairs(try map { try CanonicalNode.node(of: $0.key).bytes + CanonicalNode.node(of: $0.value).bytes })
    }
}
