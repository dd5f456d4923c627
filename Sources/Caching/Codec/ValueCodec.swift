#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Values as bytes for a tier: JSON, with numbers that are not finite as texts. Types, nil and empty values come back as they were.
enum ValueCodec {
    /// The bytes of a value.
    ///
    /// - Throws: what the value's `encode(to:)` throws.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        return [UInt8](try encoder.encode(value))
    }

    /// The value of bytes.
    ///
    /// - Throws: when they are of another type or damaged.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        return try decoder.decode(type, from: Data(bytes))
    }
}

/// A type that has a value for "nothing".
protocol NilRepresentable {
    /// Whether this is that value.
    var isNil: Bool { get }
    /// That value.
    static var nilValue: Self { get }
}

extension Optional: NilRepresentable {
    var isNil: Bool {
        switch self {
        case .none: true
        case .some: false
        }
    }
    static var nilValue: Wrapped? { nil }
}
