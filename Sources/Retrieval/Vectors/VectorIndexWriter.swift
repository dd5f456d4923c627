internal import CKernels
public import MappedFiles

/// Writes a file of vectors: keeps what an earlier file has for documents that did not change, and appends the rest.
///
/// For each document of the truth, in any order, each key once: ``keep(_:fingerprint:)``, and where that says no,
/// ``add(_:fingerprint:vector:)``. Rows of documents that were not named are removed. The same calls over the same earlier file
/// give the same bytes.
public final class VectorIndexWriter {
    /// From so many rows on a file gets a proximity graph: below, looking at all rows takes a few milliseconds at most.
    public static let rowsForGraph = 200_000

    private let path: String
    private let identity: VectorIdentity
    private let source: Int64
    private let rowsForGraph: Int
    private let previous: VectorIndex?
    private var kept: DocumentBitmap
    private let spool: VectorSpool
    private var half: [UInt16]
    private var addedKeys: [UInt8] = []
    private var addedKeyEnds: [Int] = []
    private var addedPrints: [UInt64] = []

    /// Starts the file that will be at `path`.
    ///
    /// - Parameters:
    ///   - source: the change counter of the truth that it is built from.
    ///   - previous: the file that this one follows; left aside when its vectors have another identity.
    ///   - rowsForGraph: from how many rows on to build a proximity graph.
    public init(
        path: String,
        identity: VectorIdentity,
        source: Int64,
        previous: VectorIndex? = nil,
        rowsForGraph: Int = VectorIndexWriter.rowsForGraph
    ) throws(MappedFileError) {
        precondition(identity.dimension > 0 && identity.dimension <= VectorLayout.dimensionLimit)
        self.path = path
        self.identity = identity
        self.source = source
        self.rowsForGraph = max(2, rowsForGraph)
        self.previous = previous?.identity == identity ? previous : nil
        kept = DocumentBitmap(count: self.previous?.rowCount ?? 0)
        spool = try VectorSpool(path: path)
        half = [UInt16](repeating: 0, count: identity.dimension)
    }

    /// Documents named so far.
    public var count: Int { kept.population + addedPrints.count }

    /// Keeps the earlier vector of `key`, if it was made from what has this fingerprint; says whether it did.
    public func keep(_ key: String, fingerprint: UInt64) -> Bool {
        guard let row = previous?.row(of: key), previous?.fingerprint(of: row) == fingerprint else { return false }
        kept[row] = true
        return true
    }

    /// Adds a document.
    ///
    /// - Parameters:
    ///   - fingerprint: a hash of what the vector was made from, to be compared when the next file is written.
    ///   - vector: as many components as the identity says, of length 1; one that is not finite is kept as zero.
    public func add(_ key: String, fingerprint: UInt64, vector: UnsafeBufferPointer<Float>) throws(MappedFileError) {
        precondition(vector.count == identity.dimension, "a vector has the dimension of its index")
        let isFinite = vector.allSatisfy(\.isFinite)
        half.withUnsafeMutableBufferPointer { half in
            guard let to = half.baseAddress, let from = vector.baseAddress, isFinite else {
                half.update(repeating: 0)
                return
            }
            ck_f16_from_f32(from, to, half.count)
        }
        let result = half.withUnsafeBufferPointer { half in
            Result { () throws(MappedFileError) in try spool.append(half) }
        }
        try result.get()
        addedKeys.append(contentsOf: key.utf8)
        addedKeyEnds.append(addedKeys.count)
        addedPrints.append(fingerprint)
    }

    /// ``add(_:fingerprint:vector:)`` for an array.
    public func add(_ key: String, fingerprint: UInt64, vector: [Float]) throws(MappedFileError) {
        let result = vector.withUnsafeBufferPointer { vector in
            Result { () throws(MappedFileError) in try add(key, fingerprint: fingerprint, vector: vector) }
        }
        try result.get()
    }

    /// Builds the graph where there is to be one, writes the file and gives it its name.
    public func finish() throws(MappedFileError) {
        var rows = VectorRows(identity: identity, previous: previous, keepsRemoved: keepsGraph)
        rows.take(kept)
        rows.append(keys: addedKeys, ends: addedKeyEnds, prints: addedPrints, halves: try spool.contents())
        rows.sortKeys()
        let graph = rows.rowsByKey.count >= rowsForGraph ? rows.graph() : nil
        let writer = try DerivedFileWriter(
            path: path,
            kind: VectorLayout.kind,
            formatVersion: VectorLayout.formatVersion,
            source: source
        )
        try rows.write(to: writer, graph)
        try writer.finish()
    }

    /// Whether the earlier graph is carried on: then rows that were removed stay in it as waypoints, until they are a fifth.
    private var keepsGraph: Bool {
        guard let previous, previous.hasGraph, count >= rowsForGraph else { return false }
        return (previous.rowCount - kept.population) * 5 <= previous.rowCount + addedPrints.count
    }
}
