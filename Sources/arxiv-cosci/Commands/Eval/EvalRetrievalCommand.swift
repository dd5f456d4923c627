import Answers
import ArgumentParser
import Embedding
import Engine
import Evaluation
import Foundation

/// `eval retrieval`.
struct EvalRetrievalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieval",
        abstract:
            "Measure how well searches rank, on a test collection in the layout of BEIR or on the library's citations.",
        discussion: """
            Documents and queries are JSON lines with _id, text and title; judgements are lines of query, document and \
            grade, separated by tabs, after a line of headings. Files may be compressed with gzip. The collection is \
            indexed in a temporary folder by the code that indexes the library.

            Without files the library is the collection: the papers before --titles-from are the documents, with the citations \
            among them; the titles of the papers of the span are the queries, and what those papers cite is relevant.

            --mode all ranks by words, by meaning and by everything, and tells how much better everything is than either, with the \
            interval of the paired differences. --part 2/2 asks only the second half of the queries.

            Without --model, meaning comes from all-MiniLM-L6-v2 in models/ of the library when it is there, else from a \
            latent model of the collection itself.

            EXAMPLES
              arxiv-cosci eval retrieval --corpus corpus.jsonl --queries queries.jsonl --qrels test.tsv --mode hybrid --json
              arxiv-cosci eval retrieval --corpus corpus.jsonl --queries queries.jsonl --qrels train.tsv --part 2/2 --mode all
              arxiv-cosci eval retrieval --titles-from 2002-01-01 --titles-until 2003-12-31 --mode all
            """
    )

    @OptionGroup(title: "Collection") var source: RetrievalSourceOptions

    @Option(help: "What to rank by: hybrid, lexical, semantic or all.")
    var mode = RetrievalModeArgument.hybrid

    @Option(help: ArgumentHelp("Only one part of the queries, such as 2/2.", valueName: "n/m"))
    var part: QueryPartArgument?

    @Option(
        help: ArgumentHelp("The folder of a sentence encoder, or latent.", valueName: "folder"),
        completion: .directory
    )
    var model: String?

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func run() async throws {
        try await CommandFailure.reported {
            let collection = try await source.collection(options)
            let task = part.map { collection.task.part($0.number, of: $0.count) } ?? collection.task
            guard !task.queries.isEmpty else {
                throw CommandFailure.badInput("there is no query with a judged document")
            }
            let folder = FileManager.default.temporaryDirectory.appending(path: "arxiv-cosci-eval-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            // What is left behind is in the system's folder for temporary files.
            defer { try? FileManager.default.removeItem(at: folder) }
            let embedder = mode == .lexical ? nil : try await embedder(task, folder.path)
            let index = try CollectionIndex(of: task.documents, in: folder.path, embedder: embedder) { done in
                guard !json, Terminal.standardError.isInteractive else { return }
                Terminal.standardError.write("\r\(done) of \(task.documents.count) documents")
            }
            let comparison = try RetrievalComparison(task, in: index, modes: mode.modes, graph: collection.graph)
            try RetrievalOutput(comparison, model: embedder?.identity.model, documents: task.documents.count).show(
                json: json
            )
        }
    }

    /// The encoder that was asked for or is installed, or else a latent model of the collection.
    private func embedder(_ task: RetrievalTask, _ folder: String) async throws -> any TextEmbedder {
        if let path = try await encoderFolder() {
            do {
                return try SentenceEncoder(path: path)
            } catch {
                throw CommandFailure.badInput("\(path): \(error)")
            }
        }
        let path = "\(folder)/latent-1.bin"
        try LatentModel(texts: task.documents.map(CollectionIndex.embeddedText)).write(to: path, source: 0)
        return try LatentEmbedder(path: path)
    }

    private func encoderFolder() async throws -> String? {
        if let model { return model == "latent" ? nil : model }
        let library = try await options.settings(flags: [:]).resolve(.library).value
        let path = "\(library)/models/all-MiniLM-L6-v2"
        return FileManager.default.fileExists(atPath: "\(path)/config.json") ? path : nil
    }
}
