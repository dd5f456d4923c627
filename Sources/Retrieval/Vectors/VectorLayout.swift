/// The layout of a vector file: a derived file of the kind `VECTORS`.
///
/// Sections, with n rows of d components, each row's codes filled up to a stride that is a multiple of 64 bytes:
///
///     shape      UInt32 x 8: d, stride, n, removed rows, links of a node (0: no graph), its entry row, its top level, 0
///     model      UTF-8: the model's name
///     version    UTF-8: the model's version
///     codes      UInt8, n x stride: components divided by the row's scale, plus 128; 128 after the last
///     scales     Float, n
///     halves     binary16, n x d: the vectors, for the final order
///     prints     UInt64, n: fingerprints of what the vectors were made from
///     keyends    UInt32, n: where in `keys` the key of each row ends
///     keys       UTF-8
///     bykey      UInt32: the rows that are not removed, in the order of their keys' bytes
///     live       UInt64, one bit a row: those that are not removed
///     links      UInt32, n x 2m: neighbours of the lowest level, nearest first, filled up with `noRow`
///     upper      UInt32, n: where the links of the upper levels start, in units of m links; `noRow` for rows without
///     uplinks    UInt32: for each such row its levels from 1 on, m links each
///
/// The last three only with a graph. Opening checks lengths; numbers inside are checked where they are used.
enum VectorLayout {
    static let kind = "VECTORS"
    static let formatVersion: UInt32 = 1
    static let noRow = UInt32.max
    /// More components than any model has; bounds the memory that a damaged file can ask for.
    static let dimensionLimit = 65_536

    enum Shape {
        static let dimension = 0
        static let stride = 1
        static let rows = 2
        static let removed = 3
        static let links = 4
        static let entry = 5
        static let topLevel = 6
        static let count = 8
    }

    static func stride(dimension: Int) -> Int { (dimension + 63) / 64 * 64 }
}
