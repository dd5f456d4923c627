import Answers
import ArgumentParser
import Embedding
import Evaluation
import Foundation

/// `eval retrieval`.
struct EvalRetrievalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieval",
        abstract: "Measure how well searches rank, on a test collection in the layout of BEIR.",
        discussion: """
            Documents and queries are JSON lines with _id, text and title; judgements are lines of query, document and \
            grade, separated by tabs, after a line of headings. Files may be compressed with gzip. The collection is \
            indexed in a temporary folder by the code that indexes the library.

            Without --model, meaning comes from all-MiniLM-L6-v2 in models/ of the library when it is there, else from a \
            latent model of the collection itself.

            EXAMPLES
              arxiv-cosci eval retrieval --corpus corpus.jsonl --queries queries.jsonl --qrels test.tsv --mode hybrid --json
            """
    )

    @Option(help: ArgumentHelp("The documents.", valueName: "file"), completion: .file())
    var corpus: String

    @Option(help: ArgumentHelp("The queries.", valueName: "file"), completion: .file())
    var queries: String

    @Option(help: ArgumentHelp("The judgements.", valueName: "file"), completion: .file())
    var qrels: String

    @Option(help: "What to rank by.")
    var mode: RetrievalMode = .hybrid

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
            let task = try collection()
            let folder = FileManager.default.temporaryDirectory.appending(path: "arxiv-cosci-eval-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let embedder = mode == .lexical ? nil : try await embedder(task, folder.path)
            let index = try CollectionIndex(of: task.documents, in: folder.path, embedder: embedder) { done in
                guard !json, Terminal.standardError.isInteractive else { return }
                Terminal.standardError.write("\r\(done) of \(task.documents.count) documents")
            }
            let rankings = try task.queries.map { try index.search($0.text, mode: mode) }
            try show(RetrievalReport(mode: mode, rankings: rankings, of: task), embedder?.identity.model)
        }
    }

    private func collection() throws -> RetrievalTask {
        do {
            return try BEIRReader.read(corpus: corpus, queries: queries, judgements: qrels)
        } catch {
            throw CommandFailure.badInput("\(error)")
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

    private func show(_ report: RetrievalReport, _ model: String?) throws {
        let answer = EvalRetrievalJSON(report, model)
        if json { return try JSONOutput.print(answer) }
        func line(_ name: String, _ value: BootstrapInterval) -> String {
            let numbers = [value.mean, value.low, value.high].map { String(format: "%.4f", $0) }
            return "\(name)  \(numbers[0])  (95 %: \(numbers[1]) to \(numbers[2]))\n"
        }
        Terminal.standardOutput.write(
            "\(report.mode.rawValue), \(answer.queries) queries\(model.map { ", \($0)" } ?? "")\n"
                + line("ndcg@10   ", report.ndcg10) + line("recall@100", report.recall100)
                + line("mrr@10    ", report.reciprocalRank10)
        )
    }
}

/// The JSON form of a report.
private struct EvalRetrievalJSON: Encodable {
    var mode: String
    var model: Nullable<String>
    var queries: Int
    var ndcg10: Double
    var ndcg10Interval: [Double]
    var recall100: Double
    var recall100Interval: [Double]
    var reciprocalRank10: Double
    var reciprocalRank10Interval: [Double]

    init(_ report: RetrievalReport, _ model: String?) {
        mode = report.mode.rawValue
        self.model = Nullable(model)
        queries = report.measures.count
        let (ndcg, recall, rank) = (report.ndcg10, report.recall100, report.reciprocalRank10)
        (ndcg10, ndcg10Interval) = (ndcg.mean, [ndcg.low, ndcg.high])
        (recall100, recall100Interval) = (recall.mean, [recall.low, recall.high])
        (reciprocalRank10, reciprocalRank10Interval) = (rank.mean, [rank.low, rank.high])
    }

    enum CodingKeys: String, CodingKey {
        case mode, model, queries
        case ndcg10 = "ndcg@10"
        case ndcg10Interval = "ndcg@10_ci"
        case recall100 = "recall@100"
        case recall100Interval = "recall@100_ci"
        case reciprocalRank10 = "mrr@10"
        case reciprocalRank10Interval = "mrr@10_ci"
    }
}
