import Engine
import Foundation
import Literature
import Testing

/// Rankings, main paths and bridges of the small library, against their definitions.
extension GraphQuestionTests {
    /// The citations of the library, from who cites to what is cited.
    private static var citations: [(citing: String, cited: String)] {
        records.compactMap { record in
            guard case .citation(let citation) = record else { return nil }
            return (citation.citing.description, citation.cited.description)
        }
    }

    private static var keys: Set<String> { Set(citations.flatMap { [$0.citing, $0.cited] }) }

    /// The works linked with each, whichever way.
    private static var neighbours: [String: Set<String>] {
        var neighbours: [String: Set<String>] = [:]
        for (citing, cited) in citations {
            neighbours[citing, default: []].insert(cited)
            neighbours[cited, default: []].insert(citing)
        }
        return neighbours
    }

    private static func close(_ one: Double, _ other: Double) -> Bool { abs(one - other) < 1e-8 * max(1, abs(other)) }

    private func ranking(
        _ measure: RankWorks.Measure,
        _ change: (inout RankWorks.Request) -> Void = { _ in }
    ) throws -> RankWorks.Answer {
        let (papers, indexes) = try opened()
        var request = RankWorks.Request()
        request.measure = measure
        request.limit = 100
        change(&request)
        return try RankWorks(papers: papers, indexes: indexes)(request)
    }

    /// Checks a ranking against scores found otherwise: the scores, their order, ranks and percentiles.
    private func check(_ measure: RankWorks.Measure, _ expected: [String: Double]) throws {
        let answer = try ranking(measure)
        #expect(answer.ranked == expected.count && answer.total == expected.count && answer.pivots == nil)
        #expect(Set(answer.entries.map(\.work.key)) == Set(expected.keys))
        for (place, entry) in answer.entries.enumerated() {
            let score = try #require(expected[entry.work.key])
            #expect(Self.close(entry.score, score), "\(measure) \(entry.work.key): \(entry.score), not \(score)")
            let sign = measure.isLeastFirst ? -1.0 : 1
            if place > 0 { #expect(sign * answer.entries[place - 1].score >= sign * entry.score) }
            let better = answer.entries.count { sign * $0.score > sign * entry.score }
            let worse = answer.entries.count { sign * $0.score < sign * entry.score }
            #expect(entry.rank == better + 1)
            #expect(Self.close(entry.percentile, 100 * Double(worse) / Double(expected.count)))
        }
    }

    @Test func worksAreRankedByTheMeasuresDefinitions() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let keys = Self.keys
        let citations = Self.citations
        try check(
            .citations,
            Dictionary(
                uniqueKeysWithValues: keys.map { key in
                    (key, Double(citations.count { $0.cited == key }))
                }
            )
        )
        try check(.pagerank, Self.pageRanks())
        try check(.core, Self.cores())
        try check(.betweenness, Self.betweenness())
        let neighbours = Self.neighbours
        try check(.constraint, neighbours.mapValues { Self.constraint($0, neighbours) })
        try check(
            .effectiveSize,
            neighbours.mapValues { own in
                let ties = own.map { neighbours[$0, default: []].intersection(own).count }.reduce(0, +)
                return Double(own.count) - Double(ties) / Double(own.count)
            }
        )
        let (hubs, authorities) = Self.hubsAndAuthorities()
        try check(.hubs, hubs)
        try check(.authorities, authorities)
        #expect(try ranking(.hubs).entries.first?.work.key == Self.id(1, 7).description)
    }

