public import Upstreams

/// The services that papers are fetched from.
public struct UpstreamClients: Sendable {
    /// arXiv.
    public let arxiv: ArxivClient
    /// Semantic Scholar.
    public let semanticScholar: SemanticScholarClient
    /// OpenAlex.
    public let openAlex: OpenAlexClient

    /// Clients that share their gates with everything else that asks these services.
    public init(arxiv: ArxivClient, semanticScholar: SemanticScholarClient, openAlex: OpenAlexClient) {
        self.arxiv = arxiv
        self.semanticScholar = semanticScholar
        self.openAlex = openAlex
    }

    /// What was asked of all of them so far.
    public var statistics: RequestStatistics {
        var sum = arxiv.statistics
        sum.add(semanticScholar.statistics)
        sum.add(openAlex.statistics)
        return sum
    }

    /// Closes all connections.
    public func close() async {
        await arxiv.close()
        await semanticScholar.close()
        await openAlex.close()
    }
}
