import BatchProcessing
import Foundation

extension SettingDefinition {
    static let library = SettingDefinition(
        key: "library",
        environment: "ARXIV_COSCI_LIBRARY",
        summary: "The folder of the library",
        defaultValue: { UserFolders.data + "/arxiv-cosci" },
        complaint: { $0.isEmpty ? "a folder is needed" : nil }
    )

    static let limit = SettingDefinition(
        key: "limit",
        environment: "ARXIV_COSCI_LIMIT",
        summary: "How many results a command shows, 1 to 10000",
        defaultValue: { "10" },
        complaint: { within(1...10_000, $0) }
    )

    static let embeddingModel = SettingDefinition(
        key: "embedding_model",
        environment: "EMBEDDING_MODEL",
        summary:
            "What embeds texts: auto (all-MiniLM-L6-v2 when it is in models/ of the library, else latent), latent (trained on "
            + "the library itself), none, a name in models/, or a folder",
        defaultValue: { "auto" }
    )

    // MARK: Batches

    static let batchSize = SettingDefinition(
        key: "batch_size",
        environment: "BATCH_SIZE",
        summary: "How many items one request or one job takes, 1 to 500",
        defaultValue: { "100" },
        complaint: { within(1...500, $0) }
    )

    static let maximumConcurrency = SettingDefinition(
        key: "max_concurrent",
        environment: "MAX_CONCURRENT",
        summary: "How many items or jobs are worked on at once, 1 to 1000",
        defaultValue: { "10" },
        complaint: { within(1...1000, $0) }
    )

    static let attempts = SettingDefinition(
        key: "retry_attempts",
        environment: "RETRY_ATTEMPTS",
        summary: "How often an item is tried before it counts as failed, 1 to 100",
        defaultValue: { "3" },
        complaint: { within(1...100, $0) }
    )

    static let checkpointFolder = SettingDefinition(
        key: "checkpoint_dir",
        environment: "CHECKPOINT_DIR",
        summary: "The folder of batch journals; empty: journal/ in the library",
        defaultValue: { "" }
    )

    static let redisURL = SettingDefinition(
        key: "redis_url",
        environment: "REDIS_URL",
        summary: "The Redis that several machines share (redis://[user:password@]host:port/db); "
            + "empty: none, jobs and kept answers are in the library",
        defaultValue: { "" },
        isSecret: true
    )

    // MARK: Answers that are kept

    static let cacheTTL = SettingDefinition(
        key: "redis_ttl",
        environment: "REDIS_TTL",
        summary: "For how many seconds answers are kept at most, 0 to 2592000; 0: they are not",
        defaultValue: { "3600" },
        complaint: { within(0...2_592_000, $0) }
    )

    static let cacheSize = SettingDefinition(
        key: "cache_size",
        environment: "CACHE_SIZE",
        summary: "How many megabytes of answers are kept in memory, and in the library's folder, 0 to 65536; 0: none",
        defaultValue: { "64" },
        complaint: { within(0...65_536, $0) }
    )

    static let cacheWarmSeconds = SettingDefinition(
        key: "cache_warm_seconds",
        environment: "CACHE_WARM_SECONDS",
        summary: "For how long an import finds answers anew that were asked for before, 0 to 3600; 0: it does not",
        defaultValue: { "1" },
        complaint: { text in
            Double(text).map { $0 >= 0 && $0 <= 3600 } == true ? nil : "a number from 0 to 3600 is needed"
        }
    )

    // MARK: Upstreams

    static let contact = SettingDefinition(
        key: "contact",
        environment: "ARXIV_COSCI_CONTACT",
        summary: "A mail address or web page that upstreams find in the User-Agent",
        defaultValue: { "" },
        complaint: { text in
            text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? nil : "printable ASCII characters are needed"
        }
    )

    static let arxivURL = SettingDefinition(
        key: "arxiv_url",
        environment: "ARXIV_URL",
        summary: "The server of arXiv's query API and files",
        defaultValue: { "https://export.arxiv.org" },
        complaint: address
    )

    static let arxivOAIURL = SettingDefinition(
        key: "arxiv_oai_url",
        environment: "ARXIV_OAI_URL",
        summary: "arXiv's OAI-PMH address",
        defaultValue: { "https://oaipmh.arxiv.org/oai" },
        complaint: address
    )

    static let semanticScholarURL = SettingDefinition(
        key: "s2_url",
        environment: "S2_URL",
        summary: "The server of Semantic Scholar",
        defaultValue: { "https://api.semanticscholar.org" },
        complaint: address
    )

    static let semanticScholarKey = SettingDefinition(
        key: "s2_api_key",
        environment: "S2_API_KEY",
        summary: "The key for Semantic Scholar; without one its shared pool is used, slowly",
        defaultValue: { "" },
        isSecret: true
    )

    static let openAlexURL = SettingDefinition(
        key: "openalex_url",
        environment: "OPENALEX_URL",
        summary: "The server of OpenAlex",
        defaultValue: { "https://api.openalex.org" },
        complaint: address
    )

    static let openAlexKey = SettingDefinition(
        key: "openalex_api_key",
        environment: "OPENALEX_API_KEY",
        summary: "The key for OpenAlex",
        defaultValue: { "" },
        isSecret: true
    )

    static let pace = SettingDefinition(
        key: "pace",
        environment: "UPSTREAM_PACE",
        summary: "Multiplies the pauses between requests; below 1 only for servers on this machine",
        defaultValue: { "1" },
        complaint: { text in
            Double(text).map { $0 > 0 && $0 <= 1000 } == true ? nil : "a number above 0, up to 1000, is needed"
        }
    )

    /// All settings, in the order in which `config` shows them.
    static let all = [
        library, limit, embeddingModel, batchSize, maximumConcurrency, attempts, checkpointFolder, redisURL, cacheTTL,
        cacheSize, cacheWarmSeconds, contact, arxivURL, arxivOAIURL, semanticScholarURL, semanticScholarKey,
        openAlexURL, openAlexKey, pace, apiHost, apiPort, apiWeb, apiNames, apiTokens, apiRate, corsOrigins, logLevel,
        logFormat,
    ]

    static func within(_ range: ClosedRange<Int>, _ text: String) -> String? {
        Int(text).map { range.contains($0) } == true
            ? nil : "a number from \(range.lowerBound) to \(range.upperBound) is needed"
    }

    @Sendable
    private static func address(_ text: String) -> String? {
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host() != nil else {
            return "an address such as https://host is needed"
        }
        return nil
    }
}