    @Test func conditionsChooseWhatIsListedOfARanking() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let all = try ranking(.pagerank)
        let listed = try ranking(.pagerank) { ($0.category, $0.since, $0.until) = ("HEP-TH", 1996, 1997) }
        #expect(listed.ranked == 17 && listed.total == 4)
        let places = Set((2..<6).map { Self.id(1, $0).description })
        #expect(listed.entries.map(\.work.key) == all.entries.map(\.work.key).filter(places.contains))
        #expect(listed.entries.map(\.rank) == all.entries.filter { places.contains($0.work.key) }.map(\.rank))
        let page = try ranking(.pagerank) { ($0.limit, $0.offset) = (5, 3) }
        #expect(page.entries.map(\.work.key) == all.entries[3..<8].map(\.work.key))
        #expect(try ranking(.pagerank) { $0.offset = 17 }.entries.isEmpty)
        let past = try ranking(.citations) { $0.date = SnapshotDate("1995") }
        #expect(past.ranked == 5, "two of each group, and the stub")
        #expect(past.entries.allSatisfy { Int($0.score) == $0.work.citationCount })
        #expect(throws: (any Error).self) { try ranking(.core) { ($0.since, $0.until) = (1997, 1996) } }
    }

    @Test func aMainPathIsOneOfCitationsInTime() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (papers, indexes) = try opened()
        let trace = TraceMainPath(papers: papers, indexes: indexes)
        var request = TraceMainPath.Request(of: .query("loop quantum gravity"))
        let answer = try trace(request)
        let members = (0..<8).map { Self.id(0, $0).description }
        #expect(answer.members == 8)
        #expect(answer.steps.map(\.work.key) == members, "each cites all before it, so most ways lead over the longest")
        #expect(answer.steps.first?.logWays == nil)
        for (place, step) in answer.steps.enumerated().dropFirst() {
            let edge = (members[place], members[place - 1])
            #expect(Self.close(try #require(step.logWays), log(Double(Self.ways(over: edge, among: Set(members))))))
        }
        request.date = SnapshotDate("1996")
        #expect(try trace(request).steps.map(\.work.key) == Array(members.prefix(4)))
        let community = try trace(.init(of: .community(of: Self.id(1, 3), level: 1)))
        #expect(community.members == 8)
        for (one, next) in zip(community.steps, community.steps.dropFirst()) {
            #expect(Self.citations.contains { $0.citing == next.work.key && $0.cited == one.work.key })
        }
        for nothing in ["qqqq", "gr-qc/9503001"] {
            let empty = try trace(.init(of: .query(nothing)))
            #expect(empty.members == 0 && empty.steps.isEmpty, "\(nothing)")
        }
        #expect(throws: GraphQueryError.self) { try trace(.init(of: .community(of: Self.id(1, 7), level: 1), "1995")) }
    }

    @Test func theOnlyBridgeBetweenTheGroupsIsFoundFirst() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (papers, indexes) = try opened()
        var request = FindBridges.Request()
        let answer = try FindBridges(papers: papers, indexes: indexes)(request)
        // A citation is a bridge when removing it leaves one more part.
        let bridges = Self.citations.filter { edge in
            Self.parts(without: edge) > Self.parts(without: nil)
        }
        #expect(answer.count == bridges.count && answer.count == 2 && answer.largerCount == 1)
        let first = try #require(answer.bridges.first)
        #expect([first.citing.key, first.cited.key] == [Self.id(1, 7), Self.id(0, 7)].map(\.description))
        #expect(first.size == 8 && first.side == .citing)
        let second = try #require(answer.bridges.last)
        #expect([second.citing.key, second.cited.key] == [Self.id(0, 1), Self.stub].map(\.description))
        #expect(second.size == 1 && second.side == .cited)
        request.limit = 1
        #expect(try FindBridges(papers: papers, indexes: indexes)(request).bridges.count == 1)
        request.date = SnapshotDate("1997")
        let past = try FindBridges(papers: papers, indexes: indexes)(request)
        #expect(past.count == 1 && past.bridges.first?.cited.key == Self.stub.description)
    }
}

// MARK: Definitions, the slow way

extension GraphQuestionTests {
    private static func pageRanks() -> [String: Double] {
        let count = Double(keys.count)
        let citations = citations
        let references = Dictionary(grouping: citations, by: \.citing)
        var ranks = Dictionary(uniqueKeysWithValues: keys.map { ($0, 1 / count) })
        for _ in 0..<300 {
            let lost = keys.filter { references[$0] == nil }.map { ranks[$0, default: 0] }.reduce(0, +)
            var next = ranks.mapValues { _ in 0.5 / count + 0.5 * lost / count }
            for (citing, cited) in citations {
                next[cited, default: 0] +=
                    0.5 * ranks[citing, default: 0] / Double(references[citing, default: []].count)
            }
            ranks = next
        }
        return ranks
    }

