import BatchProcessing
import Foundation
import SQLiteLibrary

/// The job store of the settings, and what has to be closed after use.
struct JobAccess: Sendable {
    /// The store.
    let store: any JobStore
    /// Where jobs are kept, without secrets.
    let place: String
    private let close: @Sendable () async -> Void

    /// Opens the store: Redis where one is set, else a file in the library.
    static func open(_ settings: Settings) async throws -> JobAccess {
        let folder = try settings.resolve(.library).value
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure.badInput("\(folder): cannot be made: \(error.localizedDescription)")
        }
        let path = folder + "/jobs.sqlite"
        return JobAccess(store: try SQLiteJobStore(path: path), place: path, close: {})
    }

    /// Opens the store for the time of `body`.
    static func with<Value>(_ settings: Settings, _ body: (JobAccess) async throws -> Value) async throws -> Value {
        let access = try await open(settings)
        do {
            let value = try await body(access)
            await access.close()
            return value
        } catch {
            await access.close()
            throw error
        }
    }
}
