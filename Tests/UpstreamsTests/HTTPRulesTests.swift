import BatchProcessing
import Foundation
import Literature
import Testing

@testable import ReplayKit
@testable import Upstreams

@Suite struct HTTPRulesTests {
    @Test(arguments: [
        ("120", 120.0), ("0", 0), ("1.5", 1.5), (" 7 ", 7), ("Sun, 06 Nov 1994 08:49:37 GMT", 10),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 10), ("Sun Nov  6 08:49:37 1994", 10),
        ("Sun, 06 Nov 1994 08:49:00 GMT", 0), ("99999999999999999999", 8_640_000),
    ])
    func retryAfter(_ field: String, _ seconds: Double) throws {
        // 1994-11-06 08:49:27
        let delay = try #require(RetryAfter.delay(field, now: 784_111_767))
        #expect(abs(delay.inSeconds - seconds) < 0.002)
    }

    @Test(arguments: ["", "soon", "-5", "nan", "Sun, 32 Nov 1994", "1e999x"])
    func retryAfterThatSaysNothing(_ field: String) {
        #expect(RetryAfter.delay(field, now: 0) == nil)
    }

    @Test func budgetsThatAreSpent() {
        let fields = ["x-ratelimit-reset": "3600"]
        #expect(PoliteClient.delay(asked: fields, status: 429, now: 0) == .seconds(3600))
        #expect(PoliteClient.delay(asked: fields, status: 503, now: 0) == nil)
        let moment = ["x-ratelimit-reset": "1800000010"]
        #expect(PoliteClient.delay(asked: moment, status: 429, now: 1_800_000_000) == .seconds(10))
    }

    @Test(arguments: [
        (404, UpstreamError.Kind.notFound), (410, .notFound), (400, .invalid), (414, .invalid), (401, .unauthorised),
        (403, .unauthorised), (408, .timedOut), (413, .tooLarge), (429, .throttled(after: nil)), (500, .unavailable),
        (502, .unavailable), (503, .unavailable), (504, .unavailable), (304, .malformed),
    ])
    func statuses(_ status: Int, _ kind: UpstreamError.Kind) {
        #expect(PoliteClient.kind(of: status, retryAfter: nil, isForbiddenThrottling: false) == kind)
    }

    @Test func proxies() {
        let rules = ProxyRules(environment: [
            "https_proxy": "http://user:pass%20word@proxy.example:8080", "HTTP_PROXY": "http://evil.example",
            "no_proxy": ".arxiv.org, internal:8443,10.0.0.7",
        ])
        let proxy = rules.proxy(for: "https://api.openalex.org/works")
        #expect(proxy?.host == "proxy.example" && proxy?.port == 8080)
        #expect(proxy?.user == "user" && proxy?.password == "pass word")
        for direct in [
            "https://export.arxiv.org/x", "https://arxiv.org", "https://10.0.0.7", "https://internal:8443/",
            "https://localhost", "https://127.0.0.2:9", "http://api.openalex.org",
        ] {
            #expect(rules.proxy(for: direct) == nil, "\(direct)")
        }
        #expect(rules.proxy(for: "https://notarxiv.org") != nil)
        #expect(rules.proxy(for: "https://internal") != nil)
        #expect(ProxyRules(environment: ["ALL_PROXY": "p:1", "NO_PROXY": "*"]).proxy(for: "http://a.b") == nil)
        #expect(ProxyRules(environment: ["ALL_PROXY": "p:1"]).proxy(for: "http://a.b")?.port == 1)
    }

    @Test func secretsAreNotShown() {
        let error = UpstreamError(
            .unauthorised,
            api: "openalex",
            url: "https://user:word@api.openalex.org/works?api_key=S3CRET&mailto=a@b.c&filter=doi:1",
            status: 401,
            detail: "no"
        )
        #expect(!error.description.contains("S3CRET"))
        #expect(!error.description.contains("word@"))
        #expect(!error.description.contains("a@b.c"))
        #expect(error.description.contains("filter=doi:1"))
        #expect(error.description.hasSuffix("Check the key of this service in the configuration"))
    }

    @Test func userAgent() {
        var settings = HTTPSettings(product: "arxiv-cosci/1.2")
        #expect(settings.userAgent == "arxiv-cosci/1.2")
        settings.contact = "me@example.org"
        #expect(settings.userAgent == "arxiv-cosci/1.2 (+mailto:me@example.org)")
        settings.contact = "https://example.org/bot\r\nX-Evil: 1)"
        #expect(settings.userAgent == "arxiv-cosci/1.2 (+https://example.org/botX-Evil:1)")
    }

    @Test func gzipIsUnpackedWithinALimit() throws {
        let text = Array(String(repeating: "abc", count: 50_000).utf8)
        let packed = MadeUpFile.gzip(text)
        let url = "http://x"
        #expect(try PoliteClient.decoded(packed, encoding: "gzip", limit: 150_000, api: "t", url: url) == text)
        for (bytes, limit, kind) in [
            (packed, 149_999, UpstreamError.Kind.tooLarge), (Array(packed.dropLast(9)), 200_000, .malformed),
            (Array("no gzip".utf8), 100, .malformed),
        ] {
            do {
                _ = try PoliteClient.decoded(bytes, encoding: "x-gzip", limit: limit, api: "t", url: url)
                Issue.record("nothing was thrown")
            } catch {
                #expect((error as? UpstreamError)?.kind == kind)
            }
        }
    }

    @Test func filesAreToldApart() throws {
        let id = try #require(ArxivID("hep-th/9901001"))
        #expect(ArxivFileContent(head: MadeUpFile.pdf(id, size: 3000)) == .pdf)
        #expect(ArxivFileContent(head: Array(MadeUpFile.source(id, size: 9000).prefix(4096))) == .gzip)
        #expect(ArxivFileContent(head: MadeUpFile.gzip(Array("%PDF-1.4".utf8))) == .gzipPDF)
        #expect(ArxivFileContent(head: MadeUpFile.gzip(Array("%!PS-Adobe".utf8))) == .gzipPostScript)
        #expect(ArxivFileContent(head: Array(" <!DOCTYPE html><html>".utf8)) == .html)
        #expect(ArxivFileContent(head: Array("\\documentstyle{article}".utf8)) == .text)
        #expect(ArxivFileContent(head: []) == .unknown)
        let tar = tarHeader()
        #expect(ArxivFileContent(head: tar) == .tar)
        #expect(ArxivFileContent(head: MadeUpFile.gzip(tar + [UInt8](repeating: 0x41, count: 600))) == .tarGzip)
    }

    /// A header in the form of before POSIX, without "ustar".
    private func tarHeader() -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, _ at: Int) {
            for (index, byte) in text.utf8.enumerated() { header[at + index] = byte }
        }
        put("paper.tex", 0)
        put("0000644", 100)
        put("00000001130", 124)
        put("        ", 148)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(String(repeating: "0", count: 6 - String(sum, radix: 8).count) + String(sum, radix: 8) + "\0 ", 148)
        return header
    }

    @Test func estimates() {
        let fetch = RequestEstimate.arxivPapers(1001)
        #expect(fetch.requests == 11)
        #expect(fetch.seconds == 30)
        let files = RequestEstimate.files(10, .pdf)
        #expect(files.requests == 10)
        #expect(files.seconds == 2)
        let graph = RequestEstimate.semanticScholar(501, citations: true, rule: .semanticScholar)
        #expect(graph.requests == 2 + 501)
        #expect(graph.isLowerBound)
        #expect(RequestEstimate.harvest(nil).isLowerBound)
        #expect(RequestEstimate.harvest(2500) == RequestEstimate(requests: 3, seconds: 6, bytes: 5_500_000))
        #expect((fetch + files).requests == 21)
        #expect(RequestEstimate.arxivPapers(0) == RequestEstimate())
    }

    @Test func faultsAreRead() {
        let fault = ReplayFault(argument: "status:status=503,retry_after=2,path=query,count=3")
        #expect(fault == ReplayFault(.status, path: "query", count: 3, status: 503, retryAfter: 2))
        #expect(ReplayFault(argument: "nonsense") == nil)
        #expect(ReplayFault(argument: "cut:nonsense=1") == nil)
    }

    @Test func rulesCountWhatComesTooEarly() {
        var record = PaceRecord()
        let api = PaceRule(window: 3, concurrency: 1)
        #expect(record.arrive(at: 0, rule: api, tolerance: 0.1) == nil)
        record.leave()
        #expect(record.arrive(at: 2.5, rule: api, tolerance: 0.1) == 3)
        record.leave()
        #expect(record.arrive(at: 5.3, rule: api, tolerance: 0.1) == nil)
        #expect(record.arrive(at: 9, rule: api, tolerance: 0.1) == 3)
        #expect(record.violations == 1)
        #expect(record.concurrencyViolations == 1)
        var files = PaceRecord()
        let bursts = PaceRule(requests: 4, window: 1)
        for time in [0, 0.1, 0.2, 0.3, 1.3, 1.4] {
            #expect(files.arrive(at: time, rule: bursts, tolerance: 0) == nil)
        }
        #expect(files.arrive(at: 1.15 + 0.04, rule: bursts, tolerance: 0) == 1)
    }
}
