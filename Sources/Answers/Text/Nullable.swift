/// A value that is written as `null` when it is missing, so that every key is always there.
public struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
    /// The value, or nil for `null`.
    public var value: Value?

    /// A value that may be missing.
    public init(_ value: Value?) {
        self.value = value
    }

    /// Writes the value, or `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}
