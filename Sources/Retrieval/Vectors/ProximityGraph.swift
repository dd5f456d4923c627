internal import CKernels
internal import MappedFiles

/// A navigable graph over the rows of a vector index, as it lies in memory: HNSW (Malkov and Yashunin, 2018, arXiv 1603.09320).
///
/// Every row has up to 2m neighbours on the lowest level; one row in m has up to m on level 1, one in m² on level 2, and so on.
/// A view: the memory belongs to a file or to a builder. Numbers of rows and offsets in it are checked before use.
struct ProximityGraph {
    /// Links of a node on the upper levels; twice as many on the lowest.
    let m: Int
    /// Where searches start.
    var entry: Int
    /// The level where they start.
    var topLevel: Int
    let rowCount: Int
    let links: UnsafeBufferPointer<UInt32>
    let upper: UnsafeBufferPointer<UInt32>
    let upperLinks: UnsafeBufferPointer<UInt32>

    static let levelLimit = 15
    static let linkLimit = 64

    /// A view of memory of the shapes that ``VectorLayout`` describes.
    init(
        m: Int,
        entry: Int,
        topLevel: Int,
        links: UnsafeBufferPointer<UInt32>,
        upper: UnsafeBufferPointer<UInt32>,
        upperLinks: UnsafeBufferPointer<UInt32>
    ) {
        self.m = m
        self.entry = entry
        self.topLevel = topLevel
        rowCount = upper.count
        self.links = links
        self.upper = upper
        self.upperLinks = upperLinks
    }

    /// The graph of a file; nil when it has none.
    init?(file: DerivedFile, shape: UnsafeBufferPointer<UInt32>) throws(MappedFileError) {
        guard shape[VectorLayout.Shape.links] > 0 else { return nil }
        let rows = Int(shape[VectorLayout.Shape.rows])
        self.init(
            m: Int(shape[VectorLayout.Shape.links]),
            entry: Int(shape[VectorLayout.Shape.entry]),
            topLevel: Int(shape[VectorLayout.Shape.topLevel]),
            links: try file.values("links", of: UInt32.self),
            upper: try file.values("upper", of: UInt32.self),
            upperLinks: try file.values("uplinks", of: UInt32.self)
        )
        guard m <= Self.linkLimit, topLevel <= Self.levelLimit, upper.count == rows, links.count == rows * 2 * m,
            entry < rows
        else {
            throw MappedFileError(.damaged, path: file.file.path, reason: "its graph does not fit its rows")
        }
    }

    /// The neighbours of `row` on `level`, up to the first empty place; none where the file is damaged.
    @inline(__always)
    func neighbours(of row: Int, level: Int) -> UnsafeBufferPointer<UInt32> {
        guard level > 0 else {
            return UnsafeBufferPointer(rebasing: links[(row * 2 * m)..<((row + 1) * 2 * m)])
        }
        guard upper[row] != VectorLayout.noRow else { return UnsafeBufferPointer(start: nil, count: 0) }
        let start = (Int(upper[row]) + level - 1) * m
        guard start + m <= upperLinks.count else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(rebasing: upperLinks[start..<(start + m)])
    }
}
