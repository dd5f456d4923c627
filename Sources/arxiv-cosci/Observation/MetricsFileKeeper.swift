import Foundation
import Observability

/// Keeps a file of metrics up to date while something goes on.
struct MetricsFileKeeper: Sendable {
    /// The pause between two writes.
    static let interval = Duration.seconds(10)

    private let file: MetricsFile

    /// The file at `path` with all metrics of this process.
    init(_ path: String) { file = MetricsFile(path, Observation.shared.registry) }

    /// Writes the file now; says on standard error when that fails, since work goes on without it.
    func write() async {
        do {
            try await file.write()
        } catch {
            Terminal.standardError.write("\(error)\n")
        }
    }

    /// Runs `body`, the file kept up to date meanwhile and written a last time at its end.
    ///
    /// - Parameter path: nil for no file.
    static func keeping<Value>(_ path: String?, _ body: () async throws -> Value) async rethrows -> Value {
        guard let path else { return try await body() }
        let keeper = MetricsFileKeeper(path)
        await keeper.write()
        let task = Task.detached {
            // Being cancelled ends the loop.
            while (try? await Task.sleep(for: interval)) != nil { await keeper.write() }
        }
        do {
            let value = try await body()
            await keeper.finish(task)
            return value
        } catch {
            await keeper.finish(task)
            throw error
        }
    }

    private func finish(_ task: Task<Void, Never>) async {
        task.cancel()
        await task.value
        await write()
    }
}
