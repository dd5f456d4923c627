public import BatchProcessing

/// Where arXiv's services are.
public struct ArxivEndpoints: Hashable, Sendable {
    /// The query API.
    public var query = "https://export.arxiv.org/api/query"
    /// OAI-PMH.
    public var oai = "https://oaipmh.arxiv.org/oai"
    /// RSS and Atom feeds, without `/rss`.
    public var feeds = "https://rss.arxiv.org"
    /// PDFs and sources, without `/pdf`: the host that arXiv names for programs.
    public var files = "https://export.arxiv.org"

    /// arXiv's own addresses.
    public init() {}

    /// All services below one address, as a replay server serves them.
    public init(base: String) {
        query = RequestURL.make(base, "/api/query")
        oai = RequestURL.make(base, "/oai")
        feeds = base
        files = base
    }
}

/// Talks to arXiv: query API, OAI-PMH, feeds, PDFs and sources.
///
/// Two gates keep arXiv's terms: one for the query API, OAI-PMH and feeds together, one for files.
public final class ArxivClient: Sendable {
    /// Where the services are.
    public let endpoints: ArxivEndpoints
    /// The gate of query API, OAI-PMH and feeds.
    public let apiGate: Gate
    /// The gate of PDFs and sources.
    public let filesGate: Gate
    let http: PoliteClient
    let files: PoliteClient

    /// A client.
    ///
    /// - Parameters:
    ///   - apiGate: made of ``GateRule/arxivAPI``, shared with everything else that asks arXiv.
    ///   - filesGate: made of ``GateRule/arxivFiles``.
    public init(
        settings: HTTPSettings,
        apiGate: Gate,
        filesGate: Gate,
        endpoints: ArxivEndpoints = ArxivEndpoints(),
        clock: any BatchClock = SystemBatchClock()
    ) {
        self.endpoints = endpoints
        self.apiGate = apiGate
        self.filesGate = filesGate
        http = PoliteClient(settings: settings, connections: 1, clock: clock)
        files = PoliteClient(settings: settings, connections: 4, clock: clock)
    }

    /// What was asked so far.
    public var statistics: RequestStatistics {
        var sum = http.statistics
        sum.add(files.statistics)
        return sum
    }

    /// Closes all connections.
    public func close() async {
        await http.close()
        await files.close()
    }
}
