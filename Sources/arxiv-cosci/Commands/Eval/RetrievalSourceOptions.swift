import ArgumentParser
import Engine
import Evaluation

/// Which collection searches are measured on.
struct RetrievalSourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The documents.", valueName: "file"), completion: .file())
    var corpus: String?

    @Option(help: ArgumentHelp("The queries.", valueName: "file"), completion: .file())
    var queries: String?

    @Option(help: ArgumentHelp("The judgements.", valueName: "file"), completion: .file())
    var qrels: String?

    @Option(help: ArgumentHelp("The first day of the library's papers whose titles are queries.", valueName: "date"))
    var titlesFrom: DayArgument?

    @Option(help: ArgumentHelp("The last day of them.", valueName: "date"))
    var titlesUntil: DayArgument?

    @Option(help: ArgumentHelp("How many titles at most, drawn with a fixed seed (default 1000).", valueName: "n"))
    var titles = 1_000

    func validate() throws {
        let files = [corpus, queries, qrels].compactMap(\.self).count
        if let titlesFrom, let titlesUntil {
            guard files == 0 else {
                throw ValidationError("--corpus, --queries and --qrels, or --titles-from and --titles-until: not both")
            }
            guard titlesFrom.day <= titlesUntil.day else {
                throw ValidationError("--titles-from comes after --titles-until")
            }
        } else if files != 3 || titlesFrom != nil || titlesUntil != nil {
            throw ValidationError("--corpus, --queries and --qrels are needed, or --titles-from and --titles-until")
        }
        guard (1...1_000_000).contains(titles) else { throw ValidationError("--titles is a number from 1 to 1000000") }
    }

    /// Reads the collection, with what citations say of its documents.
    func collection(_ options: LibraryOptions) async throws -> (task: RetrievalTask, graph: CollectionCitations?) {
        if let titlesFrom, let titlesUntil {
            let library = try LibraryAccess.derived(try await options.folder())
            let (first, past) = (PredictionDay.text(titlesFrom.day), PredictionDay.text(titlesUntil.day + 1))
            let task = try LibraryCitationTask(library)(documentsBefore: first, queries: first..<past, limit: titles)
            return (task.task, task.citations)
        }
        guard let corpus, let queries, let qrels else { throw ValidationError("a collection is needed") }
        do {
            return (try BEIRReader.read(corpus: corpus, queries: queries, judgements: qrels), nil)
        } catch {
            throw CommandFailure.badInput("\(error)")
        }
    }
}

/// What `eval retrieval` ranks by.
enum RetrievalModeArgument: String, CaseIterable, ExpressibleByArgument {
    case lexical
    case semantic
    case hybrid
    case all

    /// One mode, or all with the one that is compared with the others last.
    var modes: [RetrievalMode] {
        switch self {
        case .lexical: [.lexical]
        case .semantic: [.semantic]
        case .hybrid: [.hybrid]
        case .all: [.lexical, .semantic, .hybrid]
        }
    }
}

/// One of several parts, `n/m`.
struct QueryPartArgument: ExpressibleByArgument {
    /// Which part, from 1.
    var number: Int
    /// How many there are.
    var count: Int

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]), (1...1_000).contains(count),
            (1...count).contains(number)
        else { return nil }
        (self.number, self.count) = (number, count)
    }
}
