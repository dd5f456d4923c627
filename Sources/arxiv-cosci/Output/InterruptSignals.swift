import BatchProcessing
import Dispatch
import Foundation
import Synchronization

/// Calls back on SIGINT and SIGTERM; after `count` of them the next one ends the process at once.
final class InterruptSignals {
    private let sources: [any DispatchSourceSignal]

    /// - Parameter count: how many signals are passed on.
    init(count: Int = 1, _ handler: @escaping @Sendable () -> Void) {
        let seen = Countdown(count)
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if seen.isLast() { for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) } }
                handler()
            }
            source.resume()
            return source
        }
    }

    /// Asks to stop: on the first signal to finish what is begun, on the second to let go.
    convenience init(_ stop: StopSignal) {
        self.init(count: 2) {
            if stop.level == .none {
                Terminal.standardError.write("\nfinishing what is begun; interrupt again to stop at once\n")
            }
            stop.request()
        }
    }

    /// Restores the default behaviour.
    func stop() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}

/// Counts signals down.
private final class Countdown: Sendable {
    private let left: Atomic<Int>

    init(_ count: Int) {
        left = Atomic(count)
    }

    /// Whether this was the last one.
    func isLast() -> Bool { left.subtract(1, ordering: .relaxed).newValue <= 0 }
}
