import Synchronization

/// Adds up what many tasks put into the stores.
public final class StoreTally: Sendable {
    private let sum = Mutex<[PaperBatchIngester.StoreResult]>([])

    /// Nothing yet.
    public init() {}

    /// One result per store.
    public var results: [PaperBatchIngester.StoreResult] { sum.withLock { $0 } }

    /// Adds results.
    public func add(_ results: [PaperBatchIngester.StoreResult]) {
        sum.withLock { PaperBatchIngester.StoreResult.merge(results, into: &$0) }
    }
}
