/// A vector for each of many papers, in numbers of four bytes, or of one byte where there are so many papers that memory counts.
///
/// A compact row is stretched so that its greatest component is ±127, and rounded; a cosine of two vectors of 128 components
/// then is off by some thousandths.
struct VectorRows: Sendable {
    /// How many vectors there are.
    let rows: Int
    /// How many components each has.
    let width: Int
    /// The vectors, unless they are compact.
    private let whole: DenseRows
    private let bytes: FixedArray<Int8>
    private let scales: FixedArray<Float>
    private let isCompact: Bool

    /// Vectors in numbers of four bytes.
    init(_ vectors: DenseRows) {
        rows = vectors.rows
        width = vectors.width
        whole = vectors
        isCompact = false
        bytes = FixedArray(repeating: 0, count: 0)
        scales = FixedArray(repeating: 0, count: 0)
    }

    /// Computes vectors on all processors.
    ///
    /// - Parameter fill: writes the vector of a row over zeros.
    init(rows: Int, width: Int, isCompact: Bool, fill: @Sendable (Int, UnsafeMutablePointer<Float>) -> Void) {
        guard isCompact else {
            let vectors = DenseRows(rows: rows, width: width)
            Threads.ranges(of: rows, size: 512) { range in
                for row in range { fill(row, vectors.row(row)) }
            }
            self.init(vectors)
            return
        }
        let bytes = FixedArray<Int8>(repeating: 0, count: rows * width)
        let scales = FixedArray<Float>(repeating: 0, count: rows)
        Threads.ranges(of: rows, size: 512) { range in
            let vector = FixedArray<Float>(repeating: 0, count: width)
            for row in range {
                vector.base.update(repeating: 0, count: width)
                fill(row, vector.base)
                scales[row] = Self.pack(vector.base, into: bytes.base + row * width, width)
            }
        }
        self.init(rows: rows, width: width, bytes: bytes, scales: scales)
    }

    private init(rows: Int, width: Int, bytes: FixedArray<Int8>, scales: FixedArray<Float>) {
        self.rows = rows
        self.width = width
        self.bytes = bytes
        self.scales = scales
        whole = DenseRows(rows: 0, width: width)
        isCompact = true
    }

    /// The inner product of a vector with one of these.
    @inline(__always) func dot(_ vector: UnsafePointer<Float>, _ row: Int) -> Float {
        guard isCompact else { return DenseRows.dot(vector, whole.row(row), width) }
        let own = bytes.base + row * width
        var sums = SIMD8<Float>()
        var place = 0
        while place + 8 <= width {
            sums += UnsafeRawPointer(vector + place).loadUnaligned(as: SIMD8<Float>.self) * Self.eight(own + place)
            place += 8
        }
        var sum = sums.sum()
        while place < width {
            sum += vector[place] * Float(own[place])
            place += 1
        }
        return sum * scales[row]
    }

    /// Adds a multiple of a row to a vector.
    @inline(__always) func add(_ factor: Float, times row: Int, to target: UnsafeMutablePointer<Float>) {
        guard isCompact else { return DenseRows.add(factor, times: whole.row(row), to: target, width) }
        let own = bytes.base + row * width
        let factor = factor * scales[row]
        var place = 0
        while place + 8 <= width {
            let sum =
                UnsafeRawPointer(target + place).loadUnaligned(as: SIMD8<Float>.self) + factor * Self.eight(own + place)
            UnsafeMutableRawPointer(target + place).storeBytes(of: sum, as: SIMD8<Float>.self)
            place += 8
        }
        while place < width {
            target[place] += factor * Float(own[place])
            place += 1
        }
    }

    /// Calls `body` with a row in numbers of four bytes.
    func withRow<Result>(_ row: Int, _ body: (UnsafePointer<Float>) -> Result) -> Result {
        guard isCompact else { return body(whole.row(row)) }
        let vector = DenseRows(rows: 1, width: width)
        add(1, times: row, to: vector.row(0))
        return withExtendedLifetime(vector) { body(vector.row(0)) }
    }

    /// Some of the rows, one after the other.
    func gathered(_ indices: [Int]) -> DenseRows {
        guard isCompact else { return whole.gathered(indices) }
        let result = DenseRows(rows: indices.count, width: width)
        for (place, index) in indices.enumerated() { add(1, times: index, to: result.row(place)) }
        return result
    }

    /// The mean of the rows that each list names; zeros for empty lists.
    func means(of lists: CompressedRows) -> VectorRows {
        VectorRows(rows: lists.count, width: width, isCompact: isCompact) { index, target in
            let list = lists[index]
            for other in list { add(1 / Float(list.count), times: Int(other), to: target) }
        }
    }

    @inline(__always) private static func eight(_ bytes: UnsafePointer<Int8>) -> SIMD8<Float> {
        SIMD8<Float>(UnsafeRawPointer(bytes).loadUnaligned(as: SIMD8<Int8>.self))
    }

    /// Rounds a vector to bytes.
    ///
    /// - Returns: what the bytes have to be multiplied by.
    private static func pack(
        _ vector: UnsafePointer<Float>,
        into bytes: UnsafeMutablePointer<Int8>,
        _ width: Int
    ) -> Float {
        var most: Float = 0
        for place in 0..<width { most = max(most, abs(vector[place])) }
        guard most > 0, most.isFinite else { return 0 }
        let stretch = 127 / most
        for place in 0..<width { bytes[place] = Int8((vector[place] * stretch).rounded(.toNearestOrEven)) }
        return most / 127
    }
}
