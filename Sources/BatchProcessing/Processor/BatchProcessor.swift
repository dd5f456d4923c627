import Synchronization

/// Works on many items: a fixed number at once, each tried several times if need be, every end written to a journal.
///
/// A continuous window: as soon as a slot is free it takes the next item, or one whose time for another attempt has come; items that
/// wait for another attempt hold no slot. Memory does not grow with the number of items. Each item is done at least once; with
/// effects that may be repeated, the result is as if it had been done exactly once.
public struct BatchProcessor: Sendable {
    private let pipeline: String
    private let configuration: BatchConfiguration
    private let run: BatchRun?
    private let progress: ProgressMeter
    private let classify: FailureClassifier
    private let clock: any BatchClock

    /// A processor.
    ///
    /// - Parameters:
    ///   - pipeline: names the work in progress and metrics.
    ///   - run: where ends are noted, and looked up when work is resumed; nil notes nothing.
    ///   - classify: says what an error means for trying again.
    public init(
        pipeline: String,
        configuration: BatchConfiguration,
        run: BatchRun? = nil,
        progress: ProgressMeter,
        classify: @escaping FailureClassifier = FailureClass.of,
        clock: any BatchClock = SystemBatchClock()
    ) {
        self.pipeline = pipeline
        self.configuration = configuration
        self.run = run
        self.progress = progress
        self.classify = classify
        self.clock = clock
    }

    /// Works on items one by one.
    ///
    /// - Parameters:
    ///   - key: names an item in the journal; the same item has the same name in every run.
    ///   - stop: asks to stop.
    ///   - work: does one item; called from many tasks.
    /// - Throws: `CancellationError`; ``BatchFileError`` when the journal cannot be written; errors of `items`.
    public func process<Items: AsyncSequence & Sendable>(
        _ items: Items,
        key: @escaping @Sendable (Items.Element) -> String,
        stop: StopSignal = StopSignal(),
        work: @escaping @Sendable (Items.Element) async throws -> ItemOutcome
    ) async throws -> BatchResult where Items.Element: Sendable {
        try await process(items, groupSize: 1, key: key, stop: stop) { group in
            [.success(try await work(group[0]))]
        }
    }

    /// Works on items in groups, where one call serves many.
    ///
    /// - Parameter work: does up to ``BatchConfiguration/batchSize`` items and tells what became of each, in their order; what it
    ///   throws counts for all of them.
    /// - Throws: see ``process(_:key:stop:work:)``.
    public func processGroups<Items: AsyncSequence & Sendable>(
        _ items: Items,
        key: @escaping @Sendable (Items.Element) -> String,
        stop: StopSignal = StopSignal(),
        work: @escaping @Sendable ([Items.Element]) async throws -> [Result<ItemOutcome, any Error>]
    ) async throws -> BatchResult where Items.Element: Sendable {
        try await process(items, groupSize: configuration.batchSize, key: key, stop: stop, work: work)
    }

    private func process<Items: AsyncSequence & Sendable>(
        _ items: Items,
        groupSize: Int,
        key: @escaping @Sendable (Items.Element) -> String,
        stop: StopSignal,
        work: @escaping @Sendable ([Items.Element]) async throws -> [Result<ItemOutcome, any Error>]
    ) async throws -> BatchResult where Items.Element: Sendable {
        try run?.acquire()
        let settled = try run?.settledKeys() ?? []
        let journal = try run.map {
            try JournalWriter(path: $0.journalPath, groupSize: configuration.checkpointInterval)
        }
        let window = BatchWindow<Items.Element>(configuration)
        let slots = BatchSlots(
            window: window,
            source: ItemSource(items),
            groupSize: groupSize,
            isSettled: { key in !settled.isEmpty && settled.contains(KeyHash.of(key)) },
            key: key,
            ends: ItemEnds(window: window, journal: journal, progress: progress, clock: clock),
            configuration: configuration,
            classify: classify,
            progress: progress,
            clock: clock,
            stop: stop,
            deadlines: configuration.itemTimeout.map { CallDeadlines(limit: $0, clock: clock) },
            work: work
        )
        let start = clock.now()
        let watch = BatchWatch(configuration, run: run, journal: journal, progress: progress, clock: clock)
        try await slots.run(watch: watch)
        try journal?.sync()
        var result = window.result
        result.checkpoints = journal?.syncs ?? 0
        result.seconds = (clock.now() - start).inSeconds
        result.wasStopped = stop.level > .none || result.stopReason != nil
        return result
    }
}
