import API
import ArgumentParser
import BatchProcessing
import Engine
import Foundation
import Logging
import MCPServer
import Observability
import Ports
import RedisClient
import RedisStores
import SQLiteLibrary
import ServiceLifecycle
import UnixSignals

/// Everything that `serve` uses, put together from the settings.
struct ServeRuntime {
    private let configuration: APIConfiguration
    private let services: APIServices
    private let ingestion: IngestRuntime
    private let jobs: JobAccess
    private let worker: WorkerService?
    private let access: QueryAccess
    private let redis: RedisClient?
    private let threads: WorkThreads
    private let logger: Logger
    private let command: ServeCommand

    init(_ settings: Settings, _ command: ServeCommand) async throws {
        self.command = command
        let folder = try settings.resolve(.library).value
        _ = try Library.open(at: folder, mode: .create)
        configuration = try Self.configuration(settings, command)
        logger = try Self.logger(settings)
        threads = WorkThreads(count: configuration.threads)
        access = try QueryAccess(settings, isCaching: !command.caching.isOff, executor: threads)
        ingestion = try await IngestRuntime(settings)
        jobs = try await JobAccess.open(settings)
        let worker =
            command.noWorker
            ? nil
            : WorkerService(
                store: jobs.store,
                session: ingestion.session(),
                drain: .seconds(max(0, command.drain - 2)),
                log: try WorkerLog(settings, isQuiet: false)
            )
        self.worker = worker
        var services = try await Self.services(settings, access, folder: folder)
        services.ingestion = IngestionServices(
            jobs: jobs.store,
            batches: ingestion.catalogue,
            hasWorker: worker != nil,
            progress: { worker?.progress($0) }
        )
        redis = try RedisAccess.client(settings)
        if let limiter = redis.map({ RedisRateLimiter(client: $0) }) {
            services.sharedRate = { name, rule in
                RateWait(seconds: try await limiter.take(name, rate: rule.rate, burst: rule.burst))
            }
        }
        if let shelves = services.shelves {
            services.mcp = Self.mcp(access.queries, shelves, jobs.store, logger)
        }
        self.services = services
    }

    // MARK: Parts

    private static func configuration(_ settings: Settings, _ command: ServeCommand) throws -> APIConfiguration {
        var configuration = APIConfiguration()
        configuration.host = try settings.resolve(.apiHost).value
        configuration.port = try settings.number(.apiPort)
        configuration.webFolder = try webFolder(settings)
        configuration.allowedOrigins = try settings.resolve(.corsOrigins).value.listed
        configuration.allowedHosts = try settings.resolve(.apiNames).value.listed
        configuration.readsNeedKey = command.readsNeedKey
        configuration.threads = command.threads ?? ProcessInfo.processInfo.activeProcessorCount
        let rate = Double(try settings.number(.apiRate))
        configuration.addressRate = RateLimiter.Rule(rate: rate, burst: rate * 4)
        configuration.keyRate = RateLimiter.Rule(rate: rate * 4, burst: rate * 16)
        configuration.version = ArxivCosci.configuration.version
        return configuration
    }

    /// The folder of the web app: the one that is set, else the one beside the program or its build.
    private static func webFolder(_ settings: Settings) throws -> String? {
        func hasPage(_ folder: String) -> Bool { Foundation.access(folder + "/index.html", R_OK) == 0 }
        let folder = try settings.resolve(.apiWeb).value
        if !folder.isEmpty {
            guard hasPage(folder) else {
                throw CommandFailure.badInput("\(folder): has no index.html; build the web app with scripts/web-assets")
            }
            return folder
        }
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        return program.flatMap { place in
            [
                place.appending(path: "web"),
                place.deletingLastPathComponent().deletingLastPathComponent().appending(path: "web"),
            ]
            .map { $0.path() }.first(where: hasPage)
        }
    }

    private static func logger(_ settings: Settings) throws -> Logger {
        try LogConfiguration(settings).logger("arxiv-cosci")
    }

    private static func services(_ settings: Settings, _ access: QueryAccess, folder: String) async throws
        -> APIServices
    {
        let feed = access.feed
        var services = APIServices(queries: access.queries) { try feed.latestChange().description }
        services.cache = access.cache.map { CacheControl(cache: $0, tier: access.tier, records: access.records) }
        services.shelves = Shelves(
            store: access.shelves.store,
            papers: access.queries.stores.papers,
            patience: .seconds(5)
        )
        let observation = Observation.shared
        let requests = HTTPInstruments(observation.registry)
        services.began = { requests.began() }
        services.observe = { Self.note($0, requests) }
        services.metrics = { accept in
            let format = ExpositionFormat.preferred(by: accept)
            return (format.contentType, await observation.registry.exposition(format))
        }
        services.keys = KeyFile(path: folder + "/keys.json")
        services.audit = AuditLog(path: folder + "/audit.jsonl")
        let tokens = try settings.resolve(.apiTokens).value
        if !tokens.isEmpty { services.tokens = try await TokenVerifier(path: tokens) }
        services.explain = ServeErrors.meaning
        let models = try LibraryAccess.models(settings)
        services.health = { Self.health(folder, models) }
        services.initialise = {
            let isNew = Foundation.access(folder + "/library.sqlite", F_OK) != 0
            _ = try Library.open(at: folder, mode: .create)
            return isNew
        }
        return services
    }

