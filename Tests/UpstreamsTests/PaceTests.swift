import BatchProcessing
import Foundation
import Literature
import ReplayKit
import Testing

@testable import Upstreams

/// Against a server that checks arXiv's rule, with the clock compressed.
@Suite struct PaceTests {
    /// 3 s become 400 ms, a second becomes 133 ms. Requests may arrive 60 % early, because a loaded machine delivers them late and
    /// unevenly; without a gate they come within a few milliseconds.
    private static let compression = 7.5
    private static let tolerance = 0.6

    private func configure(_ configuration: inout ReplayConfiguration) {
        configuration.rules = PaceRule.services(compression: Self.compression)
        configuration.tolerance = Self.tolerance
    }

    private func client(_ bench: Bench, _ coordinator: any GateCoordinator, rule: GateRule) -> ArxivClient {
        ArxivClient(
            settings: HTTPSettings(product: "test"),
            apiGate: Gate(rule: rule, coordinator: coordinator),
            filesGate: Gate(rule: GateRule.arxivFiles.scaled(by: 1 / Self.compression), coordinator: coordinator),
            endpoints: ArxivEndpoints(base: bench.server.base)
        )
    }

    @Test func clientsThatShareAGateKeepTheRule() async throws {
        try await withBench(try Content.small.get(), configure: configure) { bench in
            let coordinator = LocalGateCoordinator()
            let rule = GateRule.arxivAPI.scaled(by: 1 / Self.compression)
            let clients = (0..<4).map { _ in client(bench, coordinator, rule: rule) }
            let id = try #require(ArxivID("hep-th/9201047"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in clients {
                    group.addTask {
                        for number in 0..<3 {
                            // Query API and OAI-PMH share one rule.
                            if number % 2 == 0 {
                                _ = try await client.papers([id])
                            } else {
                                _ = try await client.identify()
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let group = try #require(bench.server.statistics().groups["arxiv-api"])
            #expect(group.requests == 12)
            #expect(group.violations == 0 && group.concurrencyViolations == 0, "\(group)")
            for client in clients { await client.close() }
        }
    }

    @Test func filesComeInBursts() async throws {
        // Bursts need less compression: they take half a second each.
        let compression = 2.0
        var content = try Content.small.get()
        content.serveFiles(nil, madeUpSize: 2000)
        try await withBench(
            content,
            configure: {
                $0.rules = PaceRule.services(compression: compression)
                $0.tolerance = Self.tolerance
            }
        ) { bench in
            let gate = Gate(rule: GateRule.arxivFiles.scaled(by: 1 / compression), coordinator: LocalGateCoordinator())
            var settings = HTTPSettings(product: "test")
            settings.diskFloor = 0
            let clients = (0..<3).map { _ in
                ArxivClient(
                    settings: settings,
                    apiGate: gate,
                    filesGate: gate,
                    endpoints: ArxivEndpoints(base: bench.server.base)
                )
            }
            let ids = try Content.someIDs.get().prefix(14)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, id) in ids.enumerated() {
                    let path = bench.folder + "/\(number).pdf"
                    group.addTask { _ = try await clients[number % 3].download(id, .pdf, to: path) }
                }
                try await group.waitForAll()
            }
            let group = try #require(bench.server.statistics().groups["arxiv-files"])
            #expect(group.requests == 14)
            #expect(group.violations == 0 && group.concurrencyViolations == 0, "\(group)")
            for client in clients { await client.close() }
        }
    }

    /// The counter-proof: the server sees those who do not wait.
    @Test func clientsWithoutASharedGateBreakTheRule() async throws {
        func slowly(_ configuration: inout ReplayConfiguration) {
            configure(&configuration)
            // Whoever comes while another is served breaks the rule, however slow this machine is.
            configuration.latency = 1
        }
        try await withBench(try Content.small.get(), configure: slowly) { bench in
            let rule = GateRule(name: "none", interval: .zero)
            // Each has a gate of its own, which does not know of the others.
            let clients = (0..<6).map { _ in client(bench, LocalGateCoordinator(), rule: rule) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in clients { group.addTask { _ = await failure { _ = try await client.identify() } } }
                try await group.waitForAll()
            }
            #expect(bench.server.statistics().totalViolations > 0)
            #expect(bench.server.statistics().statuses["503", default: 0] > 0)
            for client in clients { await client.close() }
        }
    }
}
