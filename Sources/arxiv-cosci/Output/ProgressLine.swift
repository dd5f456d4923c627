import Engine
import Foundation
import Synchronization

/// Shows how far a command is: a line that is rewritten on a terminal, a line every 10 seconds elsewhere.
final class ProgressLine: Sendable {
    private struct State {
        var lastShown: ContinuousClock.Instant
        var isLineOpen = false
        /// When the present stage began, and which it is.
        var stage: IndexPart?
        var stageStart = ContinuousClock.now
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now
    private let isSilent: Bool
    private let terminal = Terminal.standardError

    init(isQuiet: Bool, isJSON: Bool) {
        isSilent = isQuiet || (isJSON && !Terminal.standardError.isInteractive)
        state = Mutex(State(lastShown: .now))
    }

    /// Takes note of progress of an import, and shows it when it is time.
    func update(_ progress: ImportProgress) {
        show { _ in text(progress, elapsed: (.now - start) / .seconds(1)) }
    }

    /// Takes note of progress of the index, and shows it when it is time.
    func update(_ progress: IndexProgress) {
        show { state in
            if state.stage != progress.part {
                state.stage = progress.part
                state.stageStart = .now
            }
            return text(progress, elapsed: (.now - state.stageStart) / .seconds(1))
        }
    }

    private func show(_ makeLine: (inout State) -> String) {
        guard !isSilent else { return }
        let now = ContinuousClock.now
        let interval: Duration = terminal.isInteractive ? .milliseconds(100) : .seconds(10)
        state.withLock { state in
            guard now - state.lastShown >= interval else { return }
            state.lastShown = now
            let line = makeLine(&state)
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
            parts.insert(Self.bar(done), at: 0)
            parts.append(Self.left(done, elapsed))
        }
        if progress.failed > 0 { parts.append("\(progress.failed) refused") }
        parts.append((progress.file as NSString).lastPathComponent.printable)
        return parts.joined(separator: "  ")
    }

    private func text(_ progress: IndexProgress, elapsed: Double) -> String {
        let done = progress.total > 0 ? min(1, Double(progress.done) / Double(progress.total)) : 0
        let rate = Double(progress.done) / max(elapsed, 0.001)
        var parts = [Self.bar(done), "index: \(progress.part.rawValue)", "\(progress.done) of \(progress.total)"]
        parts.append("\(Int(rate))/s")
        if done > 0 { parts.append(Self.left(done, elapsed)) }
        return parts.joined(separator: "  ")
    }

    private static func bar(_ done: Double) -> String {
        let filled = Int(done * 20)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        return "[\(bar)] \(Int(done * 100)) %"
    }

    private static func left(_ done: Double, _ elapsed: Double) -> String {
        let left = Int(elapsed / done * (1 - done))
        return left >= 60 ? "\(left / 60) min \(left % 60) s left" : "\(left) s left"
    }
}
