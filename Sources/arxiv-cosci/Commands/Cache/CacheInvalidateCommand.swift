import ArgumentParser
import Caching
import Engine
import Literature

/// `cache invalidate`.
struct CacheInvalidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invalidate",
        abstract: "End kept answers, so that they are found anew.",
        discussion: """
            TAGS
              paper:ID      what was answered about a paper    texts    every search
              neighbours:ID lists of what a paper is next to   graph    what depends on citations
              library       counts                             vectors  what depends on meaning

            Takes the same time for one answer and for a million, and looks at nobody else's keys.

            EXAMPLES
              arxiv-cosci cache invalidate --paper hep-th/9711200
              arxiv-cosci cache invalidate --kind search --kind cites
              arxiv-cosci cache invalidate --prefix s
              arxiv-cosci cache invalidate --tag graph
            """
    )

    @Option(name: .customLong("paper"), help: ArgumentHelp("All about this paper; may be repeated.", valueName: "id"))
    var papers: [String] = []

    @Option(name: .customLong("kind"), help: ArgumentHelp("All of this kind; may be repeated.", valueName: "kind"))
    var kinds: [String] = []

    @Option(help: ArgumentHelp("All of the kinds that begin so.", valueName: "text"))
    var prefix: String?

    @Option(name: .customLong("tag"), help: ArgumentHelp("All that depend on this; may be repeated.", valueName: "tag"))
    var tags: [String] = []

    @Flag(help: "Answer as one JSON document.")
    var json = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if papers.isEmpty, kinds.isEmpty, tags.isEmpty, prefix == nil {
            throw ValidationError("say what to end: --paper, --kind, --prefix or --tag; all of it: cache clear")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            let named = try papers.map { try PaperIdentifier(argument: $0).description }
            let all =
                named.flatMap { [CacheTag.paper($0), .neighbours(of: $0)] } + tags.map { CacheTag(text: $0) }
                + kinds.map { CacheTag.kind(CacheKind($0)) }
            let access = try QueryAccess(try await options.settings())
            try await CacheChange.make(access) { cache in
                if !all.isEmpty { try await cache.invalidate(all) }
                if let prefix { try await cache.invalidate(kindsWithPrefix: prefix) }
            }
            if json { return try JSONOutput.print(["tags": all.map(\.text), "prefixes": prefix.map { [$0] } ?? []]) }
            Terminal.standardOutput.write("what was kept of this is found anew from now on\n")
        }
    }
}

/// Changes what is kept, for everybody or with an error.
enum CacheChange {
    /// Runs `body` with the cache, when there is one.
    ///
    /// - Throws: ``CommandFailure`` when the second level cannot be told.
    static func make(_ access: QueryAccess, _ body: (QueryCache) async throws -> Void) async throws {
        guard let cache = access.cache else {
            throw CommandFailure.badInput("nothing is kept: the cache is switched off")
        }
        do {
            try await body(cache)
            await access.close()
        } catch {
            await access.close()
            throw CommandFailure(code: .serverFailed, message: "the cache could not be told: \(error); try again")
        }
    }
}
