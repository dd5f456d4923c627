/// A score per paper where most are zero: additions cost nothing but themselves, and so does starting anew.
///
/// - Memory: 4 bytes per paper, and 4 per paper whose score was changed.
final class SparseScores {
    /// The score of each paper; 0 where it was not changed, -0 where it was and came to nothing, so that one place in memory tells both.
    private let values: UnsafeMutablePointer<Float>
    /// Papers whose score was changed, in the order in which they were; memory that is never written costs nothing.
    private let touched: UnsafeMutablePointer<Int32>
    /// How many were changed.
    private(set) var touchedCount = 0
    private let capacity: Int

    /// Scores of `capacity` papers, all 0.
    init(capacity: Int) {
        self.capacity = capacity
        values = .allocate(capacity: max(capacity, 1))
        values.initialize(repeating: 0, count: max(capacity, 1))
        touched = .allocate(capacity: capacity + 1)
    }

    deinit {
        values.deallocate()
        touched.deallocate()
    }

    /// Adds to the score of a paper.
    @inline(__always) func add(_ amount: Float, to paper: Int) {
        assert(paper < capacity)
        let old = values[paper]
        let sum = old + amount
        values[paper] = sum == 0 ? -0.0 : sum
        if old.bitPattern == 0 {
            touched[touchedCount] = Int32(truncatingIfNeeded: paper)
            touchedCount += 1
        }
    }

    /// Makes many additions: what is counted meanwhile stays in registers.
    @inline(__always) func addMany(_ body: (inout Adder) -> Void) {
        var adder = Adder(values: values, touched: touched, count: touchedCount)
        body(&adder)
        touchedCount = adder.count
    }

    /// Adds to scores without a branch that could be guessed wrong.
    struct Adder {
        fileprivate let values: UnsafeMutablePointer<Float>
        fileprivate let touched: UnsafeMutablePointer<Int32>
        fileprivate var count: Int

        /// Adds to the score of a paper.
        @inline(__always) mutating func add(_ amount: Float, to paper: Int) {
            let old = values[paper]
            let sum = old + amount
            values[paper] = sum == 0 ? -0.0 : sum
            // Written in any case and kept if the paper is new: there is room for one more than all.
            touched[count] = Int32(truncatingIfNeeded: paper)
            count += old.bitPattern == 0 ? 1 : 0
        }
    }

    /// Adds the same to the score of each of some papers.
    func add(_ amount: Float, toEach papers: UnsafeBufferPointer<Int32>) {
        addMany { adder in
            for paper in papers { adder.add(amount, to: Int(paper)) }
        }
    }

    /// Raises the score of a paper to at least `amount`.
    @inline(__always) func raise(to amount: Float, at paper: Int) {
        add(0, to: paper)
        if values[paper] < amount { values[paper] = amount }
    }

    /// The score of a paper.
    subscript(paper: Int) -> Float {
        // -0 + 0 is 0.
        @inline(__always) get { values[paper] + 0 }
    }

    /// The papers whose score was changed.
    var papers: UnsafeBufferPointer<Int32> { UnsafeBufferPointer(start: touched, count: touchedCount) }

    /// Sets every score to 0.
    func clear() {
        for paper in papers { values[Int(paper)] = 0 }
        touchedCount = 0
    }

    /// Adds a multiple of each score of `other`.
    func add(_ other: SparseScores, times factor: Float) {
        addMany { adder in
            for paper in other.papers { adder.add(factor * other[Int(paper)], to: Int(paper)) }
        }
    }

    /// Sets the score of one paper to 0; the others stay in their order.
    func remove(_ paper: Int) {
        guard values[paper].bitPattern != 0, let place = papers.firstIndex(of: Int32(paper)) else { return }
        values[paper] = 0
        touchedCount -= 1
        (touched + place).update(from: touched + place + 1, count: touchedCount - place)
    }

    /// The papers with the highest scores above 0, the best first; equal scores in the order of their numbers.
    ///
    /// - Parameter left: a paper that is not to be named.
    /// - Complexity: O(touched · log limit).
    func top(_ limit: Int, leavingOut left: Int? = nil) -> [(paper: Int32, score: Float)] {
        var selection = TopSelection(limit)
        let left = Int32(truncatingIfNeeded: left ?? -1)
        for paper in papers {
            let score = values[Int(paper)]
            if score > 0, paper != left { selection.add(paper, score) }
        }
        return selection.best()
    }
}