    /// Speaks MCP over HTTP: what reads, what changes shelves, and what adds to the library, by way of the queue.
    private static func mcp(
        _ queries: CachedQueries,
        _ shelves: Shelves,
        _ jobs: any JobStore,
        _ logger: Logger
    ) -> MCPServer {
        @Sendable func enqueue(_ work: IngestJob) async throws -> WritingTools.Outcome {
            var (made, known): ([String], [String]) = ([], [])
            for outcome in try await jobs.enqueue([try work.request(queue: "default")]) {
                switch outcome {
                case .enqueued(let id): made.append(id)
                case .duplicate(let id): known.append(id)
                }
            }
            return .queued(jobs: made, duplicates: known)
        }
        return MCPServer(
            queries,
            version: ArxivCosci.configuration.version,
            additional: ShelfTools(shelves).all + [WritingTools.fetch(enqueue), WritingTools.ingest(enqueue)]
        ) { logger.error("mcp call failed", metadata: ["error": .string($0)]) }
    }

    /// Counts a request.
    private static func note(_ record: RequestRecord, _ requests: HTTPInstruments) {
        if record.isHot { requests.began() }
        requests.ended(
            method: record.method,
            route: record.route,
            status: record.status,
            seconds: record.duration.inSeconds,
            responseBytes: record.bytes ?? 0
        )
        switch record.status {
        case 401, 403: requests.refused(.unauthorized)
        case 413: requests.refused(.tooLarge)
        case 429: requests.refused(.rateLimited)
        case 504: requests.refused(.deadline)
        default: break
        }
    }

    private static func health(_ folder: String, _ models: EmbeddingModels) -> [HealthFinding] {
        do {
            let library = try Library.open(at: folder, mode: .readWrite)
            let derived = DerivedLibrary(path: folder, feed: library)
            return library.health(isThorough: false) + (try derived.health(isThorough: false, models: models))
        } catch let error as LibraryError {
            return [HealthFinding("Library", .failed, error.message, remedy: error.advice)]
        } catch {
            return [HealthFinding("Library", .failed, "\(error)")]
        }
    }

    // MARK: Running

    /// Serves until it is asked to stop.
    func run() async throws {
        let (configuration, services, command) = (configuration, services, command)
        let server = APIServer(configuration, services, threads: threads, logger: logger) { port in
            ServeGreeting(configuration, port: port).show(token: command.open ? services.sessions.makeLink() : nil)
        }
        prepare()
        var group = ServiceGroupConfiguration(
            services: (worker.map { [.init(service: $0)] } ?? [])
                + [.init(service: MemoryService()), .init(service: server.application)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = .seconds(command.drain)
        group.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: group).run()
    }

    /// Brings the index up to date, so that the first who asks need not wait for it. What is under way when the server stops is left:
    /// an index appears only when it is complete.
    private func prepare() {
        let (queries, logger) = (access.queries, logger)
        Task(executorPreference: threads) {
            let start = ContinuousClock.now
            do {
                _ = try await queries.answer(SearchQuery(SearchRequest(text: "index")))
                _ = try await queries.answer(MapLibrary.Request())
                logger.info("index is ready", metadata: ["seconds": "\((ContinuousClock.now - start).inSeconds)"])
            } catch {
                logger.warning("index is not ready", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Lets go of everything.
    func close() async {
        services.audit?.flush()
        redis?.shutDown()
        await jobs.end()
        await ingestion.close()
        await access.close()
    }
}

/// What is said when the server listens.
private struct ServeGreeting {
    private let address: String
    private let hasWeb: Bool

    init(_ configuration: APIConfiguration, port: Int) {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        address = "http://\(host == "0.0.0.0" ? "127.0.0.1" : host):\(port)"
        hasWeb = configuration.webFolder != nil
    }

    func show(token: String?) {
        let terminal = Terminal.standardError
        terminal.write("listening on \(address)  (documents: \(address)/docs; Ctrl-C stops)\n")
        if !hasWeb { terminal.write("the web app is not installed; scripts/web-assets builds it\n") }
        if let token { terminal.write("for you, once, in the next 5 minutes: \(address)/#token=\(token)\n") }
    }
}

/// What errors of the stores mean to clients, who learn nothing of where things lie.
enum ServeErrors {
    static func meaning(_ error: any Error) -> ErrorMeaning? {
        guard let error = error as? LibraryError else { return nil }
        switch error.code {
        case .locked: return .unavailable("another program writes to the library")
        case .notFound: return .unavailable("there is no library; POST /api/system/init makes one")
        case .readOnly: return .conflict("the library can only be read")
        case .diskFull: return .unavailable("the server's disk is full")
        default: return nil
        }
    }
}
