import BatchProcessing
import Engine
import Foundation

/// Runs batches from the command line: progress, signals, answers, exit codes.
struct BatchRunner {
    private let runtime: IngestRuntime
    private let options: RunOptions
    private let session: IngestSession

    init(_ runtime: IngestRuntime, _ options: RunOptions) {
        self.runtime = runtime
        self.options = options
        session = runtime.session()
    }

    /// Runs new work.
    func run(_ work: [IngestJob]) async throws {
        try await concluding(work.first?.kind ?? "batch") { stop, meter in
            var reports: [IngestReport] = []
            for piece in work where stop.level == .none {
                if case .harvest = piece {
                    reports.append(try await session.perform(piece, stop: stop, meter: meter))
                } else {
                    reports.append(try await session.run(session.begin(piece), stop: stop, meter: meter))
                }
            }
            return reports
        }
    }

    /// Goes on with a batch.
    func resume(_ run: BatchRun) async throws {
        try await concluding(run.pipeline) { stop, meter in [try await session.run(run, stop: stop, meter: meter)] }
    }

    private func concluding(
        _ pipeline: String,
        _ body: (StopSignal, ProgressMeter) async throws -> [IngestReport]
    ) async throws {
        let stop = StopSignal()
        let meter = Observation.shared.ledger.meter(pipeline: pipeline)
        let progress = BatchProgress(meter, options)
        let signals = InterruptSignals(stop)
        let reports: [IngestReport]
        do {
            reports = try await body(stop, meter)
            signals.stop()
            await progress.finish()
            await runtime.close()
        } catch {
            signals.stop()
            await progress.finish()
            await runtime.close()
            throw error
        }
        for report in reports { try BatchAnswer(report).show(json: options.json) }
        if let failure = BatchAnswer.conclusion(reports) { throw failure }
    }
}
