/// PageRank: the stationary share of a reader who follows references, and now and then starts anew.
///
/// Brin and Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine" (1998). Works that cite nothing hand their
/// share on as a new start does. The linear system `y = t + d·Pᵀy` is solved from the newest work to the oldest: nearly all
/// citations point backwards in time, so that the works that cite a work have their values before it needs them, and one
/// pass solves what has no forward citation. Where a work cites a newer one, the pass goes back to that one and repeats what
/// changed until nothing does.
public struct PageRank: Sendable {
    /// The probability of following a reference rather than starting anew.
    public var damping = 0.85
    /// Changes of less than this part of the mean share are not followed.
    public var tolerance = 1e-10

    /// PageRank with its usual parameters.
    public init() {}

    /// The ranks of all works of a snapshot, with sum 1.
    ///
    /// - Parameter starts: where the reader starts anew, by node, not negative; nil for everywhere alike. Not all zero.
    /// - Complexity: O(nodes + citations) where works cite earlier ones; with many circles, that for each of about
    ///   log(tolerance) / log(damping) passes.
    public func ranks(of snapshot: GraphSnapshot, starts: [Double]? = nil) -> [Double] {
        let count = snapshot.nodeCount
        guard count > 0 else { return [] }
        precondition(starts == nil || starts?.count == count, "a start for each work")
        let pass = RankPass(
            snapshot,
            starts: starts ?? [Double](repeating: 1, count: count),
            damping: damping,
            tolerance: tolerance
        )
        if !pass.followTime() { pass.sweep() }
        var ranks = Array(pass.ranks.buffer)
        let total = ranks.reduce(0, +)
        guard total > 0 else { return ranks }
        for node in ranks.indices { ranks[node] /= total }
        return ranks
    }
}

/// The values while they are being found.
private struct RankPass {
    private let snapshot: GraphSnapshot
    private let starts: [Double]
    private let damping: Double
    /// The least change of a share that is followed.
    private let threshold: Double
    let ranks: HeapBuffer<Double>
    /// What each reference of a work gets.
    private let shares: ZeroedBuffer<Double>

    init(_ snapshot: GraphSnapshot, starts: [Double], damping: Double, tolerance: Double) {
        (self.snapshot, self.starts, self.damping) = (snapshot, starts, damping)
        let count = snapshot.nodeCount
        threshold = tolerance * starts.reduce(0, +) / Double(count)
        ranks = HeapBuffer(starts)
        shares = ZeroedBuffer(count: count)
    }

    /// Computes the rank of a work from those that cite it; how much what it hands to each reference has changed.
    @inline(__always)
    private func update(_ node: Int32, _ references: NeighbourList) -> Double {
        var sum = starts[Int(node)]
        for citing in snapshot.citations(of: node) { sum += shares[citing] }
        ranks.pointer[Int(node)] = sum
        let share = references.isEmpty ? 0 : damping * sum / Double(references.count)
        let change = abs(share - shares[node])
        shares[node] = share
        return change
    }

    /// Goes from the newest work to the oldest, and back wherever a newer work's value changes.
    ///
    /// - Returns: false when there are so many circles that it gave up.
    func followTime() -> Bool {
        var marks = NodeMarks(count: snapshot.nodeCount)
        var budget = 8 * (snapshot.nodeCount + snapshot.graph.edgeCount)
        var lowest = Int32(snapshot.nodeCount)
        var node = lowest - 1
        while node >= 0 {
            let references = snapshot.references(of: node)
            let isAgain = node >= lowest
            if isAgain { marks.clear(node) } else { lowest = node }
            let change = update(node, references)
            var next = node
            if let last = references.last, change > threshold, isAgain || last > node {
                for target in references where target >= lowest {
                    marks.set(target)
                    next = max(next, target)
                }
                budget -= references.count + 64
            }
            if isAgain { budget -= snapshot.citationCount(of: node) + 64 }
            guard budget > 0 else { return false }
            node = marks.isEmpty ? lowest - 1 : marks.greatest(atMost: next) ?? lowest - 1
        }
        return true
    }

    /// Passes over all works until nothing changes.
    func sweep() {
        while true {
            var greatest = 0.0
            for node in stride(from: Int32(snapshot.nodeCount) - 1, through: 0, by: -1) {
                greatest = max(greatest, update(node, snapshot.references(of: node)))
            }
            if greatest <= threshold { return }
        }
    }
}

/// A set of nodes that is asked for its greatest members.
private struct NodeMarks {
    private var words: [UInt64]
    private var count = 0

    init(count: Int) { words = [UInt64](repeating: 0, count: count / 64 + 1) }

    var isEmpty: Bool { count == 0 }

    mutating func set(_ node: Int32) {
        let (word, bit) = (Int(node) / 64, UInt64(1) << UInt64(Int(node) % 64))
        if words[word] & bit == 0 { count += 1 }
        words[word] |= bit
    }

    mutating func clear(_ node: Int32) {
        let (word, bit) = (Int(node) / 64, UInt64(1) << UInt64(Int(node) % 64))
        if words[word] & bit != 0 { count -= 1 }
        words[word] &= ~bit
    }

    /// The greatest member that is `bound` or less.
    func greatest(atMost bound: Int32) -> Int32? {
        var word = Int(bound) / 64
        var bits = words[word] & (UInt64.max >> UInt64(63 - Int(bound) % 64))
        while true {
            if bits != 0 { return Int32(word * 64 + 63 - bits.leadingZeroBitCount) }
            guard word > 0 else { return nil }
            word -= 1
            bits = words[word]
        }
    }
}
