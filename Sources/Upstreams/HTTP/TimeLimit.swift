/// Thrown by ``withTimeLimit(_:_:)``.
struct TimeLimitExceeded: Error {}

/// Runs `body`; when it takes longer than `limit` it is cancelled and the limit is thrown as soon as it lets go.
func withTimeLimit<Result: Sendable>(
    _ limit: Duration,
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw TimeLimitExceeded() }
        return result
    }
}
