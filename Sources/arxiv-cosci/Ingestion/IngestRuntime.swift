import ArgumentParser
import BatchProcessing
import Engine
import Foundation
import Observability
import RedisClient
import RedisStores
import SQLiteLibrary
import Upstreams

/// Everything that a command which fetches or works on many items uses, put together from the settings.
final class IngestRuntime: Sendable {
    /// The library's folder.
    let folder: String
    /// How batches run.
    let configuration: BatchConfiguration
    /// Where batches and their journals lie.
    let journalFolder: String
    /// The services.
    let clients: UpstreamClients
    /// The stores.
    let ingester: PaperBatchIngester
    /// The rules by which the services are asked, with the pauses that hold here.
    let rules: UpstreamRules
    private let redis: RedisClient?
    private let collector: CollectorID

    /// Puts everything together; nothing is opened or sent yet.
    ///
    /// - Parameter concurrency: the flag that wins over the setting.
    init(_ settings: Settings, concurrency: Int? = nil) async throws {
        folder = try settings.resolve(.library).value
        let journal = try settings.resolve(.checkpointFolder).value
        journalFolder = journal.isEmpty ? folder + "/journal" : journal
        configuration = try Self.configuration(settings, folder: folder, concurrency: concurrency)
        rules = try UpstreamRules(settings)
        redis = try RedisAccess.client(settings)
        clients = try Self.clients(settings, rules: rules, redis: redis)
        collector = Observation.shared.watch(clients)
        let library = folder
        ingester = PaperBatchIngester(
            truth: LibraryStore {
                try LibraryAccess.writingInTurn(library, patience: .seconds(600))
            }
        )
    }

    private static func configuration(
        _ settings: Settings,
        folder: String,
        concurrency: Int?
    ) throws -> BatchConfiguration {
        var configuration = BatchConfiguration()
        configuration.batchSize = try settings.number(.batchSize)
        configuration.maximumConcurrency = try concurrency ?? settings.number(.maximumConcurrency)
        configuration.attempts = try settings.number(.attempts)
        return configuration
    }

    private static func clients(_ settings: Settings, rules: UpstreamRules, redis: RedisClient?) throws
        -> UpstreamClients
    {
        let coordinator: any GateCoordinator =
            if let redis { RedisGateCoordinator(client: redis) } else {
                FileGateCoordinator(directory: UserFolders.state + "/arxiv-cosci/gates")
            }
        func gate(_ rule: GateRule) -> Gate { Gate(rule: rule, coordinator: coordinator) }
        let contact = try settings.resolve(.contact).value
        var http = HTTPSettings(
            product: "arxiv-cosci/" + ArxivCosci.configuration.version,
            contact: contact.isEmpty ? nil : contact,
            proxies: ProxyRules(environment: ProcessInfo.processInfo.environment)
        )
        http.contextFields = { WorkContext.current.headers }
        return UpstreamClients(
            arxiv: ArxivClient(
                settings: http,
                apiGate: gate(rules.arxivAPI),
                filesGate: gate(rules.arxivFiles),
                endpoints: try endpoints(settings)
            ),
            semanticScholar: SemanticScholarClient(
                settings: http,
                key: try settings.secret(.semanticScholarKey),
                gate: gate(rules.semanticScholar),
                base: try settings.resolve(.semanticScholarURL).value
            ),
            openAlex: OpenAlexClient(
                settings: http,
                key: try settings.secret(.openAlexKey),
                mail: contact.contains("@") ? contact : nil,
                gate: gate(rules.openAlex),
                base: try settings.resolve(.openAlexURL).value
            )
        )
    }

    private static func endpoints(_ settings: Settings) throws -> ArxivEndpoints {
        var endpoints = ArxivEndpoints()
        let server = try settings.resolve(.arxivURL)
        if server.origin != "default" { endpoints = ArxivEndpoints(base: server.value) }
        let oai = try settings.resolve(.arxivOAIURL)
        if oai.origin != "default" { endpoints.oai = oai.value }
        return endpoints
    }

    /// Closes all connections.
    func close() async {
        Observation.shared.registry.remove(collector)
        await clients.close()
        redis?.shutDown()
    }
}

/// The pace at which services are asked. The pauses of a service on the network can be made longer, never shorter.
struct UpstreamRules: Sendable {
    let arxivAPI: GateRule
    let arxivFiles: GateRule
    let semanticScholar: GateRule
    let openAlex: GateRule

    init(_ settings: Settings) throws {
        let factor = Double(try settings.resolve(.pace).value) ?? 1
        let arxiv = try [settings.resolve(.arxivURL), settings.resolve(.arxivOAIURL)]
        arxivAPI = try Self.paced(.arxivAPI, factor, arxiv)
        arxivFiles = try Self.paced(.arxivFiles, factor, [arxiv[0]])
        let key = try settings.secret(.semanticScholarKey)
        semanticScholar = try Self.paced(
            key == nil ? .semanticScholarShared : .semanticScholar,
            factor,
            [settings.resolve(.semanticScholarURL)]
        )
        openAlex = try Self.paced(.openAlex, factor, [settings.resolve(.openAlexURL)])
    }

    /// A rule with its pauses multiplied; a server on this machine has gates of its own, which share nothing with the real service.
    private static func paced(_ rule: GateRule, _ factor: Double, _ servers: [Settings.Resolved]) throws -> GateRule {
        let isLocal = servers.allSatisfy { isOnThisMachine($0.value) }
        guard isLocal || factor >= 1 else { return rule }
        var rule = factor == 1 ? rule : rule.scaled(by: factor)
        if isLocal, let url = URL(string: servers[0].value) { rule.name += "-local-\(url.port ?? 80)" }
        return rule
    }

    private static func isOnThisMachine(_ address: String) -> Bool {
        guard let host = URL(string: address)?.host() else { return false }
        return ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }
}

extension Settings {
    /// The value of a setting that is a whole number.
    func number(_ setting: SettingDefinition) throws -> Int {
        Int(try resolve(setting).value) ?? 0
    }

    /// A value that is never shown; nil when none is set.
    func secret(_ setting: SettingDefinition) throws -> String? {
        let value = try resolve(setting).value
        return value.isEmpty ? nil : value
    }
}

extension IngestRuntime {
    /// The batches.
    var catalogue: BatchCatalogue { BatchCatalogue(directory: journalFolder) }

    /// What runs work with these parts.
    func session() -> IngestSession {
        let folder = folder
        return IngestSession(
            clients: clients,
            ingester: ingester,
            configuration: configuration,
            journalFolder: journalFolder,
            filesFolder: folder + "/files",
            papers: { try LibraryAccess.creating(folder).papers },
            ledger: Observation.shared.ledger
        )
    }
}

extension BatchCatalogue {
    /// The batches that the settings name.
    init(_ settings: Settings) throws {
        let journal = try settings.resolve(.checkpointFolder).value
        self.init(directory: try journal.isEmpty ? settings.resolve(.library).value + "/journal" : journal)
    }
}
