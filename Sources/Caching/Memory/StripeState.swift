#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The answers, loads and figures of a part of the memory.
struct StripeState<Policy: EvictionPolicy> {
    private let capacity: Int
    private var table = EntryTable()
    private var policy: Policy
    /// The entries by their place in the policy.
    private var bySlot: ContiguousArray<CacheEntry?> = []
    private var freeSlots: ContiguousArray<Int32> = []
    private var victims: [Int32] = []
    private var flights: [CacheKey: Flight] = [:]
    private var random: SplitMix64
    private var departures: [UseReport] = []

    /// The figures by the index of the kind.
    private(set) var figures: [CacheStatistics.Kind] = []

    init(capacity: Int, seed: UInt64) {
        self.capacity = capacity
        policy = Policy(capacity: capacity)
        random = SplitMix64(seed: seed)
    }

    /// The figures of a kind.
    subscript(kind: CacheKind) -> CacheStatistics.Kind {
        get { kind.index < figures.count ? figures[kind.index] : CacheStatistics.Kind() }
        _modify {
            while figures.count <= kind.index { figures.append(CacheStatistics.Kind()) }
            yield &figures[kind.index]
        }
    }

    // MARK: Asking

    /// The way of a hit: everything on it is constant time and without allocation.
    mutating func look(_ key: CacheKey, now: Int64, current: UInt64) -> Found {
        guard let entry = table.find(key) else { return .missing }
        guard entry.isValid(at: current) else {
            drop(entry, \.evictedByInvalidation)
            return .missing
        }
        let remaining = entry.times.freshUntil.subtractingReportingOverflow(now).partialValue
        guard remaining > 0 else { return lookLate(entry, now: now) }
        entry.uses &+= 1
        policy.hit(entry.slot)
        self[key.kind].hits += 1
        if entry.isFailure { return Found(entry.box, .failed) }
        if Double(remaining) < 40 * entry.refreshSpan, isRefreshDue(entry, remaining: Double(remaining)) {
            return Found(entry.box, .refreshDue)
        }
        return Found(entry.box, .fresh)
    }

    /// Looks at an answer whose time to live is over.
    private mutating func lookLate(_ entry: CacheEntry, now: Int64) -> Found {
        if now < entry.times.end {
            guard now < entry.times.staleUntil || now < min(entry.retryAfter, entry.times.errorUntil) else {
                return .missing
            }
            entry.uses &+= 1
            policy.hit(entry.slot)
            return Found(entry.box, .stale)
        }
        drop(entry, \.evictedByTime)
        return .missing
    }

    /// XFetch: at a time t before the end, true with probability exp(-t / (β · load time)), unless a load is under way.
    private mutating func isRefreshDue(_ entry: CacheEntry, remaining: Double) -> Bool {
        -entry.refreshSpan * log(random.unitInterval()) >= remaining && flights[entry.key] == nil
    }

    /// Finds what to do for a question that found no fresh answer a moment ago.
    mutating func begin(_ question: Question, now: Int64) -> NextStep {
        let key = question.key
        let found = question.isTrusted ? look(key, now: now, current: question.sequence) : .missing
        switch (found.state, found.box) {
        case (.fresh, let box?), (.failed, let box?):
            return .take(box, found.state)
        case (.refreshDue, let box?):
            guard let flight = beginBackground(question) else { return .take(box, .fresh) }
            self[key.kind].earlyRefreshes += 1
            return .refresh(box, .fresh, flight)
        case (.stale, let box?):
            self[key.kind].stale += 1
            if let entry = table.find(key), now < entry.retryAfter { return .take(box, .stale) }
            guard let flight = beginBackground(question) else { return .take(box, .stale) }
            return .refresh(box, .stale, flight)
        default:
            return joinOrLead(question)
        }
    }

    private mutating func joinOrLead(_ question: Question) -> NextStep {
        if let flight = flights[question.key], flight.isCurrent, let number = flight.join() {
            self[question.key.kind].coalesced += 1
            return .join(flight, number)
        }
        self[question.key.kind].misses += 1
        let flight = makeFlight(question, isBackground: false)
        return .lead(flight, flight.join() ?? 0)
    }

    /// Begins a load that nobody waits for, unless one is under way.
    mutating func beginBackground(_ question: Question) -> Flight? {
        if let flight = flights[question.key], flight.isCurrent, !flight.isAbandoned { return nil }
        return makeFlight(question, isBackground: true)
    }

