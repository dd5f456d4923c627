/// PageRank: the stationary share of a reader who follows references, and now and then starts anew.
///
/// Brin and Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine" (1998). Works that cite nothing hand their
/// share on as a new start does. The linear system `y = t + d·Pᵀy` is solved from the newest work to the oldest: nearly all
/// citations point backwards in time, so that the works that cite a work have their values before it needs them, and one
/// pass solves what has no forward citation. Where a work cites a newer one, the pass goes back to that one and repeats what
/// changed until nothing does.
///
/// With several threads, what works hand to a block of older ones is summed in parallel before the pass enters the block: most
/// citations come from farther away than a block is long. The sums are grouped by the same blocks with any number of
/// threads, so that the ranks are the same to the last bit.
public struct PageRank: Sendable {
    /// The probability of following a reference rather than starting anew.
    public var damping = 0.85
    /// Changes of less than this part of the mean share are not followed.
    public var tolerance = 1e-10
    /// 1, or more for as many threads as the system has processors; the ranks do not depend on it.
    public var threads = 1
    /// How many works a block has.
    var blockSize = 1 << 15

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
            tolerance: tolerance,
            blocks: RankBlocks(size: blockSize, threads: threads)
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
    private let blocks: RankBlocks

    init(_ snapshot: GraphSnapshot, starts: [Double], damping: Double, tolerance: Double, blocks: RankBlocks) {
        self.blocks = blocks
        (self.snapshot, self.starts, self.damping) = (snapshot, starts, damping)
        let count = snapshot.nodeCount
        threshold = tolerance * starts.reduce(0, +) / Double(count)
        ranks = HeapBuffer(starts)
        shares = ZeroedBuffer(count: count)
    }

    /// Computes the rank of a work from those that cite it; how much what it hands to each reference has changed.
    @inline(__always)
    private func update(_ node: Int32, _ references: NeighbourList) -> Double {
        let (near, far) = blocks.sums(snapshot.citations(of: node), of: node, shares)
        let sum = starts[Int(node)] + far + near
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
            if isAgain { blocks.forget() } else { blocks.enter(node, snapshot, shares) }
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
        blocks.forget()
        while true {
            var greatest = 0.0
            for node in stride(from: Int32(snapshot.nodeCount) - 1, through: 0, by: -1) {
                greatest = max(greatest, update(node, snapshot.references(of: node)))
            }
            if greatest <= threshold { return }
        }
    }
}

/// Sums over the works that cite a work, apart for those of its own block and those beyond it.
private final class RankBlocks {
    private let size: Int
    private let threads: Int
    /// The works of the block that the pass is in.
    private var block: Range<Int> = 0..<0
    /// What works beyond the block hand to each of its works, as long as that is known ahead.
    private var far: HeapBuffer<Double>
    private var isKnown = false

    init(size: Int, threads: Int) {
        self.size = max(size, 1)
        self.threads = threads
        far = HeapBuffer([Double](repeating: 0, count: threads > 1 ? max(size, 1) : 1))
    }

    /// Where the block of a work ends.
    @inline(__always) private func end(of node: Int32) -> Int32 {
        Int32(clamping: (Int(node) / size + 1) * size)
    }

    /// Sums what is handed to a block ahead of the pass when it comes to a block's first work.
    @inline(__always)
    func enter(_ node: Int32, _ snapshot: GraphSnapshot, _ shares: ZeroedBuffer<Double>) {
        if threads > 1, !block.contains(Int(node)) { sumAhead(node, snapshot, shares) }
    }

    /// Sums are no longer known ahead: values beyond the block have changed.
    @inline(__always) func forget() { isKnown = false }

    /// What the works that cite a work hand to it: those of its block, and those beyond.
    @inline(__always)
    func sums(
        _ citations: NeighbourList,
        of node: Int32,
        _ shares: ZeroedBuffer<Double>
    ) -> (near: Double, far: Double) {
        let end = end(of: node)
        var (near, place) = (0.0, 0)
        while place < citations.count, citations[place] < end {
            near += shares[citations[place]]
            place += 1
        }
        if isKnown { return (near, far.pointer[Int(node) - block.lowerBound]) }
        return (near, Self.sum(citations, from: place, shares))
    }

    private static func sum(_ citations: NeighbourList, from start: Int, _ shares: ZeroedBuffer<Double>) -> Double {
        var (sum, place) = (0.0, start)
        while place < citations.count {
            sum += shares[citations[place]]
            place += 1
        }
        return sum
    }

    private func sumAhead(_ node: Int32, _ snapshot: GraphSnapshot, _ shares: ZeroedBuffer<Double>) {
        let end = end(of: node)
        block = Int(end) - size..<Int(node) + 1
        let parts = (block.count + 1023) / 1024
        let (first, count, sums) = (block.lowerBound, block.count, SharedPointer(far.pointer))
        forEachPart(parts, threads: threads) { part in
            for place in partRange(part, of: parts, count: count) {
                let citations = snapshot.citations(of: Int32(first + place))
                sums[place] = Self.sum(citations, from: citations.firstIndex(notBelow: end), shares)
            }
        }
        isKnown = true
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
