#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How close two works are by the neighbours that they share.
public enum NeighbourMeasure: String, Hashable, Sendable, CaseIterable {
    /// The number of shared neighbours.
    case common
    /// Shared neighbours, each counted 1 / log(degree): Adamic and Adar (2003).
    case adamicAdar
    /// Shared neighbours, each counted 1 / degree: Zhou, Lü and Zhang (2009).
    case resourceAllocation
    /// Shared neighbours over all neighbours: Jaccard's coefficient.
    case jaccard
}

extension GraphSnapshot {
    /// How close two works are in the undirected graph.
    ///
    /// - Complexity: O(degrees of both).
    public func closeness(_ left: Int32, _ right: Int32, by measure: NeighbourMeasure) -> Double {
        var (one, two): ([Int32], [Int32]) = ([], [])
        forEachNeighbour(of: left) { one.append($0) }
        forEachNeighbour(of: right) { two.append($0) }
        let shared = Self.shared(one, two)
        guard measure != .jaccard else {
            let union = one.count + two.count - shared.count
            return union == 0 ? 0 : Double(shared.count) / Double(union)
        }
        return shared.reduce(0) { $0 + weight(of: $1, in: measure) }
    }

    /// How close all works near to a work are that has `neighbours`, which need not be part of the graph: a draft whose
    /// reference list is `neighbours` has the common neighbours, Adamic-Adar index and so on given here.
    ///
    /// - Parameter scores: to which the closeness is added; its nodes are those of the snapshot.
    /// - Complexity: O(sum of the degrees of `neighbours`).
    public func addCloseness(
        toNeighboursOf neighbours: [Int32],
        by measure: NeighbourMeasure,
        to scores: ScoreAccumulator
    ) {
        let chosen = Set(neighbours.filter(contains)).sorted()
        for node in chosen {
            let weight = measure == .jaccard ? 1 : weight(of: node, in: measure)
            guard weight > 0 else { continue }
            forEachNeighbour(of: node) { scores.add(weight, to: $0) }
        }
    }

    /// The works closest to one with the given neighbours, best first.
    ///
    /// - Parameters:
    ///   - excluded: works that are not given: the work itself, and what it cites already.
    ///   - limit: how many are given.
    public func closest(
        toNeighbours neighbours: [Int32],
        by measure: NeighbourMeasure,
        excluding excluded: Set<Int32> = [],
        limit: Int
    ) -> [ScoredNode] {
        let scores = ScoreAccumulator(nodeCount: nodeCount)
        addCloseness(toNeighboursOf: neighbours, by: measure, to: scores)
        var items = scores.scores.filter { !excluded.contains($0.node) }
        if measure == .jaccard {
            let size = Set(neighbours.filter(contains)).count
            for index in items.indices {
                let union = Double(size + degree(of: items[index].node)) - items[index].score
                items[index].score /= union
            }
        }
        return items.best(limit)
    }

    /// What a shared neighbour counts.
    func weight(of node: Int32, in measure: NeighbourMeasure) -> Double {
        switch measure {
        case .common, .jaccard: return 1
        case .adamicAdar:
            let degree = degree(of: node)
            return degree > 1 ? 1 / log(Double(degree)) : 0
        case .resourceAllocation:
            let degree = degree(of: node)
            return degree > 0 ? 1 / Double(degree) : 0
        }
    }

    private static func shared(_ one: [Int32], _ two: [Int32]) -> [Int32] {
        var shared: [Int32] = []
        var (left, right) = (0, 0)
        while left < one.count, right < two.count {
            if one[left] == two[right] { shared.append(one[left]) }
            let isLess = one[left] <= two[right]
            if two[right] <= one[left] { right += 1 }
            if isLess { left += 1 }
        }
        return shared
    }
}
