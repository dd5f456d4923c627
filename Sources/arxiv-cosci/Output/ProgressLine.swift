import Engine
import Foundation
import Synchronization

/// Shows how far an import is: a line that is rewritten on a terminal, a line every 10 seconds elsewhere.
final class ProgressLine: Sendable {
    private struct State {
        var lastShown: ContinuousClock.Instant
        var isLineOpen = false
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now
    private let isSilent: Bool
    private let terminal = Terminal.standardError

    init(isQuiet: Bool, isJSON: Bool) {
        isSilent = isQuiet || (isJSON && !Terminal.standardError.isInteractive)
        state = Mutex(State(lastShown: .now))
    }

    /// Takes note of progress, and shows it when it is time.
    func update(_ progress: ImportProgress) {
        guard !isSilent else { return }
        let now = ContinuousClock.now
        let interval: Duration = terminal.isInteractive ? .milliseconds(100) : .seconds(10)
        state.withLock { state in
            guard now - state.lastShown >= interval else { return }
            state.lastShown = now
            let line = text(progress, elapsed: (now - start) / .seconds(1))
            if terminal.isInteractive {
                state.isLineOpen = true
                terminal.write("\r\u{1B}[K" + String(line.prefix(terminal.width - 1)))
            } else {
                terminal.write(line + "\n")
            }
        }
    }

    /// Clears the line.
    func finish() {
        state.withLock { state in
            if state.isLineOpen { terminal.write("\r\u{1B}[K") }
            state.isLineOpen = false
        }
    }

    private func text(_ progress: ImportProgress, elapsed: Double) -> String {
        let rate = Double(progress.records) / max(elapsed, 0.001)
        var parts = ["\(progress.records) records", "\(Int(rate))/s"]
        if let total = progress.bytesTotal, total > 0, progress.bytesRead > 0 {
            let done = min(1, Double(progress.bytesRead) / Double(total))
            let left = Int(elapsed / done * (1 - done))
            let filled = Int(done * 20)
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
            parts.insert("[\(bar)] \(Int(done * 100)) %", at: 0)
            parts.append(left >= 60 ? "\(left / 60) min \(left % 60) s left" : "\(left) s left")
        }
        if progress.failed > 0 { parts.append("\(progress.failed) refused") }
        parts.append((progress.file as NSString).lastPathComponent.printable)
        return parts.joined(separator: "  ")
    }
}
