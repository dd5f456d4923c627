import BatchProcessing
public import Literature
public import Ports
import Synchronization

/// The library as a place that many tasks, and many processes, write to.
///
/// Writes are made one after another, each a transaction of its own. The library's lock is held only while writes wait, so that
/// several processes take turns. Writing blocks, so it runs on a thread of its own.
public actor LibraryStore: IngestStore {
    /// Writes after which the lock is given up, so that others get their turn.
    private static let writesPerTurn = 32

    /// `library`.
    public nonisolated let name = "library"

    private let makeWriter: @Sendable () throws -> any PaperWriter
    private let queue = QueueExecutor(label: "library-store")
    private let waiting = Atomic<Int>(0)
    private var writer: (any PaperWriter)?
    private var writesInTurn = 0

    /// A store.
    ///
    /// - Parameter makeWriter: opens the library for writing; waits for its turn.
    public init(makeWriter: @escaping @Sendable () throws -> any PaperWriter) {
        self.makeWriter = makeWriter
    }

    /// The thread that writes.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Joins records into the library and commits them.
    public nonisolated func ingest(_ records: [SourceRecord]) async throws -> IngestTally {
        guard !records.isEmpty else { return IngestTally() }
        waiting.add(1, ordering: .relaxed)
        return try await write(records)
    }

    private func write(_ records: [SourceRecord]) throws -> IngestTally {
        let others = waiting.subtract(1, ordering: .relaxed).newValue
        defer {
            writesInTurn += 1
            if others == 0 || writesInTurn >= Self.writesPerTurn { endTurn() }
        }
        do {
            let writer = try self.writer ?? makeWriter()
            self.writer = writer
            var tally = IngestTally()
            for outcome in try writer.write(records) {
                switch outcome {
                case .inserted: tally.inserted += 1
                case .updated: tally.updated += 1
                case .unchanged: tally.unchanged += 1
                }
            }
            try writer.commit()
            return tally
        } catch {
            endTurn()
            throw error
        }
    }

    private func endTurn() {
        writer?.close()
        writer = nil
        writesInTurn = 0
    }
}
