#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The way along which most of a field's knowledge came: from old works to new ones.
///
/// Hummon and Doreian (1989) with Batagelj's search path count (2003): a citation counts by how many ways from a work that
/// cites nothing to one that nobody cites lead over it. Only citations of earlier works are taken, so there are no circles.
/// The path starts at the citation that counts most and is continued both ways (Liu and Lu 2012, key-route).
public struct MainPath: Hashable, Sendable {
    /// The works from old to new.
    public var nodes: [Int32]
    /// The natural logarithm of the number of ways over each citation of the path.
    public var logCounts: [Double]

    /// The main path among `members` of a snapshot; empty when none of them cites another.
    ///
    /// - Complexity: O(references of the members).
    public init(of snapshot: GraphSnapshot, among members: [Int32]) {
        let counts = SearchPathCounts(snapshot, members)
        nodes = []
        logCounts = []
        guard let key = counts.greatest() else { return }
        var (older, newer): ([Int32], [Int32]) = ([key.target], [key.source])
        while let last = older.last, let next = counts.bestReference(of: last) { older.append(next) }
        while let last = newer.last, let next = counts.bestCitation(of: last) { newer.append(next) }
        nodes = older.reversed() + newer
        logCounts = zip(nodes, nodes.dropFirst()).map { counts.logCount(CitationEdge($1, $0)) }
    }
}

/// The number of ways over each citation, as logarithms, since they grow beyond all bounds.
struct SearchPathCounts {
    private let snapshot: GraphSnapshot
    private let members: [Int32]
    private let isMember: ZeroedBuffer<Bool>
    /// Ways from a work that cites nothing to the node.
    private let before: ZeroedBuffer<Double>
    /// Ways from the node to a work that nobody cites.
    private let after: ZeroedBuffer<Double>

    init(_ snapshot: GraphSnapshot, _ members: [Int32]) {
        let count = snapshot.nodeCount
        let members = Set(members.filter(snapshot.contains)).sorted()
        let (isMember, before, after) = (
            ZeroedBuffer<Bool>(count: count), ZeroedBuffer<Double>(count: count), ZeroedBuffer<Double>(count: count)
        )
        for node in members { isMember[node] = true }
        // Numbers follow time, so in their order all that a work cites comes before it.
        for node in members {
            before[node] = Self.logSum(
                snapshot.references(of: node).lazy.filter { $0 < node && isMember[$0] }.map { before[$0] }
            )
        }
        for node in members.reversed() {
            after[node] = Self.logSum(
                snapshot.citations(of: node).lazy.filter { $0 > node && isMember[$0] }.map { after[$0] }
            )
        }
        (self.snapshot, self.members, self.isMember, self.before, self.after) =
            (snapshot, members, isMember, before, after)
    }

    /// The logarithm of a sum of numbers given by their logarithms; 0, for one way, when there are none.
    private static func logSum(_ values: some Sequence<Double>) -> Double {
        var (greatest, sum) = (-Double.infinity, 0.0)
        for value in values {
            if value <= greatest {
                sum += exp(value - greatest)
            } else {
                sum = sum * exp(greatest - value) + 1
                greatest = value
            }
        }
        return sum == 0 ? 0 : greatest + log(sum)
    }

    func logCount(_ edge: CitationEdge) -> Double { before[edge.target] + after[edge.source] }

    /// The citation with the most ways; of equals the one of the lesser numbers.
    func greatest() -> CitationEdge? {
        var best: (edge: CitationEdge, count: Double)?
        for node in members {
            for target in snapshot.references(of: node) where target < node && isMember[target] {
                let edge = CitationEdge(node, target)
                let count = logCount(edge)
                if count > best?.count ?? -.infinity { best = (edge, count) }
            }
        }
        return best?.edge
    }

    func bestReference(of node: Int32) -> Int32? {
        Self.best(snapshot.references(of: node).lazy.filter { $0 < node && isMember[$0] }) { before[$0] }
    }

    func bestCitation(of node: Int32) -> Int32? {
        Self.best(snapshot.citations(of: node).lazy.filter { $0 > node && isMember[$0] }) { after[$0] }
    }

    private static func best(_ nodes: some Sequence<Int32>, by count: (Int32) -> Double) -> Int32? {
        var best: (node: Int32, count: Double)?
        for node in nodes where count(node) > best?.count ?? -.infinity { best = (node, count(node)) }
        return best?.node
    }
}
