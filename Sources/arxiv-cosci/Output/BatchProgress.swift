import BatchProcessing
import Foundation

/// Shows how far a batch is: a bar on a terminal, a line every 10 seconds elsewhere, JSON objects with `--json`; and keeps a file of
/// metrics.
final class BatchProgress: Sendable {
    private let task: Task<Void, Never>

    init(_ meter: ProgressMeter, _ options: RunOptions) {
        let painter = Painter(
            meter: meter,
            isQuiet: options.quiet,
            isJSON: options.json,
            metricsFile: options.metricsFile
        )
        task = Task.detached {
            while !Task.isCancelled {
                // When cancelled it does not wait; the loop ends.
                try? await Task.sleep(for: painter.interval)
                if !Task.isCancelled { await painter.show() }
            }
            await painter.finish()
        }
    }

    /// Shows the last numbers where they are of use and clears the line.
    func finish() async {
        task.cancel()
        await task.value
    }
}

/// Writes one state of progress.
private struct Painter: Sendable {
    let meter: ProgressMeter
    let isQuiet: Bool
    let isJSON: Bool
    private let metricsFile: MetricsFileKeeper?
    private let terminal = Terminal.standardError

    init(meter: ProgressMeter, isQuiet: Bool, isJSON: Bool, metricsFile: String?) {
        self.meter = meter
        self.isQuiet = isQuiet
        self.isJSON = isJSON
        self.metricsFile = metricsFile.map { MetricsFileKeeper($0) }
    }

    private var hasBar: Bool { terminal.isInteractive && !isJSON }

    var interval: Duration { hasBar ? .milliseconds(200) : .seconds(10) }

    func show() async {
        let snapshot = meter.snapshot()
        await metricsFile?.write()
        guard !isQuiet else { return }
        if isJSON {
            writeEvent(snapshot)
        } else if hasBar {
            terminal.write("\r\u{1B}[K" + ProgressText.bar(snapshot, width: terminal.width - 1))
        } else {
            terminal.write(ProgressText.line(snapshot) + "\n")
        }
    }

    func finish() async {
        let snapshot = meter.snapshot()
        await metricsFile?.write()
        guard !isQuiet else { return }
        if isJSON { writeEvent(snapshot) } else if hasBar { terminal.write("\r\u{1B}[K") }
    }

    private func writeEvent(_ snapshot: ProgressSnapshot) {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys]
        // Progress that cannot be shown does not stop the work.
        guard let data = try? encoder.encode(snapshot) else { return }
        terminal.write(String(decoding: data, as: UTF8.self) + "\n")
    }
}
