import ArgumentParser

/// The command line.
@main
struct ArxivCosci: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arxiv-cosci",
        abstract: "Turn arXiv into something a researcher can think with.",
        discussion: """
            Papers and citations live in a library, one folder on this machine: --library DIR, ARXIV_COSCI_LIBRARY, \
            or $XDG_DATA_HOME/arxiv-cosci. Services are asked only by fetch, download, \
            harvest, models pull and workers.

            FIRST STEPS
              arxiv-cosci import Samples/hep-th/papers.jsonl.gz Samples/hep-th/citations.tsv.gz
              arxiv-cosci search "large N limit superconformal"
              arxiv-cosci show hep-th/9711200

            EXIT CODES
              0  done
              1  nothing found, or a check failed
              2  bad input or data
              3  an upstream or server failed
              4  partly done: some items failed and are listed
              64 wrong usage
              130 interrupted; what was done is saved
            """,
        version: "0.1.0",
        subcommands: [
            ImportCommand.self, SearchCommand.self, SimilarCommand.self, IndexCommand.self, ShowCommand.self,
            CitesCommand.self, NeighbourhoodCommand.self, PathCommand.self, CommunitiesCommand.self, RankCommand.self,
            MainPathCommand.self, BridgesCommand.self, TrendsCommand.self, RecommendCommand.self,
            TrainPredictorCommand.self, PredictCommand.self, StatsCommand.self,
            ExportCommand.self, SubsetCommand.self, IdentityCommand.self, CollectionCommand.self, TagCommand.self,
            NoteCommand.self, WatchCommand.self,
            DigestCommand.self, FetchCommand.self, HarvestCommand.self,
            DownloadCommand.self, IngestFilesCommand.self, BatchCommand.self, WorkerCommand.self, ScheduleCommand.self,
            CacheCommand.self, ModelsCommand.self, EvalCommand.self, CheckCommand.self, ConfigCommand.self,
            ServeCommand.self, KeyCommand.self, MCPCommand.self,
        ]
    )
}
