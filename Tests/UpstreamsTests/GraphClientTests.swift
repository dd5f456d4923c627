import BatchProcessing
import Formats
import Foundation
import Literature
import ReplayKit
import Testing

@testable import Upstreams

@Suite struct GraphClientTests {
    private static let unknown = PaperIdentifier("2401.00001")

    // MARK: Batches

    @Test func batchesAnswerEveryIdentifier() async throws {
        try await withBench(try Content.small.get()) { bench in
            let known = try await someIDs(700, from: bench).map { PaperIdentifier.arxiv($0) }
            let unknown = try #require(Self.unknown)
            let batch = try await bench.graph.papers([unknown] + known + [.openAlex(5)])
            #expect(batch.found == known)
            #expect(batch.missing == [unknown])
            #expect(batch.refused.map(\.id) == [.openAlex(5)])
            #expect(batch.pages.flatMap(\.papers).map(\.identifier) == known)
            #expect(batch.pages.allSatisfy { $0.issues.isEmpty })
            #expect(bench.server.statistics().requests["batch"] == 2)
        }
    }

    @Test func answersThatAreTooLargeAreHalved() async throws {
        try await withBench(try Content.small.get()) { bench in
            let ids = try await someIDs(8, from: bench).map { PaperIdentifier.arxiv($0) }
            bench.fail(ReplayFault(.status, path: "batch", count: 2, status: 504))
            let batch = try await bench.graph.papers(ids)
            #expect(batch.found == ids)
            #expect(bench.server.statistics().requests["batch"] == 2 + 3)
            // A single paper is too large with its lists, and comes without them.
            bench.fail(ReplayFault(.status, path: "batch", count: 1, status: 413))
            let fields = SemanticScholarFields.paper.including(references: true, citations: true)
            let one = try await bench.graph.papers([ids[0]], fields: fields)
            #expect(one.withoutLists == [ids[0]])
            #expect(one.found == [ids[0]])
        }
    }

    @Test func listsComeWithPapers() async throws {
        try await withBench(try Content.small.get()) { bench in
            let ids = try await someIDs(3000, from: bench).map { PaperIdentifier.arxiv($0) }
            let fields = SemanticScholarFields.paper.including(references: true, citations: false)
            let batch = try await bench.graph.papers(ids, fields: fields)
            #expect(batch.found.count == 3000)
            let citations = Set(batch.pages.flatMap(\.citations))
            #expect(citations.count == (try Content.small.get().citationCount))
        }
    }

