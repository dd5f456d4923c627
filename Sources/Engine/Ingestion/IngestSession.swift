import AsyncAlgorithms
public import BatchProcessing
import Foundation
public import Ports
import Synchronization
import Upstreams

/// Runs ingestion work: as a batch with a journal on this machine, or as a job that a queue delivered.
public struct IngestSession: Sendable {
    /// Records that are ingested together.
    private static let recordsPerGroup = 1000

    let clients: UpstreamClients
    let ingester: PaperBatchIngester
    let configuration: BatchConfiguration
    let catalogue: BatchCatalogue
    let journalFolder: String
    let filesFolder: String
    let papers: @Sendable () throws -> any PaperStore
    let ledger: ProgressLedger?

    /// A session.
    ///
    /// - Parameters:
    ///   - journalFolder: where batches and the places of harvests are kept.
    ///   - filesFolder: where full texts are put.
    ///   - papers: opens the library for reading, as it is at that moment.
    ///   - ledger: adds up what jobs count; nil for nobody.
    public init(
        clients: UpstreamClients,
        ingester: PaperBatchIngester,
        configuration: BatchConfiguration,
        journalFolder: String,
        filesFolder: String,
        papers: @escaping @Sendable () throws -> any PaperStore,
        ledger: ProgressLedger? = nil
    ) {
        self.clients = clients
        self.ingester = ingester
        self.configuration = configuration
        self.catalogue = BatchCatalogue(directory: journalFolder)
        self.journalFolder = journalFolder
        self.filesFolder = filesFolder
        self.papers = papers
        self.ledger = ledger
    }

    // MARK: Batches

    /// Begins a batch: it is on the disk, and can be resumed, when this returns.
    public func begin(_ work: IngestJob) throws -> BatchRun {
        try catalogue.create(pipeline: work.kind, arguments: try work.arguments(), items: work.items)
    }

    /// Works on a batch until it is done or asked to stop; what is done already is passed over.
    public func run(_ run: BatchRun, stop: StopSignal, meter: ProgressMeter) async throws -> IngestReport {
        var items: [String] = []
        for try await item in run.items() { items.append(item) }
        let work = try IngestJob(pipeline: run.pipeline, arguments: run.arguments, items: items)
        try run.acquire()
        defer { run.release() }
        let report = try await perform(work, run: run, stop: stop, meter: meter)
        if !report.result.wasStopped { try run.conclude(report.result) }
        return report
    }

    // MARK: Work

    /// Does a piece of work.
    ///
    /// - Parameter run: the batch it belongs to; nil when something else remembers that it has to be done.
    public func perform(
        _ work: IngestJob,
        run: BatchRun? = nil,
        stop: StopSignal,
        meter: ProgressMeter
    ) async throws -> IngestReport {
        let tally = StoreTally()
        let fatal = FatalFailure(stop: stop)
        let processor = BatchProcessor(
            pipeline: work.kind,
            configuration: configuration,
            run: run,
            progress: meter,
            classify: FailureClass.of
        )
        var report = IngestReport(run: run?.id, pipeline: work.kind, result: BatchResult())
        switch work {
        case .fetch(let identifiers, let options):
            try await fetch(identifiers, options, processor, tally, fatal, stop, meter, &report)
        case .download(let identifiers, let options):
            try await download(identifiers, options, processor, stop, meter, &report)
        case .ingest(let files):
            try await ingest(files, processor, tally, fatal, stop, &report)
        case .harvest(let options):
            try await harvest(options, stop, meter, &report)
        }
        try fatal.rethrow()
        report.stores += tally.results
        report.requests = clients.statistics
        if !report.result.wasStopped, report.result.failed + report.result.dead == 0 { meter.noteSuccess() }
        return report
    }

