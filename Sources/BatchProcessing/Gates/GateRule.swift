/// The pace that one upstream allows, for everybody who shares the gate.
public struct GateRule: Hashable, Sendable, Codable {
    /// Names the gate; letters, digits, `-` only, as it becomes part of a file name and of a key.
    public var name: String
    /// One token comes back per interval.
    public var interval: Duration
    /// How many tokens can be saved up. 1: starts are `interval` apart.
    public var burst: Int
    /// How long nobody starts once a burst is spent; zero where tokens come back one by one.
    public var burstPause: Duration
    /// How many requests may be under way at once; nil when that is not limited.
    public var maximumConcurrency: Int?
    /// Whether the interval grows when the far side throttles, and shrinks back slowly.
    public var isAdaptive: Bool

    /// A rule.
    public init(
        name: String,
        interval: Duration,
        burst: Int = 1,
        burstPause: Duration = .zero,
        maximumConcurrency: Int? = nil,
        isAdaptive: Bool = false
    ) {
        self.name = name
        self.interval = interval
        self.burst = burst
        self.burstPause = burstPause
        self.maximumConcurrency = maximumConcurrency
        self.isAdaptive = isAdaptive
    }

    /// The same rule with all times multiplied: for local servers that play an upstream with the clock compressed.
    public func scaled(by factor: Double) -> GateRule {
        var rule = self
        rule.interval = .nanoseconds(Int64(interval.inSeconds * factor * 1e9))
        rule.burstPause = .nanoseconds(Int64(burstPause.inSeconds * factor * 1e9))
        return rule
    }
}

extension GateRule {
    /// arXiv's query API, OAI-PMH and RSS together: one request per 3 s, one connection
    /// (https://info.arxiv.org/help/api/tou.html).
    public static let arxivAPI = GateRule(name: "arxiv-api", interval: .seconds(3), maximumConcurrency: 1)

    /// arXiv's PDFs and sources: bursts of 4 requests with 1 s between bursts
    /// (https://info.arxiv.org/help/bulk_data.html, "Play nice").
    public static let arxivFiles = GateRule(
        name: "arxiv-files",
        interval: .milliseconds(250),
        burst: 4,
        burstPause: .seconds(1),
        maximumConcurrency: 4
    )

    /// Semantic Scholar with a key: one request per second.
    public static let semanticScholar = GateRule(name: "semantic-scholar", interval: .seconds(1), maximumConcurrency: 1)

    /// Semantic Scholar without a key: a pool shared with everybody; starts at one request per 3 s and yields when throttled.
    public static let semanticScholarShared = GateRule(
        name: "semantic-scholar-shared",
        interval: .seconds(3),
        maximumConcurrency: 1,
        isAdaptive: true
    )

    /// OpenAlex: ten requests per second unless its headers say otherwise.
    public static let openAlex = GateRule(
        name: "openalex",
        interval: .milliseconds(100),
        maximumConcurrency: 4,
        isAdaptive: true
    )

    /// Crossref: five requests per second unless its headers say otherwise.
    public static let crossref = GateRule(
        name: "crossref",
        interval: .milliseconds(200),
        maximumConcurrency: 1,
        isAdaptive: true
    )

    /// A GROBID server of one's own: as many at once as it has engines; it answers 503 when it is full.
    public static let grobid = GateRule(name: "grobid", interval: .zero, maximumConcurrency: 10, isAdaptive: true)
}
