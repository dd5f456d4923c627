import Caching
import Testing

/// What every tier promises, over each of them.
@Suite struct TierConformanceTests {
    private static let tags = [CacheTag.kind(testKind), .texts, .paper("hep-th/9711200")]

    @Test(arguments: Place.allCases) func answersComeBackAsTheyWere(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(2)
        defer { withExtendedLifetime(owner) {} }
        #expect(try await tiers[0].get(1, tags: Self.tags) == nil)
        #expect(try await tiers[0].put(1, "one", tags: Self.tags))
        #expect(try await tiers[1].get(1, tags: Self.tags) == "one")
        let reading = try await tiers[1].read([key(2), key(1)], tags: Self.tags)
        #expect(reading.entries[0] == nil && reading.entries[1] != nil)
        #expect(Set(reading.versions.keys) == Set(Self.tags) && !reading.versions.values.contains(0))
        #expect(Set(reading.versions.values).count == Self.tags.count)
    }

    @Test(arguments: Place.allCases) func anInvalidatedTagEndsItsAnswersOnly(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(2)
        defer { withExtendedLifetime(owner) {} }
        try await tiers[0].put(1, "one", tags: [.texts])
        try await tiers[0].put(2, "two", tags: [.graph])
        try await tiers[0].put(3, "three", tags: [.graph, .texts])
        try await tiers[1].invalidate([.texts])
        #expect(try await tiers[0].get(1, tags: [.texts]) == nil)
        #expect(try await tiers[0].get(2, tags: [.graph]) == "two")
        #expect(try await tiers[0].get(3, tags: [.graph, .texts]) == nil)
    }

    /// What was loaded before an invalidation never comes to life after it, however late it is stored.
    @Test(arguments: Place.allCases) func aLoadThatStraddlesAnInvalidationIsDead(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(2)
        defer { withExtendedLifetime(owner) {} }
        let versions = try await tiers[0].read([key(1)], tags: [.texts]).versions
        let lease = try #require(try await tiers[0].acquireLease(for: key(1), duration: .seconds(10)))
        try await tiers[1].invalidate([.texts])
        _ = try await tiers[0].store(entry("old", versions), for: key(1), lease: lease)
        #expect(try await tiers[0].get(1, tags: [.texts]) == nil)
        #expect(try await tiers[1].read([], tags: [.texts]).versions[.texts] != versions[.texts])
    }

    @Test(arguments: Place.allCases) func oneHoldsTheLease(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(2)
        defer { withExtendedLifetime(owner) {} }
        let versions = try await tiers[0].read([key(1)], tags: [.texts]).versions
        let first = try #require(try await tiers[0].acquireLease(for: key(1), duration: .milliseconds(50)))
        #expect(try await tiers[1].acquireLease(for: key(1), duration: .seconds(10)) == nil)
        try await Task.sleep(for: .milliseconds(80))
        let second = try #require(try await tiers[1].acquireLease(for: key(1), duration: .seconds(10)))
        #expect(second.token > first.token)
        #expect(try await !tiers[0].store(entry("old", versions), for: key(1), lease: first))
        try await tiers[0].release(first, for: key(1))
        #expect(try await tiers[0].acquireLease(for: key(1), duration: .seconds(10)) == nil)
        #expect(try await tiers[1].store(entry("new", versions), for: key(1), lease: second))
        #expect(try await tiers[0].get(1, tags: [.texts]) == "new")
        let third = try #require(try await tiers[0].acquireLease(for: key(1), duration: .seconds(10)))
        try await tiers[0].release(third, for: key(1))
        #expect(try await tiers[1].acquireLease(for: key(1), duration: .seconds(10)) != nil)
    }

    @Test(arguments: Place.allCases) func aRemovedAnswerIsNotStoredByALoadUnderWay(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(2)
        defer { withExtendedLifetime(owner) {} }
        try await tiers[0].put(1, "one", tags: [.texts])
        let versions = try await tiers[0].read([key(1)], tags: [.texts]).versions
        let lease = try #require(try await tiers[0].acquireLease(for: key(1), duration: .seconds(10)))
        try await tiers[1].remove([key(1)])
        #expect(try await tiers[0].get(1, tags: [.texts]) == nil)
        #expect(try await !tiers[0].store(entry("old", versions), for: key(1), lease: lease))
    }

