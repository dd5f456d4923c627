import ArgumentParser
import Engine

/// `ingest`.
struct IngestFilesCommand: IngestCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Put the papers of files into every configured store, as a batch that can be resumed.",
        discussion: """
            Like import, but with a journal: what is done is passed over when the batch is resumed, and the answer tells the result \
            for each store.

            EXAMPLES
              arxiv-cosci ingest papers.jsonl.gz citations.tsv.gz
              arxiv-cosci ingest snapshot.json --json
              arxiv-cosci batch resume last
            """
    )

    @Argument(help: "Files and folders.", completion: .file())
    var files: [String]

    @OptionGroup var running: RunOptions
    @OptionGroup var options: LibraryOptions

    func work() throws -> [IngestJob] {
        [.ingest(files: files.map { AbsolutePath.of($0) })]
    }
}
