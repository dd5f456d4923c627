public import MappedFiles
internal import TextAnalysis

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Makes a latent semantic model out of texts: which terms occur in the same contexts (Deerwester et al., 1990).
///
/// Rows are texts, columns their stemmed terms, an entry (1 + ln occurrences) x ln(texts / texts with the term), rows of length 1. A
/// term's direction is its part in the leading right singular vectors.
public struct LatentModel: Sendable {
    /// Texts that a model is made of at most: of more, evenly spread ones are taken. Time and memory stay bounded.
    public static let textLimit = 50_000
    /// Components of its vectors, where there are enough texts.
    public static let standardDimension = 256
    private static let termLimit = 60_000
    private static let leastTexts = 2

    let dimension: Int
    let terms: [[UInt8]]
    let weights: [Float]
    let matrix: [Float]
    let version: String

    /// Makes a model out of `texts`.
    ///
    /// - Complexity: O(terms of the texts x dimension); some seconds and 300 MB for 30,000 abstracts.
    public init(texts: [String], dimension: Int = LatentModel.standardDimension) {
        let step = max(1, (texts.count + Self.textLimit - 1) / Self.textLimit)
        let sample = step == 1 ? texts : stride(from: 0, to: texts.count, by: step).map { texts[$0] }
        let counts = TermCounts(sample, least: min(Self.leastTexts, sample.count), limit: Self.termLimit)
        terms = counts.terms
        let weights = counts.frequencies.map { Float(log(Double(sample.count + 1) / Double($0))) }
        self.weights = weights
        let svd = RandomisedSVD(Self.matrix(of: counts, weights), rank: dimension)
        self.dimension = svd.values.count
        matrix = Self.scaled(svd)
        var hash = Checksum()
        for term in terms { term.withUnsafeBytes { hash.add($0) } }
        weights.withUnsafeBytes { hash.add($0) }
        matrix.withUnsafeBytes { hash.add($0) }
        version = hash.text
    }

    private static func matrix(of counts: TermCounts, _ weights: [Float]) -> SparseRows {
        var values = counts.counts.indices.map { index in
            LatentModel.weight(counts.counts[index], weights[Int(counts.columns[index])])
        }
        for row in 0..<(counts.starts.count - 1) {
            let range = counts.starts[row]..<counts.starts[row + 1]
            let length = range.reduce(Float(0)) { $0 + values[$1] * values[$1] }.squareRoot()
            guard length > 0 else { continue }
            for index in range { values[index] /= length }
        }
        return SparseRows(
            rowCount: counts.starts.count - 1,
            columnCount: counts.terms.count,
            starts: counts.starts,
            columns: counts.columns,
            values: values
        )
    }

    /// What a term that occurs `count` times adds to its text.
    static func weight(_ count: Float, _ weight: Float) -> Float { (1 + logf(count)) * weight }

    /// The singular vectors, each divided by a power of its singular value: the leading ones, which say little more than that a
    /// text is of the field, count less.
    private static func scaled(_ svd: RandomisedSVD) -> [Float] {
        let factors = svd.values.map { $0 > 0 ? powf($0, -Self.whitening) : 0 }
        guard !factors.isEmpty else { return [] }
        var matrix = svd.vectors
        for index in matrix.indices { matrix[index] *= factors[index % factors.count] }
        return matrix
    }

    private static let whitening: Float = 0.5

    /// Writes the model as a derived file.
    public func write(to path: String, source: Int64) throws(MappedFileError) {
        let writer = try DerivedFileWriter(
            path: path,
            kind: LatentLayout.kind,
            formatVersion: LatentLayout.formatVersion,
            source: source
        )
        try writer.addSection("shape", [UInt32(dimension), UInt32(terms.count), 0, 0])
        try writer.addSection("version", Array(version.utf8))
        try writer.addSection("terms", terms.flatMap(\.self))
        var end: UInt32 = 0
        let ends = terms.map { term in
            end += UInt32(term.count)
            return end
        }
        try writer.addSection("ends", ends)
        try writer.addSection("weights", weights)
        try writer.addSection("matrix", matrix)
        try writer.finish()
    }
}

/// FNV-1a over 64-bit words and the bytes that are left: tells one model from another, no more.
struct Checksum {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 8 <= bytes.count {
            state = (state ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x100_0000_01B3
            state ^= state >> 29
            offset += 8
        }
        for byte in bytes[offset...] { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