    private mutating func makeFlight(_ question: Question, isBackground: Bool) -> Flight {
        let flight = Flight(
            key: question.key,
            sequence: question.sequence,
            cells: question.cells,
            isBackground: isBackground
        )
        flights[question.key] = flight
        return flight
    }

    // MARK: Answering

    /// Keeps an answer if nothing it depends on was invalidated since before its load.
    mutating func store(_ value: LoadedValue, of flight: Flight) -> [UseReport] {
        guard flight.isCurrent else {
            self[flight.key.kind].overtaken += 1
            return []
        }
        if let old = table.find(flight.key) {
            // An answer whose load began after a later invalidation is newer, whichever load ended first.
            guard old.sequence <= flight.sequence else { return [] }
            drop(old, \.replaced)
        }
        insert(value, of: flight)
        defer { departures = [] }
        return departures
    }

    private mutating func insert(_ value: LoadedValue, of flight: Flight) {
        guard value.weight <= capacity else {
            self[flight.key.kind].tooGreat += 1
            return
        }
        let entry = CacheEntry(value, of: flight)
        entry.slot = freeSlots.popLast() ?? Int32(bySlot.count)
        if Int(entry.slot) == bySlot.count { bySlot.append(nil) }
        policy.insert(entry.slot, hash: entry.key.hash, weight: entry.weight, victims: &victims)
        for slot in victims {
            if let victim = bySlot[Int(slot)] { forget(victim, \.evictedForSpace) }
        }
        victims.removeAll(keepingCapacity: true)
        bySlot[Int(entry.slot)] = entry
        table.insert(entry)
        self[entry.key.kind].entries += 1
        self[entry.key.kind].weight += entry.weight
    }

    /// Ends a load that failed: keeps the failure for a while if wanted, and gives an older answer if there is one to give.
    mutating func fail(_ flight: Flight, _ error: any Error, now: Int64, hold: Int64) -> CacheBox? {
        if let entry = table.find(flight.key), !entry.isFailure, now < entry.times.end,
            TagTable.hold(entry.cells, since: entry.sequence)
        {
            if hold > 0 { entry.retryAfter = now.addingClamped(hold) }
            guard now < entry.times.errorUntil else { return nil }
            self[flight.key.kind].stale += 1
            return entry.box
        }
        if hold > 0, flight.isCurrent {
            let failure = LoadedValue(failure: error, until: now.addingClamped(hold))
            if let old = table.find(flight.key) { drop(old, \.evictedByTime) }
            insert(failure, of: flight)
        }
        return nil
    }

    /// Forgets that the load is under way.
    mutating func end(_ flight: Flight) {
        if flights[flight.key] === flight { flights[flight.key] = nil }
    }

    /// How long the answer in memory is fresh; nil when there is none that holds.
    func freshUntil(_ key: CacheKey, current: UInt64) -> Int64? {
        guard let entry = table.find(key), !entry.isFailure, entry.isValid(at: current) else { return nil }
        return entry.times.freshUntil
    }

    // MARK: Removing

    /// Removes an answer.
    mutating func remove(_ key: CacheKey) {
        if let entry = table.find(key) { drop(entry, \.evictedByInvalidation) }
    }

    /// Removes all answers.
    mutating func clear() -> Int {
        let count = table.count
        for case let entry? in bySlot { drop(entry, \.evictedByInvalidation) }
        return count
    }

    /// The uses of all answers since they were last told.
    mutating func takeUses() -> [UseReport] {
        var reports = departures
        departures = []
        table.forEach { entry in
            if let report = entry.takeUses() { reports.append(report) }
        }
        return reports
    }

    private mutating func drop(_ entry: CacheEntry, _ cause: WritableKeyPath<CacheStatistics.Kind, Int>) {
        policy.remove(entry.slot)
        forget(entry, cause)
    }

    /// Removes an entry that the policy knows no longer.
    private mutating func forget(_ entry: CacheEntry, _ cause: WritableKeyPath<CacheStatistics.Kind, Int>) {
        table.remove(entry)
        bySlot[Int(entry.slot)] = nil
        freeSlots.append(entry.slot)
        self[entry.key.kind][keyPath: cause] += 1
        self[entry.key.kind].entries -= 1
        self[entry.key.kind].weight -= entry.weight
        if let report = entry.takeUses() { departures.append(report) }
    }
}