    private static func hubsAndAuthorities() -> (hubs: [String: Double], authorities: [String: Double]) {
        let citations = citations
        func scaled(_ sums: [String: Double]) -> [String: Double] {
            let total = sums.values.reduce(0, +)
            return sums.mapValues { $0 / total }
        }
        let nothing = Dictionary(uniqueKeysWithValues: keys.map { ($0, 0.0) })
        var (hubs, authorities) = (nothing.mapValues { _ in 1 / Double(nothing.count) }, nothing)
        for _ in 0..<200 {
            var (next, sums) = (nothing, nothing)
            for (citing, cited) in citations { next[cited, default: 0] += hubs[citing, default: 0] }
            authorities = scaled(next)
            for (citing, cited) in citations { sums[citing, default: 0] += authorities[cited, default: 0] }
            hubs = scaled(sums)
        }
        return (hubs, authorities)
    }

    private static func cores() -> [String: Double] {
        var cores: [String: Double] = [:]
        for least in 0..<keys.count {
            var rest = neighbours
            while let out = rest.first(where: { $0.value.count < least })?.key {
                rest[out] = nil
                rest = rest.mapValues { $0.subtracting([out]) }
            }
            for key in rest.keys { cores[key] = Double(least) }
        }
        return cores
    }

    /// Steps from a work to each, and on how many shortest ways.
    private static func shortest(from start: String, _ neighbours: [String: Set<String>]) -> [String: (Int, Double)] {
        var found = [start: (0, 1.0)]
        var (level, steps) = ([start], 0)
        while !level.isEmpty {
            steps += 1
            var ways: [String: Double] = [:]
            for node in level {
                for next in neighbours[node, default: []] where found[next] == nil {
                    ways[next, default: 0] += found[node]?.1 ?? 0
                }
            }
            for (key, count) in ways { found[key] = (steps, count) }
            level = Array(ways.keys)
        }
        return found
    }

    private static func betweenness() -> [String: Double] {
        let neighbours = neighbours
        let all = neighbours.keys.sorted()
        let ways = Dictionary(uniqueKeysWithValues: all.map { ($0, shortest(from: $0, neighbours)) })
        var sums = neighbours.mapValues { _ in 0.0 }
        for one in all {
            for other in all where one < other {
                guard let (length, count) = ways[one]?[other] else { continue }
                for node in all where node != one && node != other {
                    guard let (before, first) = ways[one]?[node], let (after, second) = ways[node]?[other],
                        before + after == length
                    else { continue }
                    sums[node, default: 0] += first * second / count
                }
            }
        }
        return sums
    }

    private static func constraint(_ own: Set<String>, _ neighbours: [String: Set<String>]) -> Double {
        own.map { other in
            var part = 1 / Double(own.count)
            for third in own where neighbours[third, default: []].contains(other) {
                part += 1 / Double(own.count) / Double(neighbours[third, default: []].count)
            }
            return part * part
        }.reduce(0, +)
    }

    /// How many ways, from members that cite none to members that none cites, lead over a citation.
    private static func ways(over edge: (citing: String, cited: String), among members: Set<String>) -> Int {
        let inner = citations.filter { members.contains($0.citing) && members.contains($0.cited) }
        func older(_ key: String) -> Int {
            let references = inner.filter { $0.citing == key }
            return references.isEmpty ? 1 : references.map { older($0.cited) }.reduce(0, +)
        }
        func newer(_ key: String) -> Int {
            let citing = inner.filter { $0.cited == key }
            return citing.isEmpty ? 1 : citing.map { newer($0.citing) }.reduce(0, +)
        }
        return older(edge.cited) * newer(edge.citing)
    }

    /// Into how many parts the works fall without a citation.
    private static func parts(without edge: (citing: String, cited: String)?) -> Int {
        var neighbours = neighbours
        if let edge {
            neighbours[edge.citing]?.remove(edge.cited)
            neighbours[edge.cited]?.remove(edge.citing)
        }
        var (rest, parts) = (keys, 0)
        while let start = rest.first {
            rest.subtract(shortest(from: start, neighbours).keys)
            parts += 1
        }
        return parts
    }
}

extension TraceMainPath.Request {
    fileprivate init(of topic: TraceMainPath.Topic, _ date: String) {
        self.init(of: topic)
        self.date = SnapshotDate(date)
    }
}
