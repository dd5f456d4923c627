public import BatchProcessing

extension PoliteClient {
    /// Tries `operation` up to `attempts` times while its errors are worth another try.
    ///
    /// Between two tries it waits with full jitter; a service that asked to wait holds its gate, so that the next try waits at
    /// least as long as it said. Meant for pages in the middle of a list: whole items are retried by whoever works on them.
    ///
    /// - Parameter attempts: nil takes the settings' ``HTTPSettings/pageAttempts``.
    /// - Throws: the last error; permanent ones and cancellation at once.
    public func retrying<Value>(
        attempts: Int? = nil,
        backoff: Backoff = Backoff(base: .seconds(1), cap: .seconds(30)),
        _ operation: () async throws -> Value
    ) async throws -> Value {
        let attempts = max(1, attempts ?? settings.pageAttempts)
        var attempt = 1
        while true {
            do {
                return try await operation()
            } catch {
                if error is CancellationError || attempt >= attempts { throw error }
                switch FailureClass.of(error) {
                case .permanent:
                    throw error
                case .throttled:
                    // The gate waits; a second wait would only add to it.
                    break
                case .transient:
                    var generator = SystemRandomNumberGenerator()
                    try await clock.sleep(for: backoff.delay(after: attempt, using: &generator))
                }
                attempt += 1
            }
        }
    }
}
