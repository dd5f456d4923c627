#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A value that can be a parameter of a cached query: it writes itself so that equal values, and only they, are equal bytes.
///
/// A structure or enumeration that is `Encodable` needs nothing but the conformance's name. An own implementation is faster.
public protocol CacheParameter: Sendable {
    /// Adds the value to a key.
    func encodeParameter(into encoder: inout CacheKeyEncoder)
}

extension CacheParameter where Self: Encodable {
    /// Adds the value's fields, sorted by name.
    ///
    /// A value whose `encode(to:)` throws has no encoding: it is added as the text of its error, which no value is.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) {
        do {
            try encoder.encode(self)
        } catch {
            encoder.append(fields: [("unencodable \(type(of: self))", Array("\(error)".utf8))])
        }
    }
}

extension CacheParameter where Self: RawRepresentable, RawValue: CacheParameter {
    /// Adds the raw value.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) {
        rawValue.encodeParameter(into: &encoder)
    }
}

extension CacheParameter where Self: RawRepresentable & Encodable, RawValue: CacheParameter {
    /// Adds the raw value.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) {
        rawValue.encodeParameter(into: &encoder)
    }
}

extension CacheParameter where Self: BinaryInteger {
    /// Adds the number.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(self) }
}

extension CacheParameter where Self: BinaryInteger & Encodable {
    /// Adds the number.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(self) }
}

extension Int: CacheParameter {}
extension Int8: CacheParameter {}
extension Int16: CacheParameter {}
extension Int32: CacheParameter {}
extension Int64: CacheParameter {}
extension UInt: CacheParameter {}
extension UInt8: CacheParameter {}
extension UInt16: CacheParameter {}
extension UInt32: CacheParameter {}
extension UInt64: CacheParameter {}

extension Bool: CacheParameter {
    /// Adds the truth value.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(self) }
}

extension Double: CacheParameter {
    /// Adds the number; both zeros are one, as they are equal.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(self) }
}

extension Float: CacheParameter {
    /// Adds the number; both zeros are one, as they are equal.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(self) }
}

extension String: CacheParameter {
    /// Adds the text.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(self) }
}

extension Substring: CacheParameter {
    /// Adds the text.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(self) }
}

extension Date: CacheParameter {
    /// Adds the point in time.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) {
        encoder.append(seconds: timeIntervalSinceReferenceDate)
    }
}

extension Data: CacheParameter {
    /// Adds the bytes.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(bytes: self) }
}

extension Optional: CacheParameter where Wrapped: CacheParameter {
    /// Adds the value or its absence.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) {
        if let self { encoder.append(present: self) } else { encoder.appendNil() }
    }
}

extension Array: CacheParameter where Element: CacheParameter {
    /// Adds the elements in their order.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(list: self) }
}

extension Set: CacheParameter where Element: CacheParameter {
    /// Adds the elements, sorted.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) { encoder.append(set: self) }
}

extension Dictionary: CacheParameter where Key: CacheParameter, Value: CacheParameter {
    /// Adds the pairs, sorted.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) {
        encoder.append(pairs: self.lazy.map { (key: $0.key, value: $0.value) })
    }
}

extension ClosedRange: CacheParameter where Bound: CacheParameter {
    /// Adds both ends.
    public func encodeParameter(into encoder: inout CacheKeyEncoder) {
        encoder.append(list: [lowerBound, upperBound])
    }
}
