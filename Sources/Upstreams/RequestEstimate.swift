public import BatchProcessing

/// What a command would ask of services: for `--dry-run`. No request is made for it.
public struct RequestEstimate: Hashable, Sendable, Codable {
    /// How many requests.
    public var requests: Int
    /// The least time, in seconds: the pace that the gates allow, without the time of the transfers.
    public var seconds: Double
    /// About how many bytes come back, from averages of real answers.
    public var bytes: Int64
    /// Whether the real numbers may be greater, because the service does not say how much there is.
    public var isLowerBound: Bool

    /// An estimate.
    public init(requests: Int = 0, seconds: Double = 0, bytes: Int64 = 0, isLowerBound: Bool = false) {
        self.requests = requests
        self.seconds = seconds
        self.bytes = bytes
        self.isLowerBound = isLowerBound
    }

    /// Two parts of a command, one after the other.
    public static func + (left: RequestEstimate, right: RequestEstimate) -> RequestEstimate {
        RequestEstimate(
            requests: left.requests + right.requests,
            seconds: left.seconds + right.seconds,
            bytes: left.bytes + right.bytes,
            isLowerBound: left.isLowerBound || right.isLowerBound
        )
    }

    /// Requests of equal size through one gate.
    ///
    /// - Parameter isLowerBound: see the property.
    public static func through(
        _ rule: GateRule,
        requests: Int,
        bytes: Int64,
        isLowerBound: Bool = false
    ) -> RequestEstimate {
        RequestEstimate(
            requests: requests,
            seconds: seconds(rule, requests: requests),
            bytes: bytes,
            isLowerBound: isLowerBound
        )
    }

    /// The least time from the first to the last start, in seconds.
    static func seconds(_ rule: GateRule, requests: Int) -> Double {
        guard requests > 1 else { return 0 }
        let burst = max(rule.burst, 1)
        if rule.burstPause > .zero {
            return Double((requests - 1) / burst) * rule.burstPause.inSeconds
        }
        return Double(max(0, requests - burst)) * rule.interval.inSeconds
    }

    /// Papers by their identifiers from arXiv's query API.
    public static func arxivPapers(_ count: Int, rule: GateRule = .arxivAPI) -> RequestEstimate {
        through(
            rule,
            requests: pages(count, ArxivClient.idsPerRequest),
            bytes: Int64(count) * Average.atomEntry
        )
    }

    /// A harvest of `records` records over OAI-PMH; nil when the number is not known, which arXiv never tells beforehand.
    public static func harvest(_ records: Int?, rule: GateRule = .arxivAPI) -> RequestEstimate {
        let count = records ?? 1
        return through(
            rule,
            requests: max(1, pages(count, Average.recordsPerOAIPage)),
            bytes: Int64(count) * Average.oaiRecord,
            isLowerBound: records == nil
        )
    }

    /// Downloads of one kind of file.
    public static func files(_ count: Int, _ kind: ArxivFile, rule: GateRule = .arxivFiles) -> RequestEstimate {
        through(rule, requests: count, bytes: Int64(count) * (kind == .pdf ? Average.pdf : Average.source))
    }

    /// Papers from Semantic Scholar in batches, with their references and citations page by page if wanted.
    ///
    /// - Parameter rule: with a key ``GateRule/semanticScholar``, else ``GateRule/semanticScholarShared``.
    public static func semanticScholar(
        _ count: Int,
        references: Bool = false,
        citations: Bool = false,
        rule: GateRule
    ) -> RequestEstimate {
        let lists = (references ? count : 0) + (citations ? count : 0)
        return through(
            rule,
            requests: pages(count, SemanticScholarClient.idsPerRequest) + lists,
            bytes: Int64(count) * Average.graphPaper + Int64(lists) * Average.linkList,
            // Papers with more than a thousand links need more pages.
            isLowerBound: lists > 0
        )
    }

    private static func pages(_ count: Int, _ size: Int) -> Int { (max(count, 0) + size - 1) / size }

    /// Averages in bytes. Entries and records: as in real answers (100 entries of the query API are 231 kB). A page of OAI-PMH
    /// has a thousand records or more. Files: a rough guess, as they range from some kilobytes to hundreds of megabytes.
    private enum Average {
        static let atomEntry: Int64 = 2300
        static let oaiRecord: Int64 = 2200
        static let recordsPerOAIPage = 1000
        static let graphPaper: Int64 = 3000
        static let linkList: Int64 = 40_000
        static let pdf: Int64 = 1_200_000
        static let source: Int64 = 1_200_000
    }
}
