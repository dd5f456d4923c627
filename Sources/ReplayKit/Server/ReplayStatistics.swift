/// What a replay server was asked so far; also the answer of `/__statistics`.
public struct ReplayStatistics: Codable, Hashable, Sendable {
    /// One group of requests that share a rule (`arxiv-api`, `arxiv-files`, `semantic-scholar`, `openalex`).
    public struct Group: Codable, Hashable, Sendable {
        /// How many requests.
        public var requests: Int
        /// How many came too early.
        public var violations: Int
        /// How many came while others were under way.
        public var concurrencyViolations: Int
        /// The most that were under way at once.
        public var maximumInFlight: Int
        /// The least time between two arrivals, in seconds; nil for fewer than two.
        public var minimalGap: Double?
        /// When the first came, in seconds since the server started.
        public var first: Double?
        /// When the last came.
        public var last: Double?

        private enum CodingKeys: String, CodingKey {
            case requests, violations, first, last
            case concurrencyViolations = "concurrency_violations"
            case maximumInFlight = "maximum_in_flight"
            case minimalGap = "minimal_gap"
        }
    }

    /// Requests by kind (`query`, `oai`, `pdf`, `batch`, …).
    public var requests: [String: Int] = [:]
    /// Answers by HTTP status; `none` for connections that were closed without one.
    public var statuses: [String: Int] = [:]
    /// Faults that were made, by kind.
    public var faults: [String: Int] = [:]
    /// By group.
    public var groups: [String: Group] = [:]
    /// Papers that were given, each as often as it was.
    public var idsServed = 0
    /// Different papers that were given.
    public var distinctIDs = 0
    /// How often each paper was given, by kind of request and identifier (`pdf hep-th/9901001`); only when asked for.
    public var ids: [String: Int]?
    /// Connections that were opened.
    public var connections = 0
    /// Bytes of bodies that were sent.
    public var bytes = 0

    private enum CodingKeys: String, CodingKey {
        case requests, statuses, faults, groups, ids, connections, bytes
        case idsServed = "ids_served"
        case distinctIDs = "distinct_ids"
    }

    /// Requests of all kinds.
    public var totalRequests: Int { requests.values.reduce(0, +) }

    /// Violations of all rules.
    public var totalViolations: Int {
        groups.values.reduce(0) { $0 + $1.violations + $1.concurrencyViolations }
    }
}
