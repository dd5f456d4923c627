import Literature
import Ports
import Testing

@testable import SQLiteLibrary

/// What a library holds does not depend on how it came in.
struct OrderTests {
    /// Imports facts in batches of random sizes with random commits.
    private func fill(_ library: Library, _ facts: [SourceRecord], _ generator: inout SeededGenerator) throws {
        let writer = try library.makeWriter()
        defer { writer.close() }
        var rest = facts[...]
        while !rest.isEmpty {
            _ = try writer.write(Array(rest.prefix(Int.random(in: 1...12, using: &generator))))
            rest = rest.dropFirst(12)
            if Bool.random(using: &generator) { try writer.commit() }
        }
        // Batches above may leave facts out; this one has them all.
        _ = try writer.write(facts)
        try writer.commit()
    }

    @Test(arguments: 1...25 as ClosedRange<UInt64>)
    func orderAndBatchesDoNotMatter(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var source = RandomFacts(generator: SeededGenerator(seed: seed &* 31))
        let facts = source.facts(60)
        let expected = try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(facts)
            return (try library.dump(), try library.statistics())
        }
        for _ in 0..<3 {
            try withFolder { path in
                let library = try Library.open(at: path, mode: .create)
                try fill(library, facts.shuffled(using: &generator), &generator)
                #expect(try library.dump() == expected.0, "seed \(seed)")
                #expect(try library.statistics() == expected.1, "seed \(seed)")
            }
        }
    }

    @Test(arguments: 1...15 as ClosedRange<UInt64>)
    func statisticsAreThoseOfTheWorks(seed: UInt64) throws {
        var source = RandomFacts(generator: SeededGenerator(seed: seed &* 17))
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            for _ in 0..<4 { try library.add(source.facts(20)) }
            var expected = LibraryStatistics()
            try library.forEachPaper(in: PaperSelection()) { paper, cited in
                if paper.isStub { expected.stubs += 1 } else { expected.papers += 1 }
                if paper.isWithdrawn { expected.withdrawn += 1 }
                if !paper.isStub, let year = paper.year { expected.years[year, default: 0] += 1 }
                for category in Set(paper.categories) where !paper.isStub {
                    expected.categories[category, default: 0] += 1
                }
                expected.citations += cited.count
            }
            var found = try library.statistics()
            found.authors = 0
            #expect(found == expected, "seed \(seed)")
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func repetitionChangesNothing(seed: UInt64) throws {
        var source = RandomFacts(generator: SeededGenerator(seed: seed &* 101))
        let facts = source.facts(80)
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(facts)
            let (counter, dump) = (try library.changeCounter(), try library.dump())
            #expect(counter > 0)
            let again = try library.add(facts.reversed())
            #expect(again.allSatisfy { $0 == .unchanged }, "seed \(seed)")
            #expect(try library.changeCounter() == counter)
            #expect(try library.dump() == dump)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func worksAreTheNearestNamesByTheClaims(seed: UInt64) throws {
        var source = RandomFacts(generator: SeededGenerator(seed: seed &* 7))
        let facts = source.facts(40)
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(facts)
            let oracle = WorkOracle(facts)
            for name in oracle.names {
                let found = try library.paper(name)?.identifier
                #expect(found == oracle.filing(of: name), "seed \(seed), \(name)")
            }
        }
    }
}

/// The rules of identity, written down naively: all pairs of distances.
private struct WorkOracle {
    let names: [PaperIdentifier]
    private let rows: Set<PaperIdentifier>
    private var labels: [PaperIdentifier: PaperIdentifier] = [:]

    init(_ facts: [SourceRecord]) {
        var rows: Set<PaperIdentifier> = []
        var claims: [PaperIdentifier: Set<PaperIdentifier>] = [:]
        for fact in facts {
            switch fact {
            case .citation(let citation): rows.formUnion([citation.citing, citation.cited])
            case .paper(let record):
                rows.insert(record.identifier)
                for alias in record.aliases { claims[alias, default: []].insert(record.identifier) }
            }
        }
        self.rows = rows
        names = rows.union(claims.keys).sorted()
        var distance: [PaperIdentifier: [PaperIdentifier: Int]] = [:]
        for name in names { distance[name] = [name: 0] }
        for (alias, claimants) in claims where Set(claimants.map(\.strength)).count == claimants.count {
            for claimant in claimants where alias.arxivID == nil || claimant.arxivID == nil {
                distance[alias]?[claimant] = 1
                distance[claimant]?[alias] = 1
            }
        }
        for middle in names {
            for from in names {
                guard let first = distance[from]?[middle] else { continue }
                for (to, second) in distance[middle] ?? [:] where first + second < distance[from]?[to] ?? .max {
                    distance[from]?[to] = first + second
                }
            }
        }
        for name in names {
            let reached = distance[name] ?? [:]
            let nearest = reached.filter { $0.key.arxivID != nil }.min { ($0.value, $0.key) < ($1.value, $1.key) }
            labels[name] = nearest?.key ?? reached.keys.min()
        }
    }

    func filing(of name: PaperIdentifier) -> PaperIdentifier? {
        rows.filter { labels[$0] == labels[name] }.min()
    }
}
