import Synchronization

/// What was asked of services so far: for metrics, summaries and estimates. A value; see ``PoliteClient/statistics``.
public struct RequestStatistics: Hashable, Sendable, Codable {
    /// The counts of one part of one service.
    public struct Entry: Hashable, Sendable, Codable {
        /// Requests that were sent.
        public var requests = 0
        /// Answers by HTTP status; those without one by `timeout`, `connection`, `cancelled`.
        public var outcomes: [String: Int] = [:]
        /// Bytes received, as they came over the network.
        public var bytesReceived: Int64 = 0
        /// Seconds from sending to the end of the answer, in sum.
        public var seconds: Double = 0
        /// Seconds spent waiting for the gate, in sum.
        public var gateSeconds: Double = 0
        /// Seconds that the service asked to stay away, in sum.
        public var holdSeconds: Double = 0
    }

    /// The counts by part of a service (`arxiv-query`, `arxiv-oai`, `semantic-scholar-batch`, …).
    public var entries: [String: Entry] = [:]

    /// Nothing was asked.
    public init() {}

    /// The counts of all parts together.
    public var total: Entry {
        var total = Entry()
        for entry in entries.values {
            total.requests += entry.requests
            total.outcomes.merge(entry.outcomes, uniquingKeysWith: +)
            total.bytesReceived += entry.bytesReceived
            total.seconds += entry.seconds
            total.gateSeconds += entry.gateSeconds
            total.holdSeconds += entry.holdSeconds
        }
        return total
    }

    /// Adds what another client counted.
    public mutating func add(_ other: RequestStatistics) {
        for (api, entry) in other.entries {
            var sum = entries[api] ?? Entry()
            sum.requests += entry.requests
            sum.outcomes.merge(entry.outcomes, uniquingKeysWith: +)
            sum.bytesReceived += entry.bytesReceived
            sum.seconds += entry.seconds
            sum.gateSeconds += entry.gateSeconds
            sum.holdSeconds += entry.holdSeconds
            entries[api] = sum
        }
    }
}

/// Collects statistics from many tasks.
final class RequestMeter: Sendable {
    private let state = Mutex(RequestStatistics())

    var snapshot: RequestStatistics { state.withLock { $0 } }

    func record(_ api: String, _ change: (inout RequestStatistics.Entry) -> Void) {
        state.withLock { change(&$0.entries[api, default: RequestStatistics.Entry()]) }
    }
}
