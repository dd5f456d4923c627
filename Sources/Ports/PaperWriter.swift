public import Literature

/// Writes the truth. There is one writer at a time; it holds the library's lock until it is closed.
///
/// Every write is an idempotent join: the library that results depends neither on order nor on repetition.
public protocol PaperWriter: AnyObject {
    /// Joins facts into the library. They are durable after the next ``commit()``.
    ///
    /// - Returns: what happened to each record, in order.
    func write(_ records: [SourceRecord]) throws -> [WriteOutcome]

    /// Makes everything written so far durable and visible.
    func commit() throws

    /// Leaves the transaction undone since the last commit and releases the lock. Idempotent.
    func close()
}

/// What happened to one fact.
public enum WriteOutcome: UInt8, Hashable, Sendable {
    /// The library did not know it.
    case inserted
    /// It changed what the library knew.
    case updated
    /// The library knew it.
    case unchanged
}