    @Test func batchFetchWritesAFileThatCanBeRead() async throws {
        try await withBench(try Content.small.get()) { bench in
            let ids = try await someIDs(600, from: bench).map { PaperIdentifier.arxiv($0) }
            let unknown = try #require(Self.unknown)
            let path = bench.folder + "/papers.jsonl"
            let missing = try await bench.graph.batchFetchFromS2(ids + [unknown], output: path)
            #expect(missing == [unknown])
            var reader = SemanticScholarReader(try ByteInput(path: path))
            var found: [PaperIdentifier] = []
            while let item = reader.next() {
                guard case .record(.paper(let paper)) = item else {
                    Issue.record("\(item)")
                    continue
                }
                found.append(paper.identifier)
            }
            #expect(found == ids)
            bench.fail(ReplayFault(.status, path: "batch", status: 400))
            let error = await failure {
                _ = try await bench.graph.batchFetchFromS2(ids, output: bench.folder + "/other.jsonl")
            }
            #expect(error?.kind == .invalid)
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder) == ["papers.jsonl"])
        }
    }

    @Test func remedies() {
        func remedy(
            _ kind: UpstreamError.Kind,
            _ detail: String,
            status: Int = 400,
            count: Int = 2,
            lists: Bool = false
        )
            -> SemanticScholarClient.Remedy
        {
            let error = UpstreamError(kind, api: "t", url: "http://x", status: status, detail: detail)
            return SemanticScholarClient.remedy(for: error, count: count, hasLists: lists)
        }
        #expect(remedy(.invalid, "Response would exceed maximum size.") == .halve)
        #expect(remedy(.tooLarge, "more than 64 MB", count: 1, lists: true) == .dropLists)
        #expect(remedy(.tooLarge, "more than 64 MB", count: 1) == .none)
        #expect(remedy(.invalid, "Unrecognized or unsupported fields: [x]") == .none)
        #expect(remedy(.invalid, "No valid paper ids given") == .allUnknown)
        #expect(remedy(.unavailable, "x", status: 504) == .halve)
        #expect(remedy(.unavailable, "x", status: 500) == .none)
    }

    // MARK: Citations and references

    @Test func linksGoPageByPage() async throws {
        try await withBench(try Content.small.get()) { bench in
            let ids = try await someIDs(3000, from: bench)
            let content = try Content.small.get()
            var counts: [Int] = []
            for id in ids.suffix(5) {
                var cited: Set<CitationRecord> = []
                for try await links in bench.graph.references(of: .arxiv(id)) {
                    cited.formUnion(links.page.citations)
                    #expect(links.isComplete)
                }
                #expect(cited.allSatisfy { $0.citing == .arxiv(id) })
                counts.append(cited.count)
            }
            #expect(counts.reduce(0, +) > 0)
            #expect(content.citationCount > 5000)
            let unknown = try #require(Self.unknown)
            let error = await failure { for try await _ in bench.graph.citations(of: unknown) {} }
            #expect(error?.kind == .notFound)
        }
    }

    /// 2,499 papers cite one: three pages. Lists beyond 9,999 are tested below, page by page.
    @Test func popularPapersAreCitedPageByPage() async throws {
        var content = ReplayContent()
        try content.addLibrary(Content.papersPath, limit: 2500)
        let folder = NSTemporaryDirectory() + "cites-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withBench(content) { bench in
            let ids = try await someIDs(2500, from: bench)
            let lines = ids.dropFirst().map { "\($0)\t\(ids[0])" }.joined(separator: "\n")
            let path = folder + "/citations.tsv"
            try Data(lines.utf8).write(to: URL(fileURLWithPath: path))
            var cited = content
            try cited.addCitations(path)
            try await withBench(cited) { bench in
                var citing: Set<PaperIdentifier> = []
                for try await links in bench.graph.citations(of: .arxiv(ids[0])) {
                    citing.formUnion(links.page.citations.map(\.citing))
                }
                #expect(citing.count == 2499)
                #expect(bench.server.statistics().requests["citations"] == 3)
            }
        }
    }

    /// A list of more than 9,999 is cut into windows of dates until all of it has been seen.
    @Test(arguments: [(true, 25_000, 6000), (false, 25_000, 6000), (true, 40_000, 300), (true, 500, 10)])
    func windows(_ isNewestFirst: Bool, _ count: Int, _ days: Int) throws {
        // Paper n was published on day n % days.
        var seen: Set<Int> = []
        var requests = 0
        var state = SemanticScholarLinkState()
        while let window = state.windows.last {
            requests += 1
            var fitting = (0..<count).filter { paper in
                paper % days >= window.from ?? .min && paper % days <= window.until ?? .max
            }
            if isNewestFirst { fitting.sort { ($0 % days, $0) > ($1 % days, $1) } }
            let limit = min(1000, 9999 - state.offset)
            let page = fitting.dropFirst(state.offset).prefix(limit)
            seen.formUnion(page)
            var answer = UpstreamPage()
            for paper in page {
                var record = PaperRecord(source: .semanticScholar, identifier: .corpus(UInt64(paper)))
                record.submitted = Timestamp(secondsSince1970: Int64(paper % days) * 86400)
                answer.records.append(.paper(record))
            }
            if state.offset + page.count < fitting.count { answer.notices = [.next("\(state.offset + page.count)")] }
            SemanticScholarClient.advance(&state, by: answer, hasDates: true)
            try #require(requests < 2000)
        }
        #expect(seen.count == count)
        #expect(state.isComplete)
        if isNewestFirst { #expect(requests <= count / 900 + count / days / 10 * (count / 9999) + 3) }
    }

    @Test func daysThatAreTooFullAreTold() {
        var state = SemanticScholarLinkState()
        var requests = 0
        while !state.windows.isEmpty, requests < 1000 {
            requests += 1
            let window = state.windows.last
            var answer = UpstreamPage()
            if window?.from ?? .min <= 100, window?.until ?? .max >= 100 {
                var record = PaperRecord(source: .semanticScholar, identifier: .corpus(1))
                record.submitted = Timestamp(secondsSince1970: 86400 * 100)
                answer.records = [.paper(record)]
                answer.notices = [.next("\(min(9999, state.offset + 1000))")]
            }
            SemanticScholarClient.advance(&state, by: answer, hasDates: true)
        }
        #expect(requests < 1000)
        #expect(!state.isComplete)
    }

    // MARK: Searches

    @Test func searches() async throws {
        try await withBench(try Content.small.get()) { bench in
            var ranked: [PaperIdentifier] = []
            for try await page in bench.graph.search("field-theory", limit: 150) {
                ranked += page.papers.map(\.identifier)
            }
            #expect(ranked.count == 150 && Set(ranked).count == 150)
            var all: Set<PaperIdentifier> = []
            var total: Int?
            for try await page in bench.graph.bulkSearch("theory") {
                all.formUnion(page.papers.map(\.identifier))
                total = page.total ?? total
            }
            #expect(all.count > 1000 && all.count == total)
        }
    }

    @Test func recordedAnswersOfSemanticScholar() async throws {
        try await withBench(Content.recorded) { bench in
            let ids = [
                "CorpusId:211530585", "CorpusId:470667", "10.2139/ssrn.2250500",
                "0f40b1f08821e22e859c6050916cec3667778613",
            ].compactMap { PaperIdentifier($0) }
            let batch = try await bench.graph.papers(ids)
            #expect(batch.missing == [ids[0]])
            #expect(batch.found == Array(ids.dropFirst()))
            #expect(
                batch.pages.first?.papers.first?.title
                    == "How Much Should We Trust Differences-in-Differences Estimates?"
            )
            var references: [CitationRecord] = []
            for try await links in bench.graph.references(of: ids[2]) { references += links.page.citations }
            #expect(references.count > 20)
            #expect(references.allSatisfy { $0.citing == ids[2] })
            let near = try await bench.graph.recommendations(for: ids[2])
            #expect(near.papers.count == 100)
            let liked = ["10.1145/3544585.3544600", "10.1145/301250.301271"].compactMap { PaperIdentifier($0) }
            let likely = try await bench.graph.recommendations(positive: liked)
            #expect(likely.papers.count == 100)
            let match = try await bench.graph.match(title: "mining association rules between")
            #expect(match.papers.count == 1)
        }
    }

    // MARK: OpenAlex

    @Test func worksByIdentifierAndByCursor() async throws {
        try await withBench(try Content.small.get()) { bench in
            let ids = try await someIDs(120, from: bench).map { PaperIdentifier.arxiv($0) }
            let unknown = try #require(Self.unknown)
            let batch = try await bench.works.works(ids + [unknown, .openAlex(3), .corpus(9)])
            #expect(batch.found == ids + [.openAlex(3)])
            #expect(batch.missing == [unknown])
            #expect(batch.refused.map(\.id) == [.corpus(9)])
            // Three lists of DOIs, one of numbers, and the unknown one by itself.
            #expect(bench.server.statistics().requests["openalex"] == 5)
            var all: Set<PaperIdentifier> = []
            var cited = 0
            for try await page in bench.works.works() {
                all.formUnion(page.papers.map(\.identifier))
                cited += page.citations.count
            }
            #expect(all.count == 3000)
            #expect(cited == (try Content.small.get().citationCount))
            let citing = try #require(batch.pages.flatMap(\.citations).first)
            guard case .openAlex(let number) = citing.cited else {
                Issue.record("\(citing)")
                return
            }
            var others: [PaperIdentifier] = []
            for try await page in bench.works.works(filter: "cites:W\(number)") {
                others += page.papers.map(\.identifier)
            }
            #expect(others.contains(citing.citing))
            let error = await failure { _ = try await bench.works.works(filter: "zz:1").first { _ in true } }
            #expect(error?.failureClass == .throttled(after: nil))
            #expect(error?.url.contains("secret-key") == false)
        }
    }
}
