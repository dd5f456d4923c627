public import Caching
public import Ports
import Synchronization

/// Answers questions, from the cache when it can.
///
/// Whether an answer comes from there or not makes no difference but in time: answers that a change of the library has made wrong
/// are ended before a question is answered that is asked after the change.
public final class CachedQueries: Sendable {
    private let cache: QueryCache?
    private let feed: (any ChangeFeed)?
    private let ttl: Duration
    private let seen: Mutex<ChangeMark?>
    private let executor: (any TaskExecutor)?

    /// What the questions are asked of.
    public let stores: QueryStores

    /// Answers over stores.
    ///
    /// - Parameters:
    ///   - cache: where answers are kept; nil: nowhere. A tier of its own must follow `feed` (``FollowedTier``).
    ///   - feed: says what changes in the stores; nil when nothing does.
    ///   - ttl: how long answers are good at most; zero: nothing is kept.
    ///   - executor: where answers are found, which takes processor time and blocks on files; nil: among all other tasks.
    public init(
        _ stores: QueryStores,
        cache: QueryCache?,
        feed: (any ChangeFeed)?,
        ttl: Duration,
        executor: (any TaskExecutor)? = nil
    ) throws {
        self.stores = stores
        self.cache = ttl > .zero ? cache : nil
        self.feed = feed
        self.ttl = ttl
        self.executor = executor
        // Nothing is in memory yet that an earlier change could have made wrong.
        seen = Mutex(try feed?.latestChange())
    }

    /// Answers a question.
    ///
    /// - Throws: what finding the answer throws; never an error of the cache.
    public func answer<Query: CachedQuery>(_ query: Query) async throws -> Query.Answer {
        let stores = stores
        return try await cached(Query.kind, query, tags: query.tags) { try await query.load(from: stores) }
    }

    /// Answers a question that has no type of its own.
    ///
    /// - Parameters:
    ///   - kind: the kind of question.
    ///   - parameters: everything that the answer depends on besides what the tags stand for.
    ///   - tags: what the answer depends on; a function of the parameters alone.
    ///   - load: finds the answer.
    public func cached<Answer: Codable & Sendable>(
        _ kind: QueryKind,
        _ parameters: some Encodable,
        tags: [CacheTag],
        load: @escaping @Sendable () async throws -> LoadedAnswer<Answer>
    ) async throws -> Answer {
        let executor = executor
        guard let cache else { return try await withTaskExecutorPreference(executor) { try await load().answer } }
        try await follow(cache)
        let key = CacheKey(kind.kind, schema: kind.schema, stores.recipe, try QueryParameters.text(parameters))
        do {
            return try await cache.value(
                for: key,
                tags: tags,
                policy: kind.policy(ttl: ttl),
                loading: {
                    let loaded = try await withTaskExecutorPreference(executor) { try await load() }
                    if loaded.isPassing { throw PassingAnswer(answer: loaded.answer) }
                    return CacheLoad(loaded.answer, outcome: loaded.isNegative ? .negative : .value)
                }
            )
        } catch let passing as PassingAnswer<Answer> {
            return passing.answer
        }
    }

    /// Ends what was kept in memory and a change has made wrong.
    private func follow(_ cache: QueryCache) async throws {
        guard let feed else { return }
        let latest = try feed.latestChange()
        let seen = seen.withLock { $0 }
        if latest == seen { return }
        let summary = try feed.changes(after: seen, limit: FollowedTier.changeLimit)
        await FollowedTier.$isForMemoryOnly.withValue(true) {
            do {
                if let tags = CacheTag.changed(by: summary) {
                    try await cache.invalidate(tags)
                } else {
                    try await cache.invalidate(kindsWithPrefix: "")
                }
            } catch {
                // In memory it holds all the same; the tier follows the library before it is read.
            }
        }
        // Whoever came meanwhile may have gone further, or has done the same.
        self.seen.withLock { $0 = $0 == seen ? summary.mark : $0 }
    }
}

/// An answer that must not be kept travels past the cache as an error.
private struct PassingAnswer<Answer: Sendable>: Error {
    var answer: Answer
}
