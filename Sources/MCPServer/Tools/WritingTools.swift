public import Engine
import Literature

/// Tools that bring papers into the library. Where and how the work is done is the caller's business: at once, or by workers.
public enum WritingTools {
    /// What became of work.
    public enum Outcome: Sendable {
        /// It is done, as far as it could be.
        case done(IngestReport)
        /// Workers will do it: the jobs that were put into the queue, and those that were there already.
        case queued(jobs: [String], duplicates: [String])
    }

    /// Papers that one call fetches at most.
    static let fetchLimit = 50

    /// Fetches papers from arXiv and Semantic Scholar.
    public static func fetch(_ perform: @escaping @Sendable (IngestJob) async throws -> Outcome) -> Tool {
        Tool(
            "fetch",
            title: "Fetch papers from the network",
            """
            Brings papers that the library lacks into it, from arXiv, Semantic Scholar and OpenAlex, by identifier. Services are asked at \
            the pace that they allow, which takes seconds to minutes. Look with get_paper first whether a paper is there.
            """,
            parameters: [
                ToolParameter(
                    "papers",
                    .list(count: 1...fetchLimit, limit: 300),
                    "Identifiers of the papers.",
                    isRequired: true
                ),
                ToolParameter(
                    "source",
                    .choice(
                        FetchOptions.Source.allCases.map(\.rawValue),
                        standard: FetchOptions.Source.automatic.rawValue
                    ),
                    "Who is asked."
                ),
                ToolParameter("citations", .flag, "Also the works that cite them."),
                ToolParameter("references", .flag, "Also the works that they cite."),
            ],
            output: Schema.writing,
            effect: .adds
        ) { arguments in
            var options = FetchOptions()
            options.source = FetchOptions.Source(rawValue: arguments.text("source") ?? "") ?? .automatic
            options.withCitations = arguments.flag("citations")
            options.withReferences = arguments.flag("references")
            let identifiers = try arguments.identifiers("papers").map(\.description)
            return try output(try await perform(.fetch(identifiers: identifiers, options: options)))
        }
    }

    /// Reads files of this machine into the library.
    public static func ingest(_ perform: @escaping @Sendable (IngestJob) async throws -> Outcome) -> Tool {
        Tool(
            "ingest",
            title: "Read files into the library",
            """
            Reads files on the server's machine into the library: the arXiv snapshot, BibTeX, RIS, CSL-JSON, lists of citations and others; \
            the format is told from the content.
            """,
            parameters: [
                ToolParameter(
                    "files",
                    .list(count: 1...20, limit: 4096),
                    "Absolute paths of the files.",
                    isRequired: true
                )
            ],
            output: Schema.writing,
            effect: .readsFiles
        ) { arguments in
            let files = arguments.list("files")
            if let wrong = files.first(where: { !$0.hasPrefix("/") }) {
                throw ToolFailure(
                    "'files': '\(wrong.oneLine.prefix(200))' is no absolute path. Give paths that begin with '/'."
                )
            }
            return try output(try await perform(.ingest(files: files)))
        }
    }

    private static func output(_ outcome: Outcome) throws -> ToolOutput {
        let json = WritingJSON(outcome)
        return try ToolOutput(json, text: json.text)
    }
}
