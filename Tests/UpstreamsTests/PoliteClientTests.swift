import BatchProcessing
import Formats
import Foundation
import Literature
import ReplayKit
import Testing

@testable import Upstreams

/// What becomes of requests when the far side misbehaves.
@Suite struct PoliteClientTests {
    private func request(_ bench: Bench) -> UpstreamRequest {
        UpstreamRequest(api: "test", url: bench.server.base + "/oai?verb=Identify")
    }

    private func ask(_ bench: Bench) async -> UpstreamError? {
        await failure { _ = try await bench.arxiv.http.send(request(bench), gate: bench.arxiv.apiGate) }
    }

    @Test(arguments: [
        (404, UpstreamError.Kind.notFound), (400, .invalid), (401, .unauthorised), (413, .tooLarge),
        (500, .unavailable),
        (503, .unavailable), (429, .throttled(after: nil)),
    ])
    func statusesBecomeErrors(_ status: Int, _ kind: UpstreamError.Kind) async throws {
        try await withBench(try Content.small.get()) { bench in
            bench.fail(ReplayFault(.status, count: 1, status: status))
            let error = await ask(bench)
            #expect(error?.kind == kind)
            #expect(error?.status == status)
            #expect(error?.url.hasSuffix("/oai?verb=Identify") ?? false)
            #expect(await ask(bench) == nil)
            let entry = try #require(bench.arxiv.statistics.entries["test"])
            #expect(entry.requests == 2)
            #expect(entry.outcomes == ["\(status)": 1, "200": 1])
            #expect(entry.bytesReceived > 0)
        }
    }

    /// The next request of anybody at the gate waits at least as long as the service said.
    @Test(arguments: [(503, false), (429, false), (503, true)])
    func retryAfterIsNeverUndercut(_ status: Int, _ isDate: Bool) async throws {
        try await withBench(try Content.small.get()) { bench in
            bench.fail(ReplayFault(.status, count: 1, status: status, retryAfter: 1, retryAsDate: isDate))
            let error = await ask(bench)
            guard case .throttled(let delay?) = error?.kind else {
                Issue.record("\(String(describing: error))")
                return
            }
            // A date has whole seconds, and a part of the second passes until it is read.
            #expect(delay > .milliseconds(isDate ? 500 : 999) && delay <= .seconds(2))
            #expect(error?.failureClass == .throttled(after: delay))
            #expect(await ask(bench) == nil)
            let group = try #require(bench.server.statistics().groups["arxiv-api"])
            #expect(try #require(group.minimalGap) >= delay.inSeconds * 0.999)
        }
    }

    @Test func longAbsencesAreToldAtOnce() async throws {
        try await withBench(try Content.small.get()) { bench in
            bench.fail(ReplayFault(.status, count: 1, status: 503, retryAfter: 86400))
            #expect(await ask(bench)?.status == 503)
            let error = await ask(bench)
            guard case .throttled(let delay?) = error?.kind else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(delay > .seconds(80_000))
            #expect(bench.server.statistics().totalRequests == 1)
        }
    }

    @Test(arguments: [
        (ReplayFault(.cut, bytes: 100), UpstreamError.Kind.unavailable), (ReplayFault(.close), .unavailable),
        (ReplayFault(.stall, delay: 30), .timedOut), (ReplayFault(.slow, bytes: 1, delay: 0.1), .timedOut),
    ])
    func brokenConnections(_ fault: ReplayFault, _ kind: UpstreamError.Kind) async throws {
        try await withBench(
            try Content.small.get(),
            settings: {
                guard kind == .timedOut else { return }
                $0.readTimeout = .seconds(3)
                $0.totalTimeout = .seconds(6)
            }
        ) { bench in
            bench.fail(fault)
            let error = await ask(bench)
            #expect(error?.kind == kind)
            #expect(error?.failureClass == .transient)
            bench.server.apply(ReplayControl(clear: true))
            #expect(await ask(bench) == nil)
        }
    }

    @Test func otherHostsAreNotFollowed() async throws {
        try await withBench(try Content.small.get()) { bench in
            bench.fail(ReplayFault(.redirect, count: 1))
            let error = await ask(bench)
            #expect(error?.kind == .redirected(to: "http://elsewhere.invalid/"))
            #expect(error?.failureClass == .permanent)
        }
    }

