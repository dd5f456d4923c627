/// An `Encoder` that builds a ``CanonicalNode``.
struct CanonicalEncoder: Encoder {
    let node: CanonicalNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.beginFields()
        return KeyedEncodingContainer(CanonicalFields(node: node, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.beginList()
        return CanonicalList(node: node, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        CanonicalValue(node: node, codingPath: codingPath)
    }
}

/// The fields of a structure.
private struct CanonicalFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: CanonicalNode
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) { node.field(key.stringValue).setLeaf { $0.appendNil() } }

    func encode(_ value: some Encodable, forKey key: Key) throws { try node.field(key.stringValue).fill(with: value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { CanonicalEncoder(node: node.field("super"), codingPath: codingPath) }

    func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

    private func encoder(_ key: Key) -> CanonicalEncoder {
        CanonicalEncoder(node: node.field(key.stringValue), codingPath: codingPath + [key])
    }
}

/// The elements of a list.
private struct CanonicalList: UnkeyedEncodingContainer {
    let node: CanonicalNode
    let codingPath: [any CodingKey]
    var count: Int { node.count }

    func encodeNil() { node.element().setLeaf { $0.appendNil() } }

    func encode(_ value: some Encodable) throws { try node.element().fill(with: value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }

    func superEncoder() -> any Encoder { encoder() }

    private func encoder() -> CanonicalEncoder { CanonicalEncoder(node: node.element(), codingPath: codingPath) }
}

/// One value without a name.
private struct CanonicalValue: SingleValueEncodingContainer {
    let node: CanonicalNode
    let codingPath: [any CodingKey]

    func encodeNil() { node.setLeaf { $0.appendNil() } }

    func encode(_ value: some Encodable) throws { try node.fill(with: value) }
}
