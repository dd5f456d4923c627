internal import CKernels
public import MappedFiles

/// A file of vectors that is open for search.
///
/// Small files are scanned whole over codes of a byte per component, and the best candidates then ordered by their vectors in half
/// precision; large ones have a proximity graph beside (HNSW; Malkov and Yashunin, 2018, arXiv 1603.09320) that leads to
/// candidates without looking at all rows. Whatever the file's bytes are, a search ends and stays inside the file.
public final class VectorIndex: @unchecked Sendable {
    // Unchecked: the memory is mapped read-only and never changes.

    /// Which model made the vectors.
    public let identity: VectorIdentity
    /// Rows of the file, numbered from 0, those that were removed included.
    public let rowCount: Int
    /// Rows that were removed: searches never return them.
    public let removedCount: Int

    let file: DerivedFile
    let stride: Int
    let codes: UnsafeBufferPointer<UInt8>
    let scales: UnsafeBufferPointer<Float>
    let halves: UnsafeBufferPointer<UInt16>
    let live: UnsafeBufferPointer<UInt64>
    let graph: ProximityGraph?
    private let prints: UnsafeBufferPointer<UInt64>
    private let keyEnds: UnsafeBufferPointer<UInt32>
    private let keys: UnsafeBufferPointer<UInt8>
    private let rowsByKey: UnsafeBufferPointer<UInt32>

    /// Opens the file at `path`.
    ///
    /// - Throws: when it is missing, damaged, or of another format version: then it is to be built anew.
    /// - Complexity: O(1).
    public init(path: String) throws(MappedFileError) {
        file = try DerivedFile(path: path, kind: VectorLayout.kind, formatVersion: VectorLayout.formatVersion)
        let damaged = MappedFileError(.damaged, path: path, reason: "its sections do not fit together")
        let shape = try file.values("shape", of: UInt32.self)
        guard shape.count == VectorLayout.Shape.count else { throw damaged }
        let dimension = Int(shape[VectorLayout.Shape.dimension])
        stride = Int(shape[VectorLayout.Shape.stride])
        rowCount = Int(shape[VectorLayout.Shape.rows])
        removedCount = Int(shape[VectorLayout.Shape.removed])
        guard dimension > 0, dimension <= VectorLayout.dimensionLimit, removedCount <= rowCount,
            rowCount <= Int(Int32.max),
            stride == VectorLayout.stride(dimension: dimension)
        else { throw damaged }
        identity = VectorIdentity(
            model: String(decoding: try file.requiredSection("model"), as: UTF8.self),
            version: String(decoding: try file.requiredSection("version"), as: UTF8.self),
            dimension: dimension
        )
        codes = try file.values("codes", of: UInt8.self)
        scales = try file.values("scales", of: Float.self)
        halves = try file.values("halves", of: UInt16.self)
        prints = try file.values("prints", of: UInt64.self)
        keyEnds = try file.values("keyends", of: UInt32.self)
        keys = try file.values("keys", of: UInt8.self)
        rowsByKey = try file.values("bykey", of: UInt32.self)
        live = try file.values("live", of: UInt64.self)
        guard codes.count == rowCount * stride, scales.count == rowCount, halves.count == rowCount * dimension,
            prints.count == rowCount, keyEnds.count == rowCount, rowsByKey.count == rowCount - removedCount,
            live.count == (rowCount + 63) / 64
        else { throw damaged }
        graph = try ProximityGraph(file: file, shape: shape)
    }

    /// The change counter of the truth that the file was built from.
    public var source: Int64 { file.source }

    /// Rows that searches can return.
    public var count: Int { rowCount - removedCount }

    /// Whether searches go through a proximity graph instead of scanning all rows.
    public var hasGraph: Bool { graph != nil }

    /// Reads everything and compares each section with its checksum.
    ///
    /// - Complexity: O(length of the file).
    public func verify() throws(MappedFileError) { try file.verify() }

    /// Whether `row` is there and not removed.
    public func isLive(_ row: Int) -> Bool {
        row >= 0 && row < rowCount && live[row >> 6] & (1 << UInt64(row & 63)) != 0
    }

    /// The key of a row, e.g. a paper's identifier; nil outside the file.
    public func key(of row: Int) -> String? {
        guard row >= 0, row < rowCount else { return nil }
        return String(decoding: keyBytes(of: row), as: UTF8.self)
    }

    /// The fingerprint of what the row's vector was made from; nil outside the file.
    public func fingerprint(of row: Int) -> UInt64? {
        row >= 0 && row < rowCount ? prints[row] : nil
    }

    /// The row of `key`; nil when it is not there or was removed.
    ///
    /// - Complexity: O(log rows).
    public func row(of key: String) -> Int? {
        var key = key
        return key.withUTF8 { wanted in
            var (low, high) = (0, rowsByKey.count)
            while low < high {
                let middle = (low + high) / 2
                let row = Int(rowsByKey[middle])
                guard row < rowCount else { return nil }
                if keyBytes(of: row).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
            }
            guard low < rowsByKey.count, isLive(Int(rowsByKey[low])) else { return nil }
            let row = Int(rowsByKey[low])
            return keyBytes(of: row).elementsEqual(wanted) ? row : nil
        }
    }

    /// The vector of a row, in the half precision in which it is kept; nil outside the file.
    public func vector(_ row: Int) -> [Float]? {
        guard row >= 0, row < rowCount else { return nil }
        let dimension = identity.dimension
        return [Float](unsafeUninitializedCapacity: dimension) { buffer, count in
            guard let to = buffer.baseAddress, let from = halves.baseAddress else { return }
            ck_f32_from_f16(from + row * dimension, to, dimension)
            count = dimension
        }
    }

    /// The bytes of a row's key; empty where the file is damaged.
    func keyBytes(of row: Int) -> UnsafeBufferPointer<UInt8> {
        let start = row == 0 ? 0 : Int(keyEnds[row - 1])
        let end = Int(keyEnds[row])
        guard start <= end, end <= keys.count else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(rebasing: keys[start..<end])
    }

    /// The rows in the kernels' form.
    var codeRows: ck_code_rows { ck_code_rows(codes: codes.baseAddress, scales: scales.baseAddress) }
}
