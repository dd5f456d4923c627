import BatchProcessing
import Foundation
import Observability
import RedisClient
import RedisStores
import SQLiteLibrary

/// The job store of the settings, and what has to be closed after use.
struct JobAccess: Sendable {
    /// The store.
    let store: any JobStore
    /// Where jobs are kept, without secrets.
    let place: String
    private let close: @Sendable () async -> Void

    /// Closes what has to be closed.
    func end() async { await close() }

    private init(store: any JobStore, place: String, close: @escaping @Sendable () async -> Void) {
        let observation = Observation.shared
        let measured = MeasuredJobStore(store, observation.stores)
        self.store = measured
        self.place = place
        let collector = observation.watch(store)
        self.close = {
            observation.registry.remove(collector)
            await close()
        }
    }

    /// Opens the store: Redis where one is set, else a file in the library.
    static func open(_ settings: Settings) async throws -> JobAccess {
        if let redis = try RedisAccess.client(settings) {
            return JobAccess(store: RedisJobStore(client: redis), place: "Redis at \(redis.name)") { redis.shutDown() }
        }
        let folder = try settings.resolve(.library).value
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure.badInput("\(folder): cannot be made: \(error.localizedDescription)")
        }
        let path = folder + "/jobs.sqlite"
        return JobAccess(store: try SQLiteJobStore(path: path), place: path, close: {})
    }

    /// Whether a store was ever used here.
    static func exists(_ settings: Settings) throws -> Bool {
        let folder = try settings.resolve(.library).value
        return try RedisAccess.client(settings) != nil
            || FileManager.default.fileExists(atPath: folder + "/jobs.sqlite")
    }

    /// The dead jobs of a queue or of all.
    ///
    /// - Parameter only: only these, when there are any.
    func dead(queue: String?, only: [String]) async throws -> [Job] {
        var result: [Job] = []
        var last: String?
        while true {
            let page = try await store.jobs(queue: queue, state: .dead, after: last, limit: 1000)
            result += page.filter { only.isEmpty || only.contains($0.id) }
            guard page.count == 1000 else { return result }
            last = page.last?.id
        }
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
