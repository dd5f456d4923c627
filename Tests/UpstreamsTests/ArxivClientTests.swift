import BatchProcessing
import Formats
import Foundation
import Literature
import ReplayKit
import Testing

@testable import Upstreams

@Suite struct ArxivClientTests {
    // MARK: Query API

    @Test func papersByIdentifier() async throws {
        try await withBench(try Content.small.get()) { bench in
            let known = try await someIDs(230, from: bench)
            let unknown = try #require(ArxivID("2401.00001"))
            bench.server.apply(ReplayControl(reset: true))
            let batch = try await bench.arxiv.papers(known + [unknown])
            #expect(batch.found == known)
            #expect(batch.missing == [unknown])
            #expect(batch.refused.isEmpty)
            let papers = batch.pages.flatMap(\.papers)
            #expect(papers.map(\.identifier) == known.map { .arxiv($0) })
            #expect(papers.allSatisfy { $0.title != nil && $0.abstract != nil && $0.submitted != nil })
            #expect(bench.server.statistics().requests == ["query": 3])
        }
    }

    @Test func oneRefusedIdentifierDoesNotCostTheOthers() async throws {
        try await withBench(try Content.small.get()) { bench in
            let ids = try await someIDs(4, from: bench)
            // All four, the first two, and the first are refused.
            bench.fail(ReplayFault(.status, path: "query", count: 3, status: 400))
            let batch = try await bench.arxiv.papers(ids)
            #expect(batch.refused.map(\.id) == [ids[0]])
            #expect(batch.found == Array(ids.dropFirst()))
        }
    }

    @Test func searchesGoPageByPage() async throws {
        try await withBench(try Content.small.get()) { bench in
            // A page in the middle is empty once.
            bench.fail(ReplayFault(.empty, path: "query", count: 1, skip: 1))
            var ids: [PaperIdentifier] = []
            var total = 0
            for try await page in bench.arxiv.search("cat:hep-th AND ti:black", pageSize: 20) {
                ids += page.papers.map(\.identifier)
                total = page.total ?? 0
            }
            #expect(total > 50)
            #expect(ids.count == total)
            #expect(Set(ids).count == total)
        }
    }

    @Test func pagesThatStayEmptyAreAnError() async throws {
        try await withBench(try Content.small.get(), settings: { $0.pageAttempts = 2 }) { bench in
            bench.fail(ReplayFault(.empty, path: "query", skip: 1))
            let error = await failure {
                for try await _ in bench.arxiv.search("cat:hep-th AND ti:black", pageSize: 20) {}
            }
            #expect(error?.kind == .malformed)
            #expect(bench.server.statistics().requests == ["query": 3])
        }
    }

