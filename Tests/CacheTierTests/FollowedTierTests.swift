import Caching
import Engine
import Literature
import Ports
import SQLiteLibrary
import Synchronization
import Testing

/// Answers that follow the library, whoever changes it.
@Suite struct FollowedTierTests {
    private static let papers = ["hep-th/9901001", "hep-th/9901002", "hep-th/9901003", "hep-th/9901004"]

    private static func library(_ folder: TestFolder) throws -> Library {
        let library = try Library.open(at: folder.path + "/library", mode: .create)
        try library.add(papers.map { record([$0], title: "Title of \($0)") })
        try library.add([citation(papers[0], papers[1])])
        return library
    }

    private static func stores(_ library: Library) -> QueryStores {
        let derived = DerivedLibrary(path: library.path, feed: library)
        let indexes = LibraryIndexes(derived, access: .readWrite, models: EmbeddingModels(.none))
        return QueryStores(papers: library) { try SearchPapers(papers: library, indexes: indexes)($0) }
    }

    private static func queries(_ library: Library, _ tier: any CacheTier) throws -> (CachedQueries, QueryCache) {
        var configuration = QueryCache.Configuration()
        configuration.tierTimeLimit = .seconds(60)
        let cache = QueryCache(configuration: configuration, tier: tier)
        let stores = stores(library)
        return (try CachedQueries(stores, cache: cache, feed: library, ttl: .seconds(600)), cache)
    }

    @Test(arguments: Place.allCases) func aChangeEndsExactlyWhatItMakesWrong(_ place: Place) async throws {
        let folder = try TestFolder()
        let library = try Self.library(folder)
        let (tiers, owner) = try await place.tiers(1)
        defer { withExtendedLifetime(owner) {} }
        func ask() async throws -> (titles: [String?], hits: Int) {
            let (queries, cache) = try Self.queries(library, FollowedTier(tiers[0], feed: library))
            var titles: [String?] = []
            for paper in Self.papers { titles.append(try await queries.answer(ShowQuery(id(paper)))?.paper.title) }
            let cites = try await queries.answer(CitesQuery(id(Self.papers[0]), .references, offset: 0, limit: 10))
            titles += cites?.works.map(\.paper.title) ?? []
            titles.append("\(try await queries.answer(StatisticsQuery()).papers)")
            await cache.idle()
            return (titles, cache.statistics().total.tierHits)
        }
        let first = try await ask()
        #expect(first.hits == 0)
        let second = try await ask()
        #expect(second.titles == first.titles && second.hits == 6)

        // Another process (another connection) changes one paper: its own answer, that about its neighbour, and the counts end.
        try library.add([record([Self.papers[1]], title: "ZZZ, a greater title")])
        let third = try await ask()
        #expect(third.titles[1] == "ZZZ, a greater title" && third.titles[4] == "ZZZ, a greater title")
        #expect(third.hits == 3)

        // A citation: both ends, their neighbours, the counts.
        try library.add([citation(Self.papers[2], Self.papers[1])])
        let fourth = try await ask()
        #expect(fourth.titles == third.titles)
        #expect(fourth.hits == 2)
        #expect(try await ask().hits == 6)
    }

    @Test func answersInMemoryFollowToo() async throws {
        let folder = try TestFolder()
        let library = try Self.library(folder)
        let cache = QueryCache()
        let stores = Self.stores(library)
        let queries = try CachedQueries(stores, cache: cache, feed: library, ttl: .seconds(600))
        for _ in 0..<3 { _ = try await queries.answer(ShowQuery(id(Self.papers[0]))) }
        #expect(cache.statistics().total.hits == 2)
        for number in 0..<20 {
            // Titles join to the greater one.
            let title = "Title \(String(repeating: "z", count: number + 1))"
            try library.add([record([Self.papers[0]], title: title)])
            #expect(try await queries.answer(ShowQuery(id(Self.papers[0])))?.paper.title == title)
        }
        _ = try await queries.answer(ShowQuery(id(Self.papers[3])))
        try library.add([record([Self.papers[0]], title: "Title \(String(repeating: "z", count: 30))")])
        let before = cache.statistics().total.hits
        _ = try await queries.answer(ShowQuery(id(Self.papers[3])))
        #expect(cache.statistics().total.hits == before + 1)
    }

    /// A process dies between ending answers and noting that it did, or before it ended them.
    @Test(arguments: Place.allCases) func whoDiesInBetweenLeavesNothingStale(_ place: Place) async throws {
        let folder = try TestFolder()
        let library = try Self.library(folder)
        let (tiers, owner) = try await place.tiers(1)
        defer { withExtendedLifetime(owner) {} }
        let query = ShowQuery(id(Self.papers[0]))
        _ = try await Self.queries(library, FollowedTier(tiers[0], feed: library)).0.answer(query)
        for step in [DyingTier.Step.invalidate, .record] {
            let title = "Title zzz \(step)"
            try library.add([record([Self.papers[0]], title: title)])
            let dying = FollowedTier(DyingTier(tiers[0], at: step), feed: library)
            #expect(try await Self.queries(library, dying).0.answer(query)?.paper.title == title)
            let next = try Self.queries(library, FollowedTier(tiers[0], feed: library)).0
            #expect(try await next.answer(query)?.paper.title == title)
        }
    }

