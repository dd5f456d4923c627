import Synchronization

/// A value that many tasks of a test change.
public final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    /// A first value.
    public init(_ value: Value) { state = Mutex(value) }

    /// The value now.
    public var value: Value { state.withLock { $0 } }

    /// Changes it.
    public func change(_ body: @Sendable (inout Value) -> Void) { state.withLock { body(&$0) } }
}
