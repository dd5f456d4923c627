import Foundation
import Synchronization

/// Counts, rules and faults of a server. Shared by its connections.
final class ReplayState: Sendable {
    private struct Counts {
        var statistics = ReplayStatistics()
        var paces: [String: PaceRecord] = [:]
        var ids: [String: Int] = [:]
        var distinct: Set<String> = []
        var faults: FaultPlan
        var tokenEpoch = 0
        var isOut = false
    }

    private let counts: Mutex<Counts>
    private let rules: [String: PaceRule]
    private let tolerance: Double
    private let start = ContinuousClock.now

    init(rules: [String: PaceRule], tolerance: Double, faults: [ReplayFault]) {
        self.rules = rules
        self.tolerance = tolerance
        counts = Mutex(Counts(faults: FaultPlan(faults)))
    }

    /// Seconds since the server started.
    var now: Double {
        let passed = ContinuousClock.now - start
        return Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
    }

    /// What becomes of a request.
    enum Verdict {
        case serve
        case fault(ReplayFault)
        case violation(status: Int, wait: Double)
        case outage
    }

    func connect() { counts.withLock { $0.statistics.connections += 1 } }

    /// Counts a request that arrived at `time`.
    func arrive(_ kind: RequestKind, at time: Double) -> Verdict {
        counts.withLock { counts in
            counts.statistics.requests[kind.rawValue, default: 0] += 1
            let rule = rules[kind.group]
            let wait = counts.paces[kind.group, default: PaceRecord()].arrive(
                at: time,
                rule: rule,
                tolerance: tolerance
            )
            if counts.isOut { return .outage }
            if let wait, let rule { return .violation(status: rule.status, wait: wait) }
            guard let fault = counts.faults.next(kind) else { return .serve }
            counts.statistics.faults[fault.kind.rawValue, default: 0] += 1
            return .fault(fault)
        }
    }

    func leave(_ kind: RequestKind, status: Int?, answer: ReplayAnswer?) {
        counts.withLock { counts in
            counts.paces[kind.group]?.leave()
            counts.statistics.statuses[status.map { "\($0)" } ?? "none", default: 0] += 1
            guard let answer else { return }
            counts.statistics.bytes += answer.body.count
            counts.statistics.idsServed += answer.ids.count
            for id in answer.ids {
                counts.ids["\(kind.rawValue) \(id)", default: 0] += 1
                counts.distinct.insert(id)
            }
        }
    }

    func statistics(withIDs: Bool) -> ReplayStatistics {
        counts.withLock { counts in
            var statistics = counts.statistics
            statistics.distinctIDs = counts.distinct.count
            statistics.ids = withIDs ? counts.ids : nil
            statistics.groups = counts.paces.mapValues { pace in
                ReplayStatistics.Group(
                    requests: pace.requests,
                    violations: pace.violations,
                    concurrencyViolations: pace.concurrencyViolations,
                    maximumInFlight: pace.maximumInFlight,
                    minimalGap: pace.minimalGap,
                    first: pace.first,
                    last: pace.last
                )
            }
            return statistics
        }
    }

    var tokenEpoch: Int { counts.withLock { $0.tokenEpoch } }

    func apply(_ control: ReplayControl) {
        counts.withLock { counts in
            if control.clear ?? false { counts.faults.clear() }
            for fault in control.faults ?? [] { counts.faults.add(fault) }
            if let isOut = control.outage { counts.isOut = isOut }
            if control.expireTokens ?? false { counts.tokenEpoch += 1 }
            if control.reset ?? false {
                counts.statistics = ReplayStatistics()
                counts.ids = [:]
                counts.distinct = []
                let inFlight = counts.paces.mapValues(\.inFlight)
                counts.paces = [:]
                for (group, number) in inFlight { counts.paces[group, default: PaceRecord()].inFlight = number }
            }
        }
    }
}

/// What to change on a running server; the body of a POST to `/__control`.
public struct ReplayControl: Codable, Hashable, Sendable {
    /// Removes all faults that are still to come.
    public var clear: Bool?
    /// Adds faults.
    public var faults: [ReplayFault]?
    /// Whether every connection is closed without an answer.
    public var outage: Bool?
    /// Makes all resumption tokens given so far expire.
    public var expireTokens: Bool?
    /// Sets all counts to zero.
    public var reset: Bool?

    private enum CodingKeys: String, CodingKey {
        case clear, faults, outage, reset
        case expireTokens = "expire_tokens"
    }

    /// A change.
    public init(
        clear: Bool? = nil,
        faults: [ReplayFault]? = nil,
        outage: Bool? = nil,
        expireTokens: Bool? = nil,
        reset: Bool? = nil
    ) {
        self.clear = clear
        self.faults = faults
        self.outage = outage
        self.expireTokens = expireTokens
        self.reset = reset
    }
}