    /// A library that is put back to an earlier state, or grew otherwise out of a copy, gets none of the other's answers.
    @Test func anotherPastEndsEverything() async throws {
        let folder = try TestFolder()
        let library = try Self.library(folder)
        let (tiers, owner) = try await Place.file.tiers(1)
        defer { withExtendedLifetime(owner) {} }
        let (queries, _) = try Self.queries(library, FollowedTier(tiers[0], feed: library))
        _ = try await queries.answer(ShowQuery(id(Self.papers[0])))
        let other = try TestFolder()
        let restored = try Library.open(at: other.path + "/library", mode: .create)
        try restored.add([record([Self.papers[0]], title: "Of another past")])
        let (answers, _) = try Self.queries(restored, FollowedTier(tiers[0], feed: restored))
        #expect(try await answers.answer(ShowQuery(id(Self.papers[0])))?.paper.title == "Of another past")
    }

    @Test func nothingIsKeptWhenTheTimeIsZero() async throws {
        let folder = try TestFolder()
        let library = try Self.library(folder)
        let cache = QueryCache()
        let stores = Self.stores(library)
        let queries = try CachedQueries(stores, cache: cache, feed: library, ttl: .zero)
        for _ in 0..<3 { _ = try await queries.answer(ShowQuery(id(Self.papers[0]))) }
        #expect(cache.statistics().total == CacheStatistics.Kind())
    }

    @Test func aPassingAnswerIsGivenAndNotKept() async throws {
        let folder = try TestFolder()
        let library = try Self.library(folder)
        let stores = Self.stores(library)
        let queries = try CachedQueries(stores, cache: QueryCache(), feed: library, ttl: .seconds(600))
        let loads = LoadCounter()
        for number in 1...3 {
            let answer: Int = try await queries.cached(QueryKind("passing", schema: 1), 1, tags: []) {
                LoadedAnswer(loads.next(), isPassing: number < 3)
            }
            #expect(answer == number)
        }
        #expect(try await queries.cached(QueryKind("passing", schema: 1), 1, tags: []) { LoadedAnswer(0) } == 3)
    }

    @Test func whatWasAskedCanBeAskedAgain() async throws {
        let folder = try TestFolder()
        let library = try Self.library(folder)
        let (tiers, owner) = try await Place.file.tiers(1)
        defer { withExtendedLifetime(owner) {} }
        let records = CacheRecords(folder: folder.path + "/records")
        let (queries, cache) = try Self.queries(library, FollowedTier(tiers[0], feed: library))
        for _ in 0..<5 { _ = try await queries.answer(ShowQuery(id(Self.papers[0]))) }
        _ = try await queries.answer(CitesQuery(id(Self.papers[0]), .references, offset: 0, limit: 5))
        await cache.idle()
        records.add(cache.statistics(), cache.profile())
        records.add(cache.statistics(), cache.profile())
        let sum = records.sum()
        #expect(sum.questions.count == 2 && sum.statistics.kinds["show"]?.requests == 10)
        _ = try await tiers[0].clear()
        let (again, other) = try Self.queries(library, FollowedTier(tiers[0], feed: library))
        #expect(try await WarmQueries(again)(sum.questions, budget: .seconds(60)) == report(warmed: 2))
        _ = try await again.answer(ShowQuery(id(Self.papers[0])))
        #expect(other.statistics().total.tierHits == 1)
        #expect(try await WarmQueries(again)(sum.questions, budget: .zero).left == 2)
    }

    private func report(warmed: Int) -> WarmQueries.Report {
        var report = WarmQueries.Report.nothing
        report.warmed = warmed
        return report
    }
}

/// A tier whose process ends at a step, as far as the one behind it can see.
private final class DyingTier: CacheLedger {
    enum Step { case invalidate, record }

    struct Died: Error {}

    private let base: any CacheLedger
    private let step: Step

    init(_ base: any CacheLedger, at step: Step) {
        self.base = base
        self.step = step
    }

    var name: String { base.name }
    func read(_ keys: [CacheKey], tags: [CacheTag]) async throws -> CacheTierReading {
        try await base.read(keys, tags: tags)
    }
    func readWithState(
        _ keys: [CacheKey],
        tags: [CacheTag]
    ) async throws -> (reading: CacheTierReading, state: String?) {
        try await base.readWithState(keys, tags: tags)
    }
    func record(_ state: String, after previous: String?) async throws { throw Died() }
    func invalidate(_ tags: [CacheTag]) async throws {
        if step == .invalidate { throw Died() }
        try await base.invalidate(tags)
    }
    func store(_ entry: CacheTierEntry, for key: CacheKey, lease: CacheLease) async throws -> Bool { throw Died() }
    func acquireLease(for key: CacheKey, duration: Duration) async throws -> CacheLease? { throw Died() }
    func release(_ lease: CacheLease, for key: CacheKey) async throws { throw Died() }
    func remove(_ keys: [CacheKey]) async throws { throw Died() }
    func invalidate(kindsWithPrefix prefix: String) async throws { throw Died() }
    func clear() async throws -> Int { throw Died() }
    func changes() async -> AsyncStream<CacheTierChange> { AsyncStream { $0.finish() } }
    func usage() async throws -> CacheTierUsage? { nil }
    func close() async {}
}
