import Caching
import Synchronization

/// Sees what other processes end in a cache's file: looks many times a second whether it was written to.
final class CacheFileFollower: Sendable {
    private static let interval: Duration = .milliseconds(20)
    private static let maximumWaiting = 4096

    private let path: String
    private let owner: String
    private let running = Mutex<(task: Task<Void, Never>?, continuation: AsyncStream<CacheTierChange>.Continuation?)>(
        (nil, nil)
    )

    init(path: String, owner: String) {
        self.path = path
        self.owner = owner
    }

    /// Begins to look.
    func start() -> AsyncStream<CacheTierChange> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: CacheTierChange.self,
            bufferingPolicy: .bufferingOldest(Self.maximumWaiting)
        )
        let task = Task { await self.run(continuation) }
        running.withLock { running in
            running.task?.cancel()
            running.continuation?.finish()
            running = (task, continuation)
        }
        return stream
    }

    /// Ends the stream.
    func stop() {
        running.withLock { running in
            running.task?.cancel()
            running.continuation?.finish()
        }
    }

    private func run(_ continuation: AsyncStream<CacheTierChange>.Continuation) async {
        while !Task.isCancelled {
            // Whatever kept it from looking: what it missed cannot be known.
            do { try await follow(continuation) } catch { continuation.yield(CacheTierChange(.silence)) }
            try? await Task.sleep(for: Self.interval)
        }
    }

    private func follow(_ continuation: AsyncStream<CacheTierChange>.Continuation) async throws {
        let file = try CacheFile(path: path, owner: owner)
        var last = try file.lastNews()
        var version: Int64 = -1
        var isBehind = true
        while !Task.isCancelled {
            let now = try file.connection.integer("PRAGMA data_version")
            if now != version {
                let news = try file.news(after: last)
                // Numbers that go back: the file was made anew.
                let isNew = try news.changes.isEmpty && file.lastNews() < last
                last = isNew ? 0 : news.last
                version = now
                let changes = isBehind || isNew ? [CacheTierChange(.everything)] : news.changes
                isBehind = false
                for change in changes {
                    if case .dropped = continuation.yield(change) { isBehind = true }
                }
            }
            try await Task.sleep(for: Self.interval)
        }
    }
}