    private func fetch(
        _ identifiers: [String],
        _ options: FetchOptions,
        _ processor: BatchProcessor,
        _ tally: StoreTally,
        _ fatal: FatalFailure,
        _ stop: StopSignal,
        _ meter: ProgressMeter,
        _ report: inout IngestReport
    ) async throws {
        let network = FetchNetwork(options: options, papers: papers)
        report.leftOut = try await network.expand(from: identifiers) { level in
            let fetcher = FetchPapers(clients: clients, ingester: ingester, tally: tally, options: level.options)
            meter.begin(total: level.identifiers.count)
            let result = try await processor.processGroups(
                level.identifiers.async,
                key: { level.key($0) },
                stop: stop
            ) { group in
                try await fatal.catching { try await fetcher.fetch(group) }
            }
            report.result.add(result)
            return !result.wasStopped
        }
    }

    private func download(
        _ identifiers: [String],
        _ options: DownloadOptions,
        _ processor: BatchProcessor,
        _ stop: StopSignal,
        _ meter: ProgressMeter,
        _ report: inout IngestReport
    ) async throws {
        let downloader = DownloadFiles(
            arxiv: clients.arxiv,
            papers: try papers(),
            folder: filesFolder,
            options: options
        )
        meter.begin(total: identifiers.count)
        report.result = try await processor.process(identifiers.async, key: { $0 }, stop: stop) { identifier in
            try await downloader.download(identifier)
        }
    }

    private func ingest(
        _ files: [String],
        _ processor: BatchProcessor,
        _ tally: StoreTally,
        _ fatal: FatalFailure,
        _ stop: StopSignal,
        _ report: inout IngestReport
    ) async throws {
        let issues = IssueList()
        let groups = RecordGroups(files: InputFiles(files).paths, size: Self.recordsPerGroup)
        report.result = try await processor.process(groups, key: { $0.key }, stop: stop) { group in
            issues.add(group)
            tally.add(try await fatal.catching { try await ingester.ingestPapersFull(group.records) })
            return .done(note: "\(group.records.count) records")
        }
        report.issues = issues.texts
        report.issueCount = issues.count
    }

    private func harvest(
        _ options: HarvestOptions,
        _ stop: StopSignal,
        _ meter: ProgressMeter,
        _ report: inout IngestReport
    ) async throws {
        let state = try HarvestState(
            folder: journalFolder + "/harvest",
            name: HarvestPapers.stateName(options)
        )
        let harvest = try await HarvestPapers(arxiv: clients.arxiv, ingester: ingester).run(
            options,
            state: state,
            stop: stop
        ) { progress in
            meter.set(done: progress.records, failed: progress.failed, total: progress.listSize)
        }
        report.harvest = harvest
        report.stores = harvest.stores
        report.issues = harvest.issues
        report.issueCount = harvest.failed
        report.result.total = harvest.records + harvest.failed
        report.result.successful = harvest.records
        report.result.dead = harvest.failed
        report.result.wasStopped = harvest.wasStopped
    }
}

/// A failure that concerns the whole run (the disk is full, the library cannot be written): work stops, and the failure is told.
private final class FatalFailure: Sendable {
    private let failure = Mutex<(any Error)?>(nil)
    private let stop: StopSignal

    init(stop: StopSignal) {
        self.stop = stop
    }

    func catching<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error where !(error is CancellationError) && !(error is any ClassifiedError) {
            failure.withLock { $0 = $0 ?? error }
            stop.raise(to: .hard)
            throw error
        }
    }

    func rethrow() throws {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}

/// Records that could not be read, from many tasks.
private final class IssueList: Sendable {
    private static let maximum = 1000

    private let state = Mutex<(texts: [String], count: Int)>(([], 0))

    var texts: [String] { state.withLock { $0.texts } }
    var count: Int { state.withLock { $0.count } }

    func add(_ group: RecordGroup) {
        guard !group.issues.isEmpty else { return }
        state.withLock { state in
            state.count += group.issues.count
            state.texts += group.issues.prefix(max(0, Self.maximum - state.texts.count)).map {
                "\(group.file): \($0)"
            }
        }
    }
}
