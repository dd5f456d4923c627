import Synchronization

/// Adds up what all meters of a process count, those of work that is over too: what metrics are made of.
///
/// Counts never go back, however many meters come and go.
public final class ProgressLedger: Sendable {
    private struct State {
        var live: [ObjectIdentifier: ProgressCore] = [:]
        var over: [String: ProgressCounts] = [:]
    }

    private let clock: any BatchClock
    private let state = Mutex(State())

    /// An empty ledger.
    public init(clock: any BatchClock = SystemBatchClock()) { self.clock = clock }

    /// A meter whose counts are added up here.
    public func meter(pipeline: String) -> ProgressMeter {
        let meter = ProgressMeter(pipeline: pipeline, clock: clock, ledger: self)
        state.withLock { $0.live[ObjectIdentifier(meter.core)] = meter.core }
        return meter
    }

    /// A meter is gone: its counts stay.
    func retire(_ core: ProgressCore) {
        let counts = core.state.withLock { $0 }
        state.withLock { state in
            guard state.live.removeValue(forKey: ObjectIdentifier(core)) != nil else { return }
            state.over[core.pipeline, default: ProgressCounts()].add(counts, isOver: true)
        }
    }

    /// The counts of each pipeline at this moment, by name; without rates.
    public func snapshots() -> [ProgressSnapshot] {
        let (now, wallTime) = (clock.now().inSeconds, clock.wallTime())
        let sums = state.withLock { state in
            var sums = state.over.mapValues { (counts: $0, elapsed: 0.0) }
            for core in state.live.values {
                var sum = sums[core.pipeline] ?? (ProgressCounts(), 0)
                sum.counts.add(core.state.withLock { $0 }, isOver: false)
                sum.elapsed = max(sum.elapsed, now - core.start)
                sums[core.pipeline] = sum
            }
            return sums
        }
        return sums.sorted { $0.key < $1.key }.map { name, sum in
            sum.counts.snapshot(name, elapsed: sum.elapsed, rate: 0, wallTime: wallTime)
        }
    }
}
