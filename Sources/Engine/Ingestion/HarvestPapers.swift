public import BatchProcessing
import Formats
import Literature
public import Upstreams

/// What a harvest did.
public struct HarvestReport: Hashable, Sendable, Codable {
    /// Pages fetched.
    public var pages = 0
    /// Records that arXiv gave.
    public var records = 0
    /// Records that arXiv has deleted; they stay in the library.
    public var deleted = 0
    /// Records that could not be read, with the reasons; the first hundred.
    public var issues: [String] = []
    /// How many records could not be read.
    public var failed = 0
    /// What became of the records, by store.
    public var stores: [PaperBatchIngester.StoreResult] = []
    /// The first day that was asked for; nil for everything.
    public var from: String?
    /// The first day of the next harvest of this set.
    public var nextFrom: String?
    /// Whether an interrupted harvest was continued.
    public var wasResumed = false
    /// Whether it was stopped before its end; the next one goes on from there.
    public var wasStopped = false

    /// How many records arXiv says the list has; nil when it does not.
    public var listSize: Int?

    mutating func add(_ results: [PaperBatchIngester.StoreResult]) {
        PaperBatchIngester.StoreResult.merge(results, into: &stores)
    }
}

/// Harvests a set of arXiv over OAI-PMH, page by page, and remembers where it is.
public struct HarvestPapers: Sendable {
    private let arxiv: ArxivClient
    private let ingester: PaperBatchIngester

    /// A harvester.
    public init(arxiv: ArxivClient, ingester: PaperBatchIngester) {
        self.arxiv = arxiv
        self.ingester = ingester
    }

    /// The name under which the place of a harvest is remembered.
    public static func stateName(_ options: HarvestOptions) -> String {
        (options.set ?? "all") + "." + options.format
    }

    /// Runs a harvest to its end, or until it is asked to stop.
    ///
    /// A page is first ingested, then noted as done: a harvest that dies repeats one page at most, which changes nothing.
    ///
    /// - Parameter progress: called after every page.
    /// - Throws: ``UpstreamError``, the library's errors; the place reached is remembered.
    public func run(
        _ options: HarvestOptions,
        state: HarvestState,
        stop: StopSignal,
        progress: @Sendable (HarvestReport) -> Void = { _ in }
    ) async throws -> HarvestReport {
        let cursor = Self.start(options, state.memory)
        var report = HarvestReport()
        report.from = cursor.request.from
        report.wasResumed = cursor.pages > 0
        for try await page in arxiv.harvest(cursor) {
            report.add(try await ingester.ingestPapersFull(page.page.records))
            try state.update { memory in
                memory.cursor = page.cursor.isFinished ? nil : page.cursor
                if page.cursor.isFinished, options.until == nil {
                    memory.nextFrom = page.cursor.nextFrom ?? memory.nextFrom
                }
                if page.cursor.isFinished { memory.completed += 1 }
            }
            report.pages += 1
            report.records += page.page.papers.count
            report.deleted += page.deleted.count
            report.failed += page.page.issues.count
            report.issues += page.page.issues.prefix(max(0, 100 - report.issues.count)).map(\.description)
            report.listSize = page.listSize ?? report.listSize
            progress(report)
            if stop.level > .none, !page.cursor.isFinished {
                report.wasStopped = true
                break
            }
        }
        report.nextFrom = state.memory.nextFrom
        return report
    }

    /// Where to begin: in the middle of the harvest that is under way when it is the same one, else anew.
    private static func start(_ options: HarvestOptions, _ memory: HarvestState.Memory) -> HarvestCursor {
        if let cursor = memory.cursor, cursor.request.until == options.until, options.from == nil { return cursor }
        let prefix = HarvestRequest.Prefix(rawValue: options.format) ?? .arXivRaw
        return HarvestCursor(
            HarvestRequest(
                prefix: prefix,
                set: options.set,
                from: options.from ?? memory.nextFrom,
                until: options.until
            )
        )
    }
}
