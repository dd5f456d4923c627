/// The pace that a service allows, as the server checks it.
public struct PaceRule: Hashable, Sendable {
    /// How many requests may come within ``window``.
    public var requests: Int
    /// Seconds.
    public var window: Double
    /// How many requests may be under way at once; nil when that does not matter.
    public var concurrency: Int?
    /// The status of the answer to a violation.
    public var status: Int

    /// A rule.
    public init(requests: Int = 1, window: Double, concurrency: Int? = nil, status: Int = 429) {
        self.requests = requests
        self.window = window
        self.concurrency = concurrency
        self.status = status
    }

    /// arXiv's terms: the query API, OAI-PMH and feeds together one request per 3 s on one connection; files in bursts of 4
    /// with a second between. Semantic Scholar: one request per second.
    ///
    /// - Parameter compression: divides all times.
    public static func services(compression: Double = 1) -> [String: PaceRule] {
        [
            "arxiv-api": PaceRule(window: 3 / compression, concurrency: 1, status: 503),
            "arxiv-files": PaceRule(requests: 4, window: 1 / compression, concurrency: 4),
            "semantic-scholar": PaceRule(window: 1 / compression, concurrency: 1),
        ]
    }
}

/// What came of one group of requests.
struct PaceRecord: Sendable {
    var requests = 0
    var violations = 0
    var concurrencyViolations = 0
    var inFlight = 0
    var maximumInFlight = 0
    var minimalGap: Double?
    var first: Double?
    var last: Double?
    /// The last arrivals, as many as a rule looks back.
    private var recent: [Double] = []

    /// Counts an arrival.
    ///
    /// - Parameter tolerance: the part of the window by which requests may come early: they travel for different times.
    /// - Returns: how long to stay away, when the arrival breaks the rule.
    mutating func arrive(at time: Double, rule: PaceRule?, tolerance: Double) -> Double? {
        requests += 1
        inFlight += 1
        maximumInFlight = max(maximumInFlight, inFlight)
        if let last { minimalGap = min(minimalGap ?? .infinity, time - last) }
        first = first ?? time
        last = time
        defer {
            recent.append(time)
            if recent.count > max(rule?.requests ?? 1, 1) { recent.removeFirst() }
        }
        guard let rule else { return nil }
        var isBroken = false
        if recent.count >= rule.requests, let earlier = recent.first,
            time - earlier < rule.window * (1 - tolerance)
        {
            violations += 1
            isBroken = true
        }
        if let limit = rule.concurrency, inFlight > limit {
            concurrencyViolations += 1
            isBroken = true
        }
        return isBroken ? rule.window : nil
    }

    mutating func leave() { inFlight -= 1 }
}