    @Test func largeAnswersAreRefusedOnTheWay() async throws {
        try await withBench(try Content.small.get(), settings: { $0.bodyLimit = 10_000 }) { bench in
            let request = UpstreamRequest(
                api: "test",
                url: bench.server.base + "/oai?verb=ListRecords&metadataPrefix=arXivRaw"
            )
            let error = await failure {
                _ = try await bench.arxiv.http.send(request, gate: bench.arxiv.apiGate)
            }
            #expect(error?.kind == .tooLarge)
        }
    }

    /// No network: every client ends with a clear error instead of hanging.
    @Test func withoutANetwork() async throws {
        try await withBench(try Content.small.get()) { bench in
            let dead = try await ReplayServer(ReplayConfiguration(content: ReplayContent()))
            let base = dead.base
            await dead.stop()
            var settings = HTTPSettings(product: "test")
            settings.pageAttempts = 1
            let gate = Gate(rule: Bench.rule("dead"), coordinator: LocalGateCoordinator())
            let arxiv = ArxivClient(
                settings: settings,
                apiGate: gate,
                filesGate: gate,
                endpoints: ArxivEndpoints(base: base)
            )
            let graph = SemanticScholarClient(settings: settings, gate: gate, base: base)
            let works = OpenAlexClient(settings: settings, gate: gate, base: "http://no-such-host.invalid")
            let id = try #require(try await someIDs(1, from: bench).first)
            let path = bench.folder + "/x.pdf"
            let errors = [
                await failure { _ = try await arxiv.papers([id]) },
                await failure { for try await _ in arxiv.search("cat:hep-th") {} },
                await failure { for try await _ in arxiv.harvest(HarvestCursor(HarvestRequest())) {} },
                await failure { _ = try await arxiv.identify() },
                await failure { _ = try await arxiv.announcements(of: ["hep-th"]) },
                await failure { _ = try await arxiv.download(id, .pdf, to: path) },
                await failure { _ = try await graph.papers([.arxiv(id)]) },
                await failure { for try await _ in graph.citations(of: .arxiv(id)) {} },
                await failure { for try await _ in graph.bulkSearch("x") {} },
                await failure { _ = try await works.work(.arxiv(id)) },
            ]
            for error in errors {
                #expect(error?.kind == .unavailable)
                #expect(error?.isServiceFailure ?? false)
            }
            #expect(errors[0]?.detail.contains("Connection refused") ?? false, "\(String(describing: errors[0]))")
            #expect(!FileManager.default.fileExists(atPath: path))
            await arxiv.close()
            await graph.close()
            await works.close()
        }
    }

    /// A host that takes no connection and refuses none: the time limit of connecting ends it.
    @Test func hostsThatDoNotAnswer() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 0) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        try #require(isBound)
        // Nobody accepts: once the queue is full, the system answers no further attempt.
        var waiting: [Int32] = []
        defer { for descriptor in waiting { close(descriptor) } }
        for _ in 0..<4 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            withUnsafePointer(to: &address) { pointer in
                _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
            }
            waiting.append(descriptor)
        }
        var settings = HTTPSettings(product: "test")
        settings.connectTimeout = .seconds(1)
        let gate = Gate(rule: Bench.rule("hole"), coordinator: LocalGateCoordinator())
        let base = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        let works = OpenAlexClient(settings: settings, gate: gate, base: base)
        let error = await failure { _ = try await works.work(.openAlex(1)) }
        #expect(error?.kind == .unavailable)
        #expect(error?.detail == "no connection within 1 s")
        await works.close()
    }

    /// The replay server stands in for a proxy that refuses to connect to others.
    @Test func proxiesAreUsed() async throws {
        try await withBench(try Content.small.get()) { bench in
            var settings = HTTPSettings(product: "test")
            // The client never uses a proxy for this machine, so the service is elsewhere.
            settings.proxies = ProxyRules(environment: ["https_proxy": bench.server.base])
            let gate = Gate(rule: Bench.rule("proxy"), coordinator: LocalGateCoordinator())
            let works = OpenAlexClient(settings: settings, gate: gate, base: "https://openalex.invalid")
            let error = await failure { _ = try await works.work(.openAlex(1)) }
            #expect(error?.kind == .unavailable)
            #expect(error?.detail.contains("proxy") ?? false)
            #expect(bench.server.statistics().requests == ["other": 1])
            await works.close()
        }
    }

    @Test func cancellationEndsRequests() async throws {
        try await withBench(try Content.small.get()) { bench in
            bench.fail(ReplayFault(.stall, delay: 60))
            let task = Task { try await bench.arxiv.identify() }
            while bench.server.statistics().totalRequests == 0 { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
