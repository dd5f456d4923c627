public import BatchProcessing

/// What became of a job whose items did not all end well.
struct JobFailure: ClassifiedError, CustomStringConvertible {
    var failureClass: FailureClass
    var description: String
}

extension IngestSession {
    private static let shownErrors = 5

    /// Does a job of a queue.
    ///
    /// - Parameter watch: is given what counts the work, before it begins.
    /// - Throws: an error that may pass when items failed for such a reason; a permanent one when the rest ended well but items
    ///   cannot work; `CancellationError` when it was stopped.
    public func handle(
        _ job: Job,
        stop: StopSignal,
        watching watch: (ProgressMeter) -> Void = { _ in }
    ) async throws {
        let meter = ledger?.meter(pipeline: job.kind) ?? ProgressMeter(pipeline: job.kind)
        watch(meter)
        let report = try await perform(IngestJob(job), stop: stop, meter: meter)
        guard !report.result.wasStopped else { throw CancellationError() }
        let failedStores = report.stores.filter { $0.failed > 0 }
        var reasons = report.result.errors.prefix(Self.shownErrors).map { "\($0.item): \($0.message)" }
        reasons += report.issues.prefix(Self.shownErrors)
        reasons += failedStores.map { "\($0.store): \($0.failed) records not written: \($0.error ?? "")" }
        let isPassing = report.result.failed > 0 || !failedStores.isEmpty
        let count = report.result.failed + report.result.dead + report.issueCount
        guard isPassing || count > 0 else { return }
        throw JobFailure(
            failureClass: isPassing ? .transient : .permanent,
            description: "\(count) items failed: " + reasons.joined(separator: "; ")
        )
    }
}
