/// How much memory values take, estimated from what they encode: contents of texts, numbers, and a word or two for each container.
enum ValueWeight {
    /// What an entry takes besides its value: key, links, tags, a place in tables.
    static let entryOverhead = 256

    /// The estimated bytes of a value; its own figure when it has one.
    static func weight(of value: some Encodable) -> Int {
        if let weighable = value as? any CacheWeighable { return max(0, weighable.cacheWeight) }
        let scale = Scale()
        // A value that cannot be encoded weighs what it got to before it failed.
        try? scale.add(value)
        return scale.weight
    }
}

/// An encoder that only adds up.
private final class Scale: Encoder {
    var weight = 0
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func add<Value: Encodable>(_ value: Value) throws {
        if let text = value as? String {
            weight += 16 + (text.utf8.count > 15 ? text.utf8.count + 32 : 0)
        } else if Self.isScalar(value) {
            weight += MemoryLayout<Value>.stride
        } else {
            try value.encode(to: self)
        }
    }

    private static func isScalar(_ value: some Encodable) -> Bool {
        value is any BinaryInteger || value is any BinaryFloatingPoint || value is Bool
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        weight += 8
        return KeyedEncodingContainer(ScaleFields(scale: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        weight += 32
        return ScaleList(scale: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { ScaleValue(scale: self) }
}

private struct ScaleFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let scale: Scale
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { scale.weight += 8 }

    func encode(_ value: some Encodable, forKey key: Key) throws { try scale.add(value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        scale.container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { scale.unkeyedContainer() }

    func superEncoder() -> any Encoder { scale }

    func superEncoder(forKey key: Key) -> any Encoder { scale }
}

private struct ScaleList: UnkeyedEncodingContainer {
    let scale: Scale
    var codingPath: [any CodingKey] { [] }
    private(set) var count = 0

    init(scale: Scale) { self.scale = scale }

    mutating func encodeNil() {
        scale.weight += 8
        count += 1
    }

    mutating func encode(_ value: some Encodable) throws {
        try scale.add(value)
        count += 1
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        count += 1
        return scale.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        count += 1
        return scale.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        count += 1
        return scale
    }
}

private struct ScaleValue: SingleValueEncodingContainer {
    let scale: Scale
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { scale.weight += 8 }

    func encode(_ value: some Encodable) throws { try scale.add(value) }
}
