/// Members of an object.
struct JSONObjectEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONValueEncoder

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { encoder.member(key.stringValue) { $0.append(literal: "null") } }

    func encode(_ value: Bool, forKey key: Key) {
        encoder.member(key.stringValue) { $0.append(literal: value ? "true" : "false") }
    }

    func encode(_ value: String, forKey key: Key) { encoder.member(key.stringValue) { $0.append(quoted: value) } }

    func encode(_ value: Double, forKey key: Key) throws {
        try encoder.member(key.stringValue) { try $0.append(value) }
    }

    func encode(_ value: Float, forKey key: Key) throws {
        try encoder.member(key.stringValue) { try $0.append(value) }
    }

    func encode(_ value: Int, forKey key: Key) { encoder.member(key.stringValue) { $0.append(number: value) } }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try encoder.member(key.stringValue) { try $0.append(value) }
    }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        encoder.laterMember(key.stringValue).container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.laterMember(key.stringValue).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.laterMember("super") }

    func superEncoder(forKey key: Key) -> any Encoder { encoder.laterMember(key.stringValue) }
}

/// Members of an array.
struct JSONArrayEncoder: UnkeyedEncodingContainer {
    let encoder: JSONValueEncoder

    var codingPath: [any CodingKey] { [] }
    var count: Int { encoder.count }

    func encodeNil() { encoder.member("") { $0.append(literal: "null") } }

    func encode(_ value: Bool) { encoder.member("") { $0.append(literal: value ? "true" : "false") } }

    func encode(_ value: String) { encoder.member("") { $0.append(quoted: value) } }

    func encode(_ value: Double) throws { try encoder.member("") { try $0.append(value) } }

    func encode(_ value: Float) throws { try encoder.member("") { try $0.append(value) } }

    func encode(_ value: Int) { encoder.member("") { $0.append(number: value) } }

    func encode<Value: Encodable>(_ value: Value) throws { try encoder.member("") { try $0.append(value) } }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder.laterMember("").container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.laterMember("").unkeyedContainer() }

    func superEncoder() -> any Encoder { encoder.laterMember("") }
}

/// A value that is neither an object nor an array.
struct JSONSingleEncoder: SingleValueEncodingContainer {
    let buffer: JSONBuffer

    var codingPath: [any CodingKey] { [] }

    func encodeNil() { buffer.append(literal: "null") }

    func encode(_ value: Bool) { buffer.append(literal: value ? "true" : "false") }

    func encode(_ value: String) { buffer.append(quoted: value) }

    func encode(_ value: Double) throws { try buffer.append(value) }

    func encode(_ value: Float) throws { try buffer.append(value) }

    func encode(_ value: Int) { buffer.append(number: value) }

    func encode(_ value: Int8) { buffer.append(number: value) }

    func encode(_ value: Int16) { buffer.append(number: value) }

    func encode(_ value: Int32) { buffer.append(number: value) }

    func encode(_ value: Int64) { buffer.append(number: value) }

    func encode(_ value: UInt) { buffer.append(number: value) }

    func encode(_ value: UInt8) { buffer.append(number: value) }

    func encode(_ value: UInt16) { buffer.append(number: value) }

    func encode(_ value: UInt32) { buffer.append(number: value) }

    func encode(_ value: UInt64) { buffer.append(number: value) }

    func encode<Value: Encodable>(_ value: Value) throws { try buffer.append(value) }
}
