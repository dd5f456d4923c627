internal import Synchronization

/// An answer in memory. Only touched by whoever holds its stripe's lock.
final class CacheEntry {
    let key: CacheKey
    let box: CacheBox
    /// Whether it is the error of a load.
    let isFailure: Bool
    let weight: Int
    let times: CacheTimes

    /// Nanoseconds of the load.
    let loadNanoseconds: Int64

    /// How long before the end an early load becomes likely: β times the load time, in nanoseconds.
    let refreshSpan: Double

    /// The number of the last invalidation before the load began.
    let sequence: UInt64

    /// The cells of the tags.
    let cells: [TagCell]

    /// The number of an invalidation up to which the cells were found to be good.
    var checked: UInt64

    /// The place in the eviction policy.
    var slot: Int32 = -1

    /// How often it was asked for since the profile was last told.
    var uses: UInt32 = 1

    /// When loading anew failed: until when the old answer is given without another trial.
    var retryAfter: Int64 = .min

    init(_ value: LoadedValue, of flight: Flight) {
        key = flight.key
        box = value.box
        isFailure = value.isFailure
        weight = value.weight
        times = value.times
        loadNanoseconds = value.loadNanoseconds
        refreshSpan = value.refreshSpan
        sequence = flight.sequence
        cells = flight.cells
        checked = flight.sequence
    }

    /// The uses since they were last taken; nil when there were none.
    func takeUses() -> UseReport? {
        guard uses > 0 else { return nil }
        defer { uses = 0 }
        return UseReport(key: key, uses: uses, loadNanoseconds: loadNanoseconds)
    }

    /// Whether nothing the answer depends on was invalidated since before its load, as of invalidation number `current`.
    @inline(__always)
    func isValid(at current: UInt64) -> Bool {
        if checked == current { return true }
        return checkCells(at: current)
    }

    private func checkCells(at current: UInt64) -> Bool {
        guard TagTable.hold(cells, since: sequence) else { return false }
        checked = current
        return true
    }
}

extension TagTable {
    /// Whether no invalidation with a number above `sequence` has touched the cells.
    static func hold(_ cells: [TagCell], since sequence: UInt64) -> Bool {
        for cell in cells where cell.version.load(ordering: .acquiring) > sequence { return false }
        return true
    }
}

/// Until when an answer is good for what, in nanoseconds of the cache's clock.
struct CacheTimes: Hashable, Sendable {
    var freshUntil: Int64
    var staleUntil: Int64
    var errorUntil: Int64

    /// When the answer is of no more use.
    var end: Int64 { max(freshUntil, staleUntil, errorUntil) }

    /// The times of an answer that was loaded just now.
    ///
    /// - Parameter shortening: by which part of it, 0...1, the time to live is shortened.
    init(policy: CachePolicy, outcome: CacheOutcome, now: Int64, shortening: Double) {
        let full = (outcome == .value ? policy.ttl : policy.negativeTTL).inNanoseconds
        let life = Double(max(0, full)) * (1 - min(1, max(0, shortening)))
        freshUntil = now.addingClamped(Int64(clamping: life))
        staleUntil = freshUntil.addingClamped(max(0, policy.staleWhileRevalidating.inNanoseconds))
        errorUntil = freshUntil.addingClamped(max(0, policy.staleIfError.inNanoseconds))
    }

    init(freshUntil: Int64, staleUntil: Int64, errorUntil: Int64) {
        self.freshUntil = freshUntil
        self.staleUntil = staleUntil
        self.errorUntil = errorUntil
    }

    /// The same times on another clock.
    func shifted(by offset: Int64) -> CacheTimes {
        CacheTimes(
            freshUntil: freshUntil.addingClamped(offset),
            staleUntil: staleUntil.addingClamped(offset),
            errorUntil: errorUntil.addingClamped(offset)
        )
    }
}

extension Int64 {
    /// The sum, held within the range of the type.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    /// The whole part of a number, held within the range of the type; zero of what is not a number.
    init(clamping value: Double) {
        self = value >= 9.2e18 ? .max : value <= -9.2e18 ? .min : value.isNaN ? 0 : Int64(value)
    }
}
