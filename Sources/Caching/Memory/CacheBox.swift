/// A value in memory, whatever its type.
@usableFromInline
class CacheBox: @unchecked Sendable {
    // Immutable, and its subclasses only hold values that are Sendable.
    init() {}
}

/// A value of a known type.
@usableFromInline
final class ValueBox<Value: Sendable>: CacheBox, @unchecked Sendable {
    @usableFromInline let value: Value

    init(_ value: Value) { self.value = value }
}

/// The error of a load, kept for a while.
final class FailureBox: CacheBox, @unchecked Sendable {
    let error: any Error

    init(_ error: any Error) { self.error = error }
}

extension CacheBox {
    /// The value, when it is of that type.
    ///
    /// Comparing the class itself is several times faster than a conditional cast.
    @inlinable
    func value<Value: Sendable>(as type: Value.Type) -> Value? {
        guard Swift.type(of: self) == ValueBox<Value>.self else { return nil }
        return unsafeDowncast(self, to: ValueBox<Value>.self).value
    }
}
