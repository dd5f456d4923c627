internal import Synchronization

/// A number that many threads add to without a lock.
struct AtomicDouble: ~Copyable, Sendable {
    private let bits = Atomic<UInt64>(0)

    /// The number now.
    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    /// Replaces it.
    func store(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    /// Adds to it.
    func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let attempt = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if attempt.exchanged { return }
            old = attempt.original
        }
    }
}