    @Test(arguments: Place.allCases) func kindsEndByTheirBeginning(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(2)
        defer { withExtendedLifetime(owner) {} }
        let names = ["search", "seal", "show", "s*"]
        for (number, name) in names.enumerated() {
            try await tiers[0].put(number, name, tags: [.kind(CacheKind(name))])
        }
        func left() async throws -> [String] {
            var left: [String] = []
            for (number, name) in names.enumerated() {
                if let text = try await tiers[0].get(number, tags: [.kind(CacheKind(name))]) { left.append(text) }
            }
            return left
        }
        try await tiers[1].invalidate(kindsWithPrefix: "s*")
        #expect(try await left() == ["search", "seal", "show"])
        try await tiers[1].invalidate(kindsWithPrefix: "se")
        #expect(try await left() == ["show"])
        _ = try await tiers[1].clear()
        #expect(try await left() == [])
    }

    @Test(arguments: Place.allCases) func anAnswerEndsWithItsTime(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(1)
        defer { withExtendedLifetime(owner) {} }
        #expect(try await tiers[0].put(1, "short", tags: [.texts], seconds: 0.2))
        #expect(try await !tiers[0].put(2, "none", tags: [.texts], seconds: -1))
        #expect(try await eventually { try await tiers[0].get(1, tags: [.texts]) == nil })
    }

    @Test(arguments: Place.allCases) func theStateIsRecordedByTheFirst(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(2)
        defer { withExtendedLifetime(owner) {} }
        func state(_ tier: any CacheLedger) async throws -> String? { try await tier.readWithState([], tags: []).state }
        #expect(try await state(tiers[0]) == nil)
        try await tiers[0].record("1:1:1", after: nil)
        try await tiers[1].record("9:9:9", after: nil)
        #expect(try await state(tiers[1]) == "1:1:1")
        try await tiers[1].record("2:1:1", after: "1:1:1")
        #expect(try await state(tiers[0]) == "2:1:1")
    }

    @Test(arguments: Place.allCases) func changesAreHeard(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(2, isFollowing: true)
        defer { withExtendedLifetime(owner) {} }
        var changes = await tiers[0].changes().makeAsyncIterator()
        // From then on it hears.
        #expect(await changes.audible()?.what == .everything)
        try await tiers[1].invalidate([.graph, .texts])
        var heard: Set<CacheTag> = []
        while heard.count < 2, let change = await changes.audible() {
            if case .tags(let tags) = change.what { heard.formUnion(tags) }
            let delay = SystemCacheClock().wallNanoseconds() - (change.issued ?? .max)
            #expect(delay >= 0 && delay < 5_000_000_000)
        }
        #expect(heard == [.graph, .texts])
        try await tiers[1].remove([key(7)])
        #expect(await changes.audible()?.what == .keys([key(7).digest]))
        for tier in tiers { await tier.close() }
        while await changes.next() != nil {}
    }

    /// 1,000 questions at once in each of four processes: one load.
    @Test(arguments: Place.allCases) func aFleetLoadsOnce(_ place: Place) async throws {
        let (tiers, owner) = try await place.tiers(4, isFollowing: true)
        defer { withExtendedLifetime(owner) {} }
        let loads = LoadCounter()
        var configuration = QueryCache.Configuration()
        // The machine may be busy; what is tested is not time.
        configuration.tierTimeLimit = .seconds(60)
        configuration.leasePatience = .seconds(60)
        let caches = tiers.map { QueryCache(configuration: configuration, tier: $0) }
        try await withThrowingTaskGroup { group in
            for cache in caches {
                for _ in 0..<1000 {
                    group.addTask {
                        let value = try await cache.value(for: key(1), tags: [.texts]) {
                            try await Task.sleep(for: .milliseconds(50))
                            return loads.next()
                        }
                        #expect(value == 1)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(loads.count == 1)
        for cache in caches { await cache.close() }
    }
}
