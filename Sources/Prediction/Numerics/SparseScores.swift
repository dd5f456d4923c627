/// A score per paper where most are zero: additions cost nothing but themselves, and so does starting anew.
final class SparseScores {
    /// The score of each paper.
    let values: UnsafeMutablePointer<Float>
    /// Papers whose score was changed, in the order in which they were.
    private(set) var touched: UnsafeMutablePointer<Int32>
    /// How many were changed.
    private(set) var touchedCount = 0
    private let isTouched: UnsafeMutablePointer<Bool>
    private let capacity: Int

    /// Scores of `capacity` papers, all 0.
    init(capacity: Int) {
        self.capacity = capacity
        values = .allocate(capacity: max(capacity, 1))
        values.initialize(repeating: 0, count: max(capacity, 1))
        touched = .allocate(capacity: max(capacity, 1))
        isTouched = .allocate(capacity: max(capacity, 1))
        isTouched.initialize(repeating: false, count: max(capacity, 1))
    }

    deinit {
        values.deallocate()
        touched.deallocate()
        isTouched.deallocate()
    }

    /// Adds to the score of a paper.
    @inline(__always) func add(_ amount: Float, to paper: Int) {
        assert(paper < capacity)
        values[paper] += amount
        if !isTouched[paper] {
            isTouched[paper] = true
            touched[touchedCount] = Int32(truncatingIfNeeded: paper)
            touchedCount += 1
        }
    }

    /// Raises the score of a paper to at least `amount`.
    @inline(__always) func raise(to amount: Float, at paper: Int) {
        add(0, to: paper)
        if values[paper] < amount { values[paper] = amount }
    }

    /// The score of a paper.
    subscript(paper: Int) -> Float {
        @inline(__always) get { values[paper] }
    }

    /// The papers whose score was changed.
    var papers: UnsafeBufferPointer<Int32> { UnsafeBufferPointer(start: touched, count: touchedCount) }

    /// Sets every score to 0.
    func clear() {
        for paper in papers {
            values[Int(paper)] = 0
            isTouched[Int(paper)] = false
        }
        touchedCount = 0
    }

    /// Takes the scores of `other`.
    func copy(_ other: SparseScores) {
        clear()
        for paper in other.papers { add(other.values[Int(paper)], to: Int(paper)) }
    }

    /// The papers with the highest scores above 0, the best first; equal scores in the order of their numbers.
    ///
    /// - Complexity: O(touched · log limit).
    func top(_ limit: Int) -> [(paper: Int32, score: Float)] {
        TopSelection.best(limit, of: papers.lazy.map { ($0, self.values[Int($0)]) }.filter { $0.1 > 0 })
    }
}

/// Selects the best of many.
enum TopSelection {
    /// The pairs with the highest scores, the best first; equal scores in the order of their numbers.
    static func best(
        _ limit: Int,
        of pairs: some Sequence<(Int32, Float)>
    ) -> [(paper: Int32, score: Float)] {
        guard limit > 0 else { return [] }
        let limit = min(limit, 1 << 24)
        func isBefore(_ a: (paper: Int32, score: Float), _ b: (paper: Int32, score: Float)) -> Bool {
            a.score != b.score ? a.score > b.score : a.paper < b.paper
        }
        // A buffer of twice the limit is halved whenever it is full: O(1) per element on average.
        var kept: [(paper: Int32, score: Float)] = []
        kept.reserveCapacity(min(2 * limit, 1024))
        var threshold: (paper: Int32, score: Float)?
        for pair in pairs {
            let candidate = (paper: pair.0, score: pair.1)
            if let threshold, !isBefore(candidate, threshold) { continue }
            kept.append(candidate)
            guard kept.count == 2 * limit else { continue }
            kept.sort(by: isBefore)
            kept.removeLast(limit)
            threshold = kept.last
        }
        kept.sort(by: isBefore)
        return Array(kept.prefix(limit))
    }
}
