import ArgumentParser

/// `cache`.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "See, fill and empty what is kept of earlier answers.",
        discussion: """
            Answers of search, show, cites and stats are kept for an hour (REDIS_TTL, in seconds; 0 keeps none): in the library's \
            folder cache/, or, with REDIS_URL, in Redis for all machines. An import ends exactly the answers that it makes wrong; \
            nothing has to be done by hand. --no-cache finds an answer anew.

            EXAMPLES
              arxiv-cosci cache stats
              arxiv-cosci cache warm --seconds 30
              arxiv-cosci cache invalidate --paper hep-th/9711200
              arxiv-cosci cache clear --yes
            """,
        subcommands: [
            CacheStatsCommand.self, CacheWarmCommand.self, CacheInvalidateCommand.self, CacheClearCommand.self,
        ]
    )
}
