/// Looks after a batch once a second: forces the journal to the disk, notices when it was cancelled or the machine runs short.
struct BatchWatch: Sendable {
    private let configuration: BatchConfiguration
    private let run: BatchRun?
    private let journal: JournalWriter?
    private let progress: ProgressMeter
    private let clock: any BatchClock

    init(
        _ configuration: BatchConfiguration,
        run: BatchRun?,
        journal: JournalWriter?,
        progress: ProgressMeter,
        clock: any BatchClock
    ) {
        self.configuration = configuration
        self.run = run
        self.journal = journal
        self.progress = progress
        self.clock = clock
    }

    /// Runs until it is cancelled.
    ///
    /// - Throws: ``BatchFileError`` when the journal cannot be forced to the disk.
    func run<Item>(_ window: BatchWindow<Item>, stop: StopSignal) async throws {
        var shortSince: Duration?
        var stoppedAt: Duration?
        while !Task.isCancelled {
            do {
                try await clock.sleep(for: .seconds(1))
            } catch {
                return
            }
            try journal?.sync()
            let health = window.health
            progress.note(breaker: health.breaker, retryBudget: health.retryBudget, hasCheckpoint: journal != nil)
            let now = clock.now()
            if run?.isCancelled == true { stop.raise(to: .soft) }
            let shortage = configuration.floors.shortage()
            window.setShortage(shortage)
            shortSince = shortage == nil ? nil : shortSince ?? now
            if let shortage, let shortSince, now - shortSince >= configuration.floors.patience {
                window.setStopReason(shortage)
                stop.raise(to: .soft)
            }
            if stop.level >= .soft {
                stoppedAt = stoppedAt ?? now
                if let stoppedAt, now - stoppedAt >= configuration.drain { stop.raise(to: .hard) }
            }
        }
    }
}
