#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The tree that a value's `encode(to:)` builds, before its fields are sorted.
final class CanonicalNode {
    private enum Content {
        case empty
        case leaf([UInt8])
        case list([CanonicalNode])
        case unordered(UnorderedParts)
        case fields([(name: String, node: CanonicalNode)])
    }

    private var content = Content.empty

    /// The tree of a value.
    ///
    /// - Throws: what the value's `encode(to:)` throws.
    static func node(of value: any Encodable) throws -> CanonicalNode {
        let node = CanonicalNode()
        try node.fill(with: value, isOutermost: true)
        return node
    }

    /// Adds the tree to a key.
    func write(into encoder: inout CacheKeyEncoder) {
        switch content {
        case .empty: encoder.append(fields: [])
        case .leaf(let bytes): encoder.storage.append(contentsOf: bytes)
        case .unordered(let parts): encoder.append(unordered: parts)
        case .list(let nodes): encoder.append(encodedList: nodes.map(\.bytes))
        case .fields(let fields): encoder.append(fields: fields.map { ($0.name, $0.node.bytes) })
        }
    }

    /// The encoding of the tree.
    var bytes: [UInt8] {
        var encoder = CacheKeyEncoder()
        write(into: &encoder)
        return encoder.storage
    }

    /// Makes the node the tree of a value.
    ///
    /// - Parameter isOutermost: whether the value's own `encodeParameter` may be what has led here.
    func fill(with value: any Encodable, isOutermost: Bool = false) throws {
        if !isOutermost || Self.isBuiltIn(value), let parameter = value as? any CacheParameter {
            setLeaf { parameter.encodeParameter(into: &$0) }
        } else if let collection = value as? any UnorderedCollection {
            content = .unordered(try collection.canonicalParts())
        } else {
            try value.encode(to: CanonicalEncoder(node: self, codingPath: []))
        }
    }

    /// Whether the type writes itself without an encoder.
    private static func isBuiltIn(_ value: any Encodable) -> Bool {
        value is any BinaryInteger || value is any StringProtocol || value is any SelfWriting
    }

    /// Makes the node a leaf.
    func setLeaf(_ write: (inout CacheKeyEncoder) -> Void) {
        var encoder = CacheKeyEncoder()
        write(&encoder)
        content = .leaf(encoder.storage)
    }

    /// Makes the node a list, if it is not one yet.
    func beginList() {
        if case .list = content { return }
        content = .list([])
    }

    /// Makes the node a structure, if it is not one yet.
    func beginFields() {
        if case .fields = content { return }
        content = .fields([])
    }

    /// A new last element of the list.
    func element() -> CanonicalNode {
        let node = CanonicalNode()
        if case .list(var nodes) = content {
            content = .empty
            nodes.append(node)
            content = .list(nodes)
        }
        return node
    }

    /// The field of that name: a new one, or the one that is there.
    func field(_ name: String) -> CanonicalNode {
        guard case .fields(var fields) = content else { return CanonicalNode() }
        if let known = fields.first(where: { $0.name == name }) { return known.node }
        let node = CanonicalNode()
        content = .empty
        fields.append((name, node))
        content = .fields(fields)
        return node
    }

    /// How many elements the list has.
    var count: Int {
        if case .list(let nodes) = content { nodes.count } else { 0 }
    }
}

/// Types whose own `CacheParameter` conformance says more than their `Encodable` one.
protocol SelfWriting {}
extension Bool: SelfWriting {}
extension Double: SelfWriting {}
extension Float: SelfWriting {}
extension Date: SelfWriting {}
extension Data: SelfWriting {}
extension Array: SelfWriting {}
extension Set: SelfWriting {}
extension Dictionary: SelfWriting {}
extension Optional: SelfWriting {}
extension ClosedRange: SelfWriting {}
