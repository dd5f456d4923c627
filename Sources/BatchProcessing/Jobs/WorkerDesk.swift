import Synchronization

/// How the work on a delivery ended.
enum JobEnd: Sendable {
    case completed
    case failed(any Error)
    /// It was stopped before its end, without fault.
    case stopped
}

/// The jobs in a worker's hands: which run, which have ended and wait for the store to hear of it.
final class WorkerDesk: Sendable {
    struct Ended: Sendable {
        var delivery: JobDelivery
        var end: JobEnd
    }

    private struct Held {
        var delivery: JobDelivery
        var stop: StopSignal
        var task: Task<Void, Never>?
        var leaseEnd: Duration
    }

    private struct State {
        var held: [String: Held] = [:]
        var running = 0
        var ended: [Ended] = []
        var isClosed = false
    }

    /// Wakes the task that takes jobs: a job ended.
    let roomMade = Wakeup()
    /// Wakes the task that tells the store.
    let endsWaiting = Wakeup()
    private let state = Mutex(State())

    /// How many jobs run.
    var running: Int { state.withLock { $0.running } }

    /// Whether no job is in these hands.
    var isEmpty: Bool { state.withLock { $0.held.isEmpty } }

    /// The jobs in these hands.
    var held: [JobDelivery] { state.withLock { $0.held.values.map(\.delivery) } }

    /// Begins a job.
    func begin(_ delivery: JobDelivery, stop: StopSignal, leaseEnd: Duration) {
        state.withLock { state in
            state.held[delivery.token] = Held(delivery: delivery, stop: stop, leaseEnd: leaseEnd)
            state.running += 1
        }
    }

    /// Makes a running job's task known, so that it can be cancelled; cancels it when the job was lost already.
    func attach(_ task: Task<Void, Never>, to delivery: JobDelivery) {
        let isHeld = state.withLock { state in
            state.held[delivery.token]?.task = task
            return state.held[delivery.token] != nil
        }
        if !isHeld { task.cancel() }
    }

    /// Work on a job is over, one way or another.
    func end(_ delivery: JobDelivery, _ end: JobEnd) {
        state.withLock { state in
            state.running -= 1
            guard state.held[delivery.token] != nil else { return }
            state.ended.append(Ended(delivery: delivery, end: end))
        }
        roomMade.wake()
        endsWaiting.wake()
    }

    /// All that ended since the last call; nil when there is nothing and never will be.
    func takeEnded() -> [Ended]? {
        state.withLock { state in
            defer { state.ended.removeAll(keepingCapacity: true) }
            return state.ended.isEmpty && state.isClosed ? nil : state.ended
        }
    }

    /// The store knows how these ended, or never will.
    func forget(_ deliveries: [JobDelivery]) {
        state.withLock { state in
            for delivery in deliveries { state.held[delivery.token] = nil }
        }
    }

    /// The store holds these on until `leaseEnd`.
    func extend(_ deliveries: [JobDelivery], leaseEnd: Duration) {
        state.withLock { state in
            for delivery in deliveries { state.held[delivery.token]?.leaseEnd = leaseEnd }
        }
    }

    /// Lets go of jobs that belong to somebody else by now.
    func lose(_ deliveries: [JobDelivery]) {
        let lost = state.withLock { state in deliveries.compactMap { state.held.removeValue(forKey: $0.token) } }
        for held in lost {
            held.stop.raise(to: .hard)
            held.task?.cancel()
        }
    }

    /// The jobs whose lease ran out unextended.
    func lapsed(at now: Duration) -> [JobDelivery] {
        state.withLock { state in state.held.values.filter { $0.leaseEnd <= now }.map(\.delivery) }
    }

    /// Asks all running jobs to stop.
    func stopAll(_ level: StopSignal.Level) {
        let all = state.withLock { Array($0.held.values) }
        for held in all {
            held.stop.raise(to: level)
            if level == .hard { held.task?.cancel() }
        }
    }

    /// No job will begin any more.
    func close() {
        state.withLock { $0.isClosed = true }
        endsWaiting.wake()
    }
}
