/// A call took longer than it may.
public struct ItemTimeout: ClassifiedError, Hashable, CustomStringConvertible {
    /// How long it may take.
    public var limit: Duration

    /// It may be quicker the next time.
    public var failureClass: FailureClass { .transient }

    /// What happened.
    public var description: String { "took longer than \(Int(limit.inSeconds)) s and was stopped" }
}

/// The slots of a batch: each takes an item, works on it, notes the end, and takes the next.
struct BatchSlots<Items: AsyncSequence & Sendable>: Sendable where Items.Element: Sendable {
    typealias Item = Items.Element
    typealias Call = BatchWindow<Item>.Call

    let window: BatchWindow<Item>
    let source: ItemSource<Items>
    let groupSize: Int
    let isSettled: @Sendable (String) -> Bool
    let key: @Sendable (Item) -> String
    let ends: ItemEnds<Item>
    let configuration: BatchConfiguration
    let classify: FailureClassifier
    let progress: ProgressMeter
    let clock: any BatchClock
    let stop: StopSignal
    let deadlines: CallDeadlines?
    let work: @Sendable ([Item]) async throws -> [Result<ItemOutcome, any Error>]

    /// Runs all slots to their end.
    func run(watch: BatchWatch) async throws {
        progress.setConcurrency(configuration.maximumConcurrency)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            let slots = Task.isCancelled ? 0 : configuration.maximumConcurrency
            for slot in 0..<slots {
                group.addTask {
                    try await runSlot(slot)
                    return true
                }
            }
            group.addTask {
                try await watch.run(window, stop: stop)
                return false
            }
            if let deadlines {
                group.addTask {
                    await deadlines.watch()
                    return false
                }
            }
            let canceller = TaskCanceller()
            let observer = stop.observe { level in
                if level == .hard { canceller.cancel() }
            }
            defer { stop.removeObserver(observer) }
            group.addTask {
                await canceller.waitUntilCancelled()
                return false
            }
            var ended = 0
            while ended < slots, let isSlot = try await group.next() {
                if isSlot { ended += 1 } else if stop.level == .hard { group.cancelAll() }
            }
            canceller.finish()
            group.cancelAll()
        }
        if stop.level == .none { try Task.checkCancellation() }
    }

    private func runSlot(_ slot: Int) async throws {
        while !Task.isCancelled {
            switch window.step(slot: slot, at: clock.now(), isStopping: stop.level > .none) {
            case .end:
                return
            case .wait(let delay):
                // At most a second, so that a stop is noticed.
                do { try await clock.sleep(for: min(delay, .seconds(1))) } catch { return }
            case .giveUp(let call):
                for (index, key) in call.keys.enumerated() {
                    let error = call.errors[index]
                    try ends.fail(key, error, classify(error), attempts: call.attempts, seconds: 0)
                }
            case .retry(let call):
                try await perform(call, slot: slot)
            case .takeNew:
                let items = try await source.next(groupSize) { isNew($0) }
                if items.isEmpty {
                    window.noteExhausted(at: clock.now())
                } else {
                    try await perform(window.beginFirst(items, keys: items.map(key)), slot: slot)
                }
            }
        }
    }

    private func isNew(_ item: Item) -> Bool {
        guard isSettled(key(item)) else { return true }
        window.countAlreadyDone()
        progress.passedOver()
        return false
    }

    // MARK: One call

    private func perform(_ call: Call, slot: Int) async throws {
        for _ in call.items { progress.started() }
        let start = clock.now()
        var results: [Result<ItemOutcome, any Error>]
        do {
            if let deadlines {
                results = try await deadlines.run(slot: slot) { try await work(call.items) }
            } else {
                results = try await work(call.items)
            }
        } catch is CancellationError where Task.isCancelled {
            window.noteCancelled(at: clock.now())
            return
        } catch {
            results = Array(repeating: .failure(error), count: call.items.count)
        }
        precondition(results.count == call.items.count, "work must tell what became of every item")
        try conclude(call, results, seconds: (clock.now() - start).inSeconds)
    }

    private func conclude(_ call: Call, _ results: [Result<ItemOutcome, any Error>], seconds: Double) throws {
        var done: [(key: String, outcome: ItemOutcome)] = []
        var again = Call(items: [], keys: [], attempts: call.attempts)
        var worst: FailureClass?
        var longest = Duration.zero
        for (index, result) in results.enumerated() {
            switch result {
            case .success(let outcome):
                done.append((call.keys[index], outcome))
            case .failure(let error):
                let failure = classify(error)
                worst = Self.worse(worst, failure)
                if case .throttled(let delay?) = failure { longest = max(longest, delay) }
                if failure == .permanent || call.attempts >= configuration.attempts {
                    try ends.fail(call.keys[index], error, failure, attempts: call.attempts, seconds: seconds)
                } else {
                    again.items.append(call.items[index])
                    again.keys.append(call.keys[index])
                    again.errors.append(error)
                    progress.retried(failure)
                }
            }
        }
        try ends.succeed(done, attempts: call.attempts, seconds: seconds)
        window.note(worst, at: clock.now())
        progress.setConcurrency(window.limit)
        guard !again.items.isEmpty else { return }
        var generator = SystemRandomNumberGenerator()
        again.due = clock.now() + max(longest, configuration.backoff.delay(after: call.attempts, using: &generator))
        window.enqueue(again)
    }

    /// What a call says about the far side is the worst that any of its items says.
    private static func worse(_ one: FailureClass?, _ other: FailureClass) -> FailureClass {
        switch (one, other) {
        case (.throttled, _): one ?? other
        case (_, .throttled): other
        case (.transient, _), (_, .transient): .transient
        default: .permanent
        }
    }
}
