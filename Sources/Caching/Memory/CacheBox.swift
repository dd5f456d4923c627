/// A value in memory, whatever its type.
@usableFromInline
class CacheBox: @unchecked Sendable {
    // Immutable, and its subclasses only hold values that are Sendable.

    /// The type of the value.
    @usableFromInline let type: ObjectIdentifier

    init(type: Any.Type) { self.type = ObjectIdentifier(type) }
}

/// A value of a known type.
@usableFromInline
final class ValueBox<Value: Sendable>: CacheBox, @unchecked Sendable {
    @usableFromInline let value: Value

    init(_ value: Value) {
        self.value = value
        super.init(type: Value.self)
    }
}

/// The error of a load, kept for a while.
final class FailureBox: CacheBox, @unchecked Sendable {
    let error: any Error

    init(_ error: any Error) {
        self.error = error
        super.init(type: FailureBox.self)
    }
}

extension CacheBox {
    /// The value, when it is of that type.
    ///
    /// Comparing the type itself is several times faster than a conditional cast.
    @inlinable
    func value<Value: Sendable>(as wanted: Value.Type) -> Value? {
        guard type == ObjectIdentifier(wanted) else { return nil }
        return unsafeDowncast(self, to: ValueBox<Value>.self).value
    }
}
