internal import Synchronization

extension QueryCache {
    /// The way of a question that found no fresh answer in memory.
    @usableFromInline
    func ask<Value: Codable & Sendable>(
        _ key: CacheKey,
        tags named: [CacheTag],
        policy: CachePolicy,
        found: Found,
        load: @escaping @Sendable () async throws -> CacheLoad<Value>
    ) async throws -> Value {
        guard policy.isCaching else { return try await loadUncached(key, load) }
        // Read before anything else: what is invalidated from here on is newer than the answer.
        let sequence = tags.sequence
        let all = named + [.kind(key.kind), .key(key.digest)]
        let question = Question(
            key: key,
            sequence: sequence,
            cells: tags.cells(of: all) + [tags.everything],
            isTrusted: isTrusted
        )
        let job = LoadJob(tags: named + [.kind(key.kind)], policy: policy, load: load)
        if found.state == .refreshDue, let value = found.box?.value(as: Value.self) {
            if let flight = stripe(of: key).beginBackground(question) {
                stripe(of: key).count(key.kind) { $0.earlyRefreshes += 1 }
                start(flight, job)
            }
            return value
        }
        let box = try await settle(question, job)
        if let value = box.value(as: Value.self) { return value }
        // Somebody uses the same key for values of another type: right, but without the cache.
        return try await loadUncached(key, load)
    }

    /// Finds the answer in memory, in a load that is under way, or by a load of its own.
    private func settle<Value>(_ question: Question, _ job: LoadJob<Value>) async throws -> CacheBox {
        switch stripe(of: question.key).begin(question, now: clock.nanoseconds()) {
        case .take(let box, let state):
            if state == .failed, let failure = box as? FailureBox { throw failure.error }
            return box
        case .join(let flight, let number):
            return try await flight.wait(number)
        case .lead(let flight, let number):
            start(flight, job)
            return try await flight.wait(number)
        case .refresh(let box, _, let flight):
            start(flight, job)
            return box
        }
    }

    private func loadUncached<Value>(
        _ key: CacheKey,
        _ load: @Sendable () async throws -> CacheLoad<Value>
    ) async throws -> Value {
        stripe(of: key).count(key.kind) { $0.bypassed += 1 }
        return try await load().value
    }

    /// Starts the task of a load.
    private func start<Value>(_ flight: Flight, _ job: LoadJob<Value>) {
        work.begin()
        let priority: TaskPriority? = flight.isBackground ? .utility : nil
        let task = Task(priority: priority) { @concurrent in
            await self.fly(flight, job)
            self.work.end()
        }
        flight.attach(task)
    }

    /// Brings the answer, keeps it and gives it to those who wait.
    private func fly<Value>(_ flight: Flight, _ job: LoadJob<Value>) async {
        let stripe = stripe(of: flight.key)
        do {
            let loaded = try await bring(flight, job)
            if let loaded { keep(loaded, of: flight) }
            stripe.end(flight)
            // A background load that another process has taken over brings nothing, and nobody waits for it.
            flight.finish(loaded.map { .success($0.box) } ?? .failure(CancellationError()))
        } catch {
            let hold = error is CancellationError ? 0 : job.policy.failureTTL.inNanoseconds
            let older = stripe.fail(flight, error, now: clock.nanoseconds(), hold: hold)
            stripe.end(flight)
            flight.finish(older.map { .success($0) } ?? .failure(error))
        }
    }

    private func bring<Value>(_ flight: Flight, _ job: LoadJob<Value>) async throws -> LoadedValue? {
        guard let tier else { return try await load(flight.key, job).loaded }
        return try await bring(flight, job, through: tier)
    }

    /// Keeps an answer in memory.
    func keep(_ loaded: LoadedValue, of flight: Flight) {
        note(stripe(of: flight.key).store(loaded, of: flight))
    }

    /// Loads, and measures the time.
    func load<Value>(_ key: CacheKey, _ job: LoadJob<Value>) async throws -> Fresh<Value> {
        let began = clock.nanoseconds()
        let result: CacheLoad<Value>
        do {
            result = try await job.load()
        } catch {
            let duration = clock.nanoseconds() - began
            if !(error is CancellationError) {
                stripe(of: key).count(key.kind) { figures in
                    figures.loadFailures += 1
                    figures.loadNanoseconds += duration
                }
            }
            throw error
        }
        let ended = clock.nanoseconds()
        stripe(of: key).count(key.kind) { figures in
            figures.loads += 1
            figures.loadNanoseconds += ended - began
        }
        let shortening = random.withLock { $0.unitInterval() } * min(1, max(0, job.policy.jitter))
        return Fresh(
            result,
            key: key,
            policy: job.policy,
            ended: ended,
            duration: ended - began,
            shortening: shortening
        )
    }
}

/// How a load is made, by whom it can be ended, and how long its answer is good.
struct LoadJob<Value: Codable & Sendable>: Sendable {
    let tags: [CacheTag]
    let policy: CachePolicy
    let load: @Sendable () async throws -> CacheLoad<Value>
}

/// An answer that has just been loaded.
struct Fresh<Value: Codable & Sendable>: Sendable {
    let value: Value
    let outcome: CacheOutcome
    let loaded: LoadedValue

    init(
        _ result: CacheLoad<Value>,
        key: CacheKey,
        policy: CachePolicy,
        ended: Int64,
        duration: Int64,
        shortening: Double
    ) {
        value = result.value
        outcome = (result.value as? any NilRepresentable)?.isNil == true ? .none : result.outcome
        loaded = LoadedValue(
            box: ValueBox(result.value),
            weight: ValueWeight.entryOverhead + key.bytes.count
                + (result.weight ?? ValueWeight.weight(of: result.value)),
            times: CacheTimes(policy: policy, outcome: outcome, now: ended, shortening: shortening),
            loadNanoseconds: duration,
            refreshSpan: max(0, policy.earlyRefresh) * Double(duration)
        )
    }
}
