public import BatchProcessing
public import Caching
public import Engine
public import MCPServer
public import Ports

/// What the server works with, put together by whoever starts it. What is missing has no paths.
public struct APIServices: Sendable {
    /// What is asked.
    public var queries: CachedQueries
    /// The state of the library: another text after every change.
    public var libraryState: @Sendable () throws -> String
    /// The cache behind ``queries``; nil when nothing is kept.
    public var cache: CacheControl?
    /// Queues and batches; nil when there are none.
    public var ingestion: IngestionServices?
    /// What a check of everything finds.
    public var health: (@Sendable () -> [HealthFinding])?
    /// Makes an empty library where there is none; answers whether it made one.
    public var initialise: (@Sendable () throws -> Bool)?
    /// What the user keeps about papers; nil when nothing is kept.
    public var shelves: Shelves?
    /// Speaks MCP over HTTP; nil when nothing does.
    public var mcp: MCPServer?
    /// What is measured: text in the format that a client likes best, with its type; nil when nothing is.
    public var metrics: (@Sendable (_ accept: String?) async -> (type: String, text: [UInt8]))?
    /// The keys.
    public var keys: KeyFile?
    /// Tokens that somebody else issues; nil when none are believed.
    public var tokens: TokenVerifier?
    /// Sessions of the person who started the server.
    public var sessions = SessionTokens()
    /// Counts requests for several servers together; nil when each counts for itself. Throws when it cannot be asked.
    public var sharedRate: (@Sendable (_ name: String, _ rule: RateLimiter.Rule) async throws -> RateWait)?
    /// Where changes are noted.
    public var audit: AuditLog?
    /// What an error of the stores below means to a client; nil for one that should not happen.
    public var explain: @Sendable (any Error) -> ErrorMeaning? = { _ in nil }
    /// Called before every request that is not answered from what is kept.
    public var began: @Sendable () -> Void = {}
    /// Called after every request.
    public var observe: @Sendable (RequestRecord) -> Void = { _ in }

    /// Services over a library.
    public init(queries: CachedQueries, libraryState: @escaping @Sendable () throws -> String) {
        self.queries = queries
        self.libraryState = libraryState
    }
}

/// How long somebody should wait before they ask again.
public struct RateWait: Sendable {
    /// Seconds; nil when they may go on.
    public var seconds: Int?

    /// A wait.
    public init(seconds: Int?) {
        self.seconds = seconds
    }
}

/// The cache, for those who look after it.
public struct CacheControl: Sendable {
    /// The cache.
    public var cache: QueryCache
    /// The second level; nil when there is none.
    public var tier: (any CacheTier)?
    /// What earlier processes did.
    public var records: CacheRecords

    /// A cache.
    public init(cache: QueryCache, tier: (any CacheTier)?, records: CacheRecords) {
        self.cache = cache
        self.tier = tier
        self.records = records
    }
}

/// Queues, batches, and what works on them.
public struct IngestionServices: Sendable {
    /// Where jobs wait.
    public var jobs: any JobStore
    /// Where batches lie.
    public var batches: BatchCatalogue
    /// How far a job is that this process works on; nil for others.
    public var progress: @Sendable (_ job: String) -> ProgressSnapshot?
    /// Whether this process works on jobs.
    public var hasWorker: Bool

    /// Queues and batches.
    public init(
        jobs: any JobStore,
        batches: BatchCatalogue,
        hasWorker: Bool,
        progress: @escaping @Sendable (_ job: String) -> ProgressSnapshot?
    ) {
        self.jobs = jobs
        self.batches = batches
        self.hasWorker = hasWorker
        self.progress = progress
    }
}

/// What an error means to a client.
public enum ErrorMeaning: Sendable {
    /// What was asked for is not there.
    case notFound(String)
    /// A value is wrong.
    case wrong(String)
    /// It cannot be done as things stand.
    case conflict(String)
    /// It cannot be done now.
    case unavailable(String)
}

/// What became of a request, for metrics.
public struct RequestRecord: Sendable {
    /// The pattern of the path; a fixed text for what is no operation.
    public var route: String
    /// The method.
    public var method: String
    /// The status.
    public var status: Int
    /// How long it took.
    public var duration: Duration
    /// Bytes of the answer; nil for a stream that was only begun.
    public var bytes: Int?
    /// Whether it was answered on the connection's own thread, so that nobody was told that it began.
    public var isHot: Bool
}
