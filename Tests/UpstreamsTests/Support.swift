import BatchProcessing
import Formats
import Foundation
import Literature
import ReplayKit
import Synchronization
import Testing

@testable import Upstreams

/// Real papers and recorded answers, read once.
enum Content {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    static let papersPath = root + "/Samples/hep-th/papers.jsonl.gz"
    static let citationsPath = root + "/Samples/hep-th/citations.tsv.gz"
    static let fixtures = root + "/Tests/UpstreamsTests/Fixtures"

    /// 3,000 papers and the citations between them.
    static let small: Result<ReplayContent, any Error> = Result {
        var content = ReplayContent()
        try content.addLibrary(papersPath, limit: 3000)
        try content.addCitations(citationsPath)
        content.serveFiles(nil, madeUpSize: 300_000)
        return content
    }

    /// Recorded answers alone.
    static let recorded: ReplayContent = {
        var content = ReplayContent()
        content.addRecordings(fixtures)
        return content
    }()
}

/// A replay server with clients that talk to it, at a pace of 1 ms.
final class Bench: Sendable {
    let server: ReplayServer
    let arxiv: ArxivClient
    let graph: SemanticScholarClient
    let works: OpenAlexClient
    let folder: String

    static func rule(_ name: String) -> GateRule {
        GateRule(name: name, interval: .milliseconds(1), burst: 1, maximumConcurrency: 1)
    }

    init(
        _ content: ReplayContent,
        configure: (inout ReplayConfiguration) -> Void = { _ in },
        settings change: (inout HTTPSettings) -> Void = { _ in }
    ) async throws {
        var configuration = ReplayConfiguration(content: content)
        configure(&configuration)
        server = try await ReplayServer(configuration)
        var settings = HTTPSettings(product: "arxiv-cosci/test", contact: "tests@example.org")
        settings.diskFloor = 0
        change(&settings)
        let coordinator = LocalGateCoordinator()
        func gate(_ name: String) -> Gate { Gate(rule: Self.rule(name), coordinator: coordinator) }
        arxiv = ArxivClient(
            settings: settings,
            apiGate: gate("api"),
            filesGate: gate("files"),
            endpoints: ArxivEndpoints(base: server.base)
        )
        graph = SemanticScholarClient(settings: settings, key: "secret-key", gate: gate("graph"), base: server.base)
        works = OpenAlexClient(settings: settings, key: "secret-key", gate: gate("works"), base: server.base)
        folder = NSTemporaryDirectory() + "upstreams-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Closes everything and removes the folder.
    func close() async {
        await arxiv.close()
        await graph.close()
        await works.close()
        await server.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func fail(_ fault: ReplayFault) { server.apply(ReplayControl(faults: [fault])) }
}

/// Runs `body` with a bench and closes it, whatever happens.
func withBench(
    _ content: ReplayContent,
    configure: (inout ReplayConfiguration) -> Void = { _ in },
    settings: (inout HTTPSettings) -> Void = { _ in },
    _ body: (Bench) async throws -> Void
) async throws {
    let bench = try await Bench(content, configure: configure, settings: settings)
    do {
        try await body(bench)
    } catch {
        await bench.close()
        throw error
    }
    await bench.close()
}

/// The error that `body` ends with.
func failure(_ body: () async throws -> Void) async -> UpstreamError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? UpstreamError
    }
}

/// Some identifiers of papers that the server has, in the order of its harvest.
func someIDs(_ count: Int, from bench: Bench) async throws -> [ArxivID] {
    var ids: [ArxivID] = []
    for try await page in bench.arxiv.harvest(HarvestCursor(HarvestRequest(prefix: .dublinCore))) {
        ids += page.page.papers.compactMap { $0.identifier.arxivID }
        if ids.count >= count { break }
    }
    return Array(ids.prefix(count))
}

extension Content {
    /// Identifiers of some of the papers.
    static let someIDs: Result<[ArxivID], any Error> = Result {
        guard let data = FileManager.default.contents(atPath: papersPath) else { throw CocoaError(.fileNoSuchFile) }
        var reader = SnapshotReader(ByteInput([UInt8](data)))
        var ids: [ArxivID] = []
        while ids.count < 100, let item = reader.next() {
            if case .record(.paper(let paper)) = item, let id = paper.identifier.arxivID { ids.append(id) }
        }
        return ids
    }
}
