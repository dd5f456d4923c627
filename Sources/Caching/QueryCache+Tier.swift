internal import Synchronization

extension QueryCache {
    /// Brings an answer from the tier, or loads it under a lease so that the processes that share the tier load it once.
    ///
    /// - Returns: nil when a load that nobody waits for is left to another process.
    func bring<Value>(_ flight: Flight, _ job: LoadJob<Value>, through tier: GuardedTier) async throws -> LoadedValue? {
        let patience = clock.nanoseconds().addingClamped(configuration.leasePatience.inNanoseconds)
        var pause = Self.firstPause
        while true {
            guard let reading = await read(flight, job, tier) else { return try await load(flight.key, job).loaded }
            if let found = await adopt(reading, flight, job, tier) { return found }
            guard let grant = await acquireLease(flight.key, tier) else {
                return try await load(flight.key, job).loaded
            }
            if let lease = grant.lease { return try await lead(flight, job, lease, tier) }
            if flight.isBackground, flight.giveUp() { return nil }
            tier.count { $0.waits += 1 }
            guard clock.nanoseconds() < patience else { break }
            try await clock.sleep(for: jittered(pause))
            pause = min(pause + pause, Self.longestPause)
        }
        tier.count { $0.fruitlessWaits += 1 }
        return try await load(flight.key, job).loaded
    }

    private static var firstPause: Duration { .milliseconds(1) }
    private static var longestPause: Duration { .milliseconds(50) }

    /// What an attempt to get a lease brought, when the tier answered.
    private struct Grant: Sendable {
        var lease: CacheLease?
    }

    private func read<Value>(_ flight: Flight, _ job: LoadJob<Value>, _ tier: GuardedTier) async -> CacheTierReading? {
        let key = flight.key
        let tags = job.tags
        let reading = await tier.call { try await $0.read([key], tags: tags) }
        // A reading without all versions is none: an entry stored under it could never be invalidated.
        guard let reading, reading.entries.count == 1, tags.allSatisfy({ reading.versions[$0] != nil }) else {
            return nil
        }
        return reading
    }

    private func acquireLease(_ key: CacheKey, _ tier: GuardedTier) async -> Grant? {
        let duration = configuration.leaseDuration
        return await tier.call { Grant(lease: try await $0.acquireLease(for: key, duration: duration)) }
    }

    /// Loads as the one who does it for all.
    private func lead<Value>(
        _ flight: Flight,
        _ job: LoadJob<Value>,
        _ lease: CacheLease,
        _ tier: GuardedTier
    ) async throws -> LoadedValue {
        let key = flight.key
        // Between the look and the lease another process may have stored the answer and given its lease back.
        let reading = await read(flight, job, tier)
        if let reading, let found = await adopt(reading, flight, job, tier) {
            await release(lease, key, tier)
            return found
        }
        let fresh: Fresh<Value>
        do {
            fresh = try await load(key, job)
        } catch {
            await release(lease, key, tier)
            throw error
        }
        await store(fresh, key, job, reading, lease, tier)
        return fresh.loaded
    }

    private func release(_ lease: CacheLease, _ key: CacheKey, _ tier: GuardedTier) async {
        _ = await tier.call { try await $0.release(lease, for: key) }
    }

    private func store<Value>(
        _ fresh: Fresh<Value>,
        _ key: CacheKey,
        _ job: LoadJob<Value>,
        _ reading: CacheTierReading?,
        _ lease: CacheLease,
        _ tier: GuardedTier
    ) async {
        // An answer that cannot be written down is given, but not kept.
        guard let reading, let entry = try? entry(of: fresh, job, versions: reading.versions),
            entry.freshUntil > entry.created
        else {
            return await release(lease, key, tier)
        }
        switch await tier.call({ try await $0.store(entry, for: key, lease: lease) }) {
        case true?: tier.count { $0.stores += 1 }
        case false?: tier.count { $0.refusedStores += 1 }
        case nil: break
        }
    }

