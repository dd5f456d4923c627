public import Literature

/// Puts papers into every configured store: first into the library, which holds the truth, then into those that are made from it.
public struct PaperBatchIngester: Sendable {
    /// What became of one store.
    public struct StoreResult: Hashable, Sendable, Codable {
        /// The store.
        public var store: String
        /// What happened to the records.
        public var tally: IngestTally
        /// How many records the store did not take.
        public var failed: Int
        /// The last reason for that; nil when there was none.
        public var error: String?

        /// A result.
        public init(store: String, tally: IngestTally = IngestTally(), failed: Int = 0, error: String? = nil) {
            self.store = store
            self.tally = tally
            self.failed = failed
            self.error = error
        }

        /// Adds results to those of the same stores.
        public static func merge(_ results: [StoreResult], into sum: inout [StoreResult]) {
            for result in results {
                guard let index = sum.firstIndex(where: { $0.store == result.store }) else {
                    sum.append(result)
                    continue
                }
                sum[index].tally += result.tally
                sum[index].failed += result.failed
                sum[index].error = result.error ?? sum[index].error
            }
        }
    }

    private let truth: any IngestStore
    private let others: [any IngestStore]

    /// An ingester.
    ///
    /// - Parameters:
    ///   - truth: the library.
    ///   - others: stores that hold copies; a failure of one keeps neither the library nor the others from going on.
    public init(truth: any IngestStore, others: [any IngestStore] = []) {
        self.truth = truth
        self.others = others
    }

    /// Ingests records into every store.
    ///
    /// - Returns: one result per store, the library first.
    /// - Throws: the library's error; then no other store was asked.
    public func ingestPapersFull(_ records: [SourceRecord]) async throws -> [StoreResult] {
        var results = [StoreResult(store: truth.name, tally: try await truth.ingest(records))]
        for store in others {
            do {
                results.append(StoreResult(store: store.name, tally: try await store.ingest(records)))
            } catch let error as CancellationError {
                throw error
            } catch {
                results.append(StoreResult(store: store.name, failed: records.count, error: "\(error)"))
            }
        }
        return results
    }
}
