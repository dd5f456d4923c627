import Caching
import Engine
import Foundation
import Ports
import RedisClient
import RedisStores
import SQLiteLibrary

/// Opens a library for questions, with the cache of the settings: in Redis when one is set, else in the library's folder.
struct QueryAccess {
    /// What is asked.
    let queries: CachedQueries
    /// What the user keeps about papers.
    let shelves: Shelves
    /// Where answers are kept; nil when nothing is.
    let cache: QueryCache?
    /// The second level of the cache.
    let tier: (any CacheTier)?
    /// What this and earlier processes have done with the cache.
    let records: CacheRecords
    private let isRecording: Bool

    /// Opens a library.
    ///
    /// - Parameters:
    ///   - isCaching: false to find every answer anew.
    ///   - isRecording: whether what is asked counts in the statistics.
    ///   - progress: called while an index is built that an answer needs.
    init(
        _ settings: Settings,
        isCaching: Bool = true,
        isRecording: Bool = true,
        progress: @escaping @Sendable (IndexProgress) -> Void = { _ in }
    ) throws {
        let folder = try settings.resolve(.library).value
        let models = try LibraryAccess.models(settings)
        let stores = try LibraryAccess.reading(folder, models: models, progress: progress)
        shelves = Shelves(store: stores.shelves, papers: stores.papers)
        let ttl = Duration.seconds(Int(try settings.resolve(.cacheTTL).value) ?? 0)
        let capacity = (Int(try settings.resolve(.cacheSize).value) ?? 0) << 20
        records = CacheRecords(folder: Self.folder(folder))
        self.isRecording = isRecording
        let isOn = isCaching && ttl > .zero && capacity > 0
        tier = isOn ? try Self.tier(settings, stores.feed, folder: folder, capacity: capacity) : nil
        cache = isOn ? QueryCache(configuration: Self.configuration(capacity), tier: tier) : nil
        queries = try CachedQueries(
            QueryStores(papers: stores.papers, indexes: stores.indexes, recipe: models.recipe),
            cache: cache,
            feed: stores.feed,
            ttl: ttl
        )
    }

    /// Asks questions of a library, then notes what was done with the cache.
    static func with<Value>(
        _ settings: Settings,
        _ options: CacheOptions,
        progress: @escaping @Sendable (IndexProgress) -> Void = { _ in },
        ask: (CachedQueries) async throws -> Value
    ) async throws -> Value {
        let access = try QueryAccess(settings, isCaching: !options.isOff, progress: progress)
        do {
            let value = try await ask(access.queries)
            await access.close()
            return value
        } catch {
            await access.close()
            throw error
        }
    }

    /// Notes what was done, and lets go of the cache.
    func close() async {
        guard let cache else { return }
        await cache.idle()
        if isRecording { records.add(cache.statistics(), cache.profile()) }
        await cache.close()
    }

    // MARK: The cache

    /// The folder of a library's cache.
    static func folder(_ library: String) -> String { library + "/cache" }

    private static func configuration(_ capacity: Int) -> QueryCache.Configuration {
        var configuration = QueryCache.Configuration()
        configuration.capacity = capacity
        // One process that asks one question.
        configuration.stripes = 1
        configuration.leasePatience = .seconds(2)
        // After a large import there is more to be done than to read; a server is given up sooner by its own limits.
        configuration.tierTimeLimit = .seconds(2)
        return configuration
    }

    private static func tier(
        _ settings: Settings,
        _ feed: any ChangeFeed,
        folder: String,
        capacity: Int
    ) throws -> (any CacheTier)? {
        let owner = try feed.identity()
        if let redis = try RedisAccess.configuration(settings) {
            let tier = RedisCacheTier(RedisCacheTier.limits(redis), name: owner, isFollowing: false)
            return FollowedTier(tier, feed: feed)
        }
        do {
            let tier = try SQLiteCacheTier(
                folder: Self.folder(folder),
                owner: owner,
                capacity: capacity,
                isFollowing: false
            )
            return FollowedTier(tier, feed: feed)
        } catch {
            // A folder that cannot be written to keeps no answers; finding them is all that is lost.
            return nil
        }
    }
}
