public import BatchProcessing
public import Upstreams

/// What a run over many items did.
public struct IngestReport: Sendable {
    /// The run's name; nil for work that keeps no journal of its own.
    public var run: String?
    /// What was done (`fetch`, `download`, `ingest`, `harvest`).
    public var pipeline: String
    /// What became of the items.
    public var result: BatchResult
    /// What became of the records, by store.
    public var stores: [PaperBatchIngester.StoreResult] = []
    /// What was asked of services.
    public var requests = RequestStatistics()
    /// Papers that were not fetched because the maximum was reached.
    public var leftOut = 0
    /// Records of files that could not be read; the first thousand, each with its file and place.
    public var issues: [String] = []
    /// How many records could not be read.
    public var issueCount = 0
    /// The harvest, when it was one.
    public var harvest: HarvestReport?

    /// A report.
    public init(run: String?, pipeline: String, result: BatchResult) {
        self.run = run
        self.pipeline = pipeline
        self.result = result
    }
}