    /// An answer as the tier keeps it.
    private func entry<Value>(
        of fresh: Fresh<Value>,
        _ job: LoadJob<Value>,
        versions: [CacheTag: CacheTagVersion]
    ) throws -> CacheTierEntry {
        let now = clock.wallNanoseconds()
        let times = fresh.loaded.times.shifted(by: now - clock.nanoseconds())
        return CacheTierEntry(
            payload: fresh.outcome == .none ? [] : try ValueCodec.encode(fresh.value),
            outcome: fresh.outcome,
            created: now,
            loadNanoseconds: fresh.loaded.loadNanoseconds,
            freshUntil: times.freshUntil,
            staleUntil: times.staleUntil,
            errorUntil: times.errorUntil,
            tags: versions.filter { Set(job.tags).contains($0.key) }
        )
    }

    /// Takes the tier's answer if it is right, fresh, and better than what is in memory.
    ///
    /// An answer whose time is over but that may still be given goes into memory, and at once to those who wait; then the load goes
    /// on for the next ones.
    private func adopt<Value>(
        _ reading: CacheTierReading,
        _ flight: Flight,
        _ job: LoadJob<Value>,
        _ tier: GuardedTier
    ) async -> LoadedValue? {
        guard let entry = reading.entries[0], Set(entry.tags.keys) == Set(job.tags),
            entry.isValid(under: reading.versions)
        else { return nil }
        let now = clock.nanoseconds()
        let times = entry.times.shifted(by: now - clock.wallNanoseconds())
        guard now < times.end else { return nil }
        guard let value = decode(entry, as: Value.self) else {
            tier.count { $0.undecodable += 1 }
            return nil
        }
        let loaded = LoadedValue(value, entry, times, key: flight.key, policy: job.policy)
        let stripe = stripe(of: flight.key)
        if now < times.freshUntil {
            if flight.isBackground, let own = stripe.freshUntil(flight.key, current: tags.sequence),
                times.freshUntil <= own.addingClamped(1_000_000)
            {
                return nil
            }
            stripe.answered(flight) { $0.tierHits += 1 }
            return loaded
        }
        if stripe.freshUntil(flight.key, current: tags.sequence) == nil { keep(loaded, of: flight) }
        if now < times.staleUntil {
            stripe.answered(flight) { $0.stale += 1 }
            flight.finish(.success(loaded.box))
        }
        return nil
    }

    private func decode<Value: Codable>(_ entry: CacheTierEntry, as type: Value.Type) -> Value? {
        if entry.outcome == .none {
            return (type as? any NilRepresentable.Type)?.nilValue as? Value
        }
        // What cannot be read, such as an entry of another version, is a miss.
        return try? ValueCodec.decode(type, from: entry.payload)
    }

    private func jittered(_ pause: Duration) -> Duration {
        pause * (0.5 + random.withLock { $0.unitInterval() })
    }
}

extension Stripe {
    /// Counts the question that began the flight as answered otherwise than by a load.
    fileprivate func answered(_ flight: Flight, _ change: @Sendable (inout CacheStatistics.Kind) -> Void) {
        guard !flight.isBackground else { return }
        count(flight.key.kind) { figures in
            figures.misses -= 1
            change(&figures)
        }
    }
}

extension CacheTierEntry {
    /// The times, on the clock of the calendar.
    fileprivate var times: CacheTimes {
        CacheTimes(
            freshUntil: freshUntil,
            staleUntil: max(freshUntil, staleUntil),
            errorUntil: max(freshUntil, errorUntil)
        )
    }
}

extension LoadedValue {
    /// An answer from a tier.
    fileprivate init<Value: Codable & Sendable>(
        _ value: Value,
        _ entry: CacheTierEntry,
        _ times: CacheTimes,
        key: CacheKey,
        policy: CachePolicy
    ) {
        let load = max(0, entry.loadNanoseconds)
        self.init(
            box: ValueBox(value),
            weight: ValueWeight.entryOverhead + key.bytes.count + ValueWeight.weight(of: value),
            times: times,
            loadNanoseconds: load,
            refreshSpan: max(0, policy.earlyRefresh) * Double(load)
        )
    }
}
