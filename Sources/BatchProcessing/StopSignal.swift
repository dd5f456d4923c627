import Synchronization

/// A request to stop that work looks at between items: first softly (finish what is begun), then hard (let go).
public final class StopSignal: Sendable {
    /// How urgently to stop.
    public enum Level: Int, Comparable, Sendable {
        /// Go on.
        case none
        /// Begin nothing new, finish what is begun.
        case soft
        /// Cancel what is begun.
        case hard

        /// Whether `one` is less urgent.
        public static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }
    }

    private struct State {
        var level = Level.none
        var nextID = 0
        var observers: [Int: @Sendable (Level) -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Not asked for yet.
    public init() {}

    /// How urgently to stop.
    public var level: Level { state.withLock { $0.level } }

    /// Asks to stop: softly the first time, hard from then on.
    public func request() {
        raise(to: level == .none ? .soft : .hard)
    }

    /// Raises the urgency; never lowers it. Observers are called on the caller's thread.
    public func raise(to level: Level) {
        let observers: [@Sendable (Level) -> Void] = state.withLock { state in
            guard level > state.level else { return [] }
            state.level = level
            return Array(state.observers.values)
        }
        for observer in observers { observer(level) }
    }

    /// Calls `body` whenever the urgency is raised, at once when it has been raised before.
    ///
    /// - Returns: what ``removeObserver(_:)`` takes.
    public func observe(_ body: @escaping @Sendable (Level) -> Void) -> Int {
        let (id, level) = state.withLock { state in
            state.nextID += 1
            state.observers[state.nextID] = body
            return (state.nextID, state.level)
        }
        if level > .none { body(level) }
        return id
    }

    /// Ends an observation.
    public func removeObserver(_ id: Int) {
        state.withLock { _ = $0.observers.removeValue(forKey: id) }
    }
}