    @Test func searchesWithoutResultsAndWrongOnes() async throws {
        try await withBench(try Content.small.get()) { bench in
            for try await page in bench.arxiv.search("ti:nosuchword") { #expect(page.papers.isEmpty) }
            let error = await failure { for try await _ in bench.arxiv.search("zz:x") {} }
            #expect(error?.kind == .invalid)
            #expect(error?.failureClass == .permanent)
        }
    }

    @Test func garbageIsMalformed() async throws {
        try await withBench(try Content.small.get()) { bench in
            let ids = try await someIDs(1, from: bench)
            bench.fail(ReplayFault(.garbage))
            for error in [
                await failure { _ = try await bench.arxiv.papers(ids) },
                await failure { _ = try await bench.arxiv.identify() },
                await failure { _ = try await bench.arxiv.announcements(of: ["hep-th"]) },
                await failure { _ = try await bench.graph.papers([.arxiv(ids[0])]) },
                await failure { _ = try await bench.works.work(.arxiv(ids[0])) },
            ] {
                #expect(error?.kind == .malformed)
            }
        }
    }

    // MARK: OAI-PMH

    @Test(arguments: HarvestRequest.Prefix.allCases)
    func harvestsAreWhole(_ prefix: HarvestRequest.Prefix) async throws {
        try await withBench(try Content.small.get(), configure: { $0.recordsPerPage = 700 }) { bench in
            var ids: Set<PaperIdentifier> = []
            var last: HarvestCursor?
            let request = HarvestRequest(prefix: prefix, set: "physics:hep-th")
            for try await page in bench.arxiv.harvest(HarvestCursor(request)) {
                #expect(page.page.issues.isEmpty)
                ids.formUnion(page.page.papers.map(\.identifier))
                last = page.cursor
            }
            #expect(ids.count == 3000)
            #expect(last?.isFinished == true && last?.pages == 5 && last?.records == 3000)
            #expect(last?.nextFrom?.count == 10)
        }
    }

    @Test func harvestsGoOnInAnotherProcess() async throws {
        try await withBench(try Content.small.get(), configure: { $0.recordsPerPage = 400 }) { bench in
            var cursor = HarvestCursor(HarvestRequest(prefix: .arXiv))
            var ids: [PaperIdentifier] = []
            while !cursor.isFinished {
                var pages = bench.arxiv.harvest(cursor).makeAsyncIterator()
                let page = try #require(try await pages.next())
                ids += page.page.papers.map(\.identifier)
                let saved = try JSONEncoder().encode(page.cursor)
                cursor = try JSONDecoder().decode(HarvestCursor.self, from: saved)
            }
            #expect(ids.count == 3000)
            #expect(Set(ids).count == 3000)
        }
    }

    @Test func expiredTokensStartAnewFromTheLastDay() async throws {
        try await withBench(try Content.small.get(), configure: { $0.recordsPerPage = 500 }) { bench in
            var ids: Set<PaperIdentifier> = []
            var records = 0
            var cursor: HarvestCursor?
            for try await page in bench.arxiv.harvest(HarvestCursor(HarvestRequest(prefix: .arXiv))) {
                ids.formUnion(page.page.papers.map(\.identifier))
                records = page.cursor.records
                cursor = page.cursor
                if page.cursor.pages == 2 { bench.server.apply(ReplayControl(expireTokens: true)) }
            }
            #expect(ids.count == 3000)
            #expect(cursor?.restarts == 1)
            // Only the records of the last day came twice.
            #expect(records < 3100)
        }
    }

    @Test func harvestsOfDaysAndOfNothing() async throws {
        try await withBench(
            try Content.small.get(),
            configure: { $0.tellsListSize = true }
        ) { bench in
            let request = HarvestRequest(prefix: .arXivRaw, from: "1995-01-01", until: "1995-12-31")
            var count = 0
            var size: Int?
            for try await page in bench.arxiv.harvest(HarvestCursor(request)) {
                count += page.page.papers.count
                size = page.listSize ?? size
                #expect(page.page.papers.allSatisfy { $0.updated?.year == 1995 })
            }
            #expect(count > 50)
            var pages = 0
            for try await page in bench.arxiv.harvest(HarvestCursor(HarvestRequest(from: "2050-01-01"))) {
                pages += 1
                #expect(page.page.records.isEmpty && page.page.issues.isEmpty && page.cursor.isFinished)
            }
            #expect(pages == 1)
            let wrong = HarvestRequest(prefix: .arXivRaw, set: "no:such")
            for try await page in bench.arxiv.harvest(HarvestCursor(wrong)) { #expect(page.page.records.isEmpty) }
        }
    }

    @Test func harvestsSurviveAbsences() async throws {
        try await withBench(try Content.small.get()) { bench in
            bench.fail(ReplayFault(.status, path: "oai", count: 1, skip: 1, status: 503, retryAfter: 1))
            var count = 0
            for try await page in bench.arxiv.harvest(HarvestCursor(HarvestRequest())) {
                count += page.page.papers.count
            }
            #expect(count == 3000)
            #expect(try #require(bench.server.statistics().groups["arxiv-api"]).requests == 4)
        }
    }

    @Test func repositoriesAndFeeds() async throws {
        try await withBench(try Content.small.get()) { bench in
            let repository = try await bench.arxiv.identify()
            #expect(repository.earliestDatestamp == "1992-01-01")
            let sets = try await bench.arxiv.recordSets()
            #expect(sets.contains { $0.spec == "physics:hep-th" })
            let feed = try await bench.arxiv.announcements(of: ["hep-th", "math.AG"])
            #expect(!feed.entries.isEmpty && feed.issues.isEmpty)
            let entry = try #require(feed.entries.first)
            #expect(entry.id.version != nil && !entry.title.isEmpty && entry.kind != nil)
            #expect(!entry.abstract.hasPrefix("arXiv:") && entry.categories.contains("hep-th"))
        }
    }

    // MARK: Recorded answers

    @Test func recordedAnswersOfArxiv() async throws {
        try await withBench(Content.recorded) { bench in
            let id = try #require(ArxivID("1605.08386"))
            let batch = try await bench.arxiv.papers([id])
            #expect(batch.found == [id])
            #expect(batch.pages.first?.papers.first?.title == "Heat-bath random walks with Markov bases")
            var found: [PaperIdentifier] = []
            for try await page in bench.arxiv.search("testing", limit: 30, pageSize: 10, order: ArxivOrder(.relevance))
            {
                #expect(page.issues.isEmpty && page.total ?? 0 > 1000)
                found += page.papers.map(\.identifier)
            }
            #expect(found.count == 30 && Set(found).count == 30)
            var days: [String] = []
            let request = HarvestRequest(prefix: .arXiv, set: "physics:hep-th", from: "2017-12-14")
            for try await page in bench.arxiv.harvest(HarvestCursor(request)) {
                days += page.page.papers.compactMap { $0.updated?.day }
            }
            #expect(days == ["2017-12-14", "2017-12-14", "2017-12-14"])
        }
    }
}
