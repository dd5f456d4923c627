public import MappedFiles
internal import TextAnalysis

/// Embeds texts by a ``LatentModel`` of the library's own texts: works without any model file.
public final class LatentEmbedder: TextEmbedder, @unchecked Sendable {
    // Unchecked: the memory is mapped read-only and never changes.

    /// `lse`, a checksum of the model, and its dimension.
    public let identity: EmbeddingIdentity
    /// The change counter of the truth that the model was made from.
    public let source: Int64
    private let file: DerivedFile
    private let terms: UnsafeBufferPointer<UInt8>
    private let ends: UnsafeBufferPointer<UInt32>
    private let weights: UnsafeBufferPointer<Float>
    private let matrix: UnsafeBufferPointer<Float>

    /// Opens the model that ``LatentModel/write(to:source:)`` wrote at `path`.
    ///
    /// - Complexity: O(1).
    public init(path: String) throws(MappedFileError) {
        file = try DerivedFile(path: path, kind: LatentLayout.kind, formatVersion: LatentLayout.formatVersion)
        source = file.source
        let shape = try file.values("shape", of: UInt32.self)
        terms = try file.values("terms", of: UInt8.self)
        ends = try file.values("ends", of: UInt32.self)
        weights = try file.values("weights", of: Float.self)
        matrix = try file.values("matrix", of: Float.self)
        guard shape.count == 4, shape[0] > 0, Int(shape[0]) <= LatentLayout.dimensionLimit, ends.count == Int(shape[1]),
            weights.count == ends.count, matrix.count == ends.count * Int(shape[0])
        else { throw MappedFileError(.damaged, path: path, reason: "its sections do not fit together") }
        identity = EmbeddingIdentity(
            model: "lse",
            version: String(decoding: try file.requiredSection("version"), as: UTF8.self),
            dimension: Int(shape[0])
        )
    }

    /// Embeds `texts`.
    ///
    /// - Complexity: O(terms x (dimension + log terms of the model)): some 30,000 abstracts a second.
    public func embed(_ texts: [String]) throws -> [Float] {
        let dimension = identity.dimension
        var rows = [Float](repeating: 0, count: texts.count * dimension)
        var analyzer = TextAnalyzer()
        rows.withUnsafeMutableBufferPointer { rows in
            for (index, text) in texts.enumerated() {
                let row = UnsafeMutableBufferPointer(rebasing: rows[(index * dimension)..<((index + 1) * dimension)])
                add(TermCounts.terms(of: text, &analyzer), to: row)
                Self.normalise(row)
            }
        }
        return rows
    }

    /// Adds the directions of a text's terms, in the order of the terms.
    private func add(_ text: [UInt8], to row: UnsafeMutableBufferPointer<Float>) {
        var counts: [Int: Float] = [:]
        for term in text.split(separator: UInt8(ascii: " ")) {
            if let number = number(of: term) { counts[number, default: 0] += 1 }
        }
        for (number, count) in counts.sorted(by: { $0.key < $1.key }) {
            let weight = LatentModel.weight(count, weights[number])
            SparseRows.add(weight, matrix, number * row.count, to: row, 0, row.count)
        }
    }

    private static func normalise(_ row: UnsafeMutableBufferPointer<Float>) {
        let squares = row.reduce(Float(0)) { $0 + $1 * $1 }
        guard squares > 0, squares.isFinite else {
            row.update(repeating: 0)
            return
        }
        let factor = 1 / squares.squareRoot()
        for index in row.indices { row[index] *= factor }
    }

    private func number(of term: ArraySlice<UInt8>) -> Int? {
        var (low, high) = (0, ends.count)
        while low < high {
            let middle = (low + high) / 2
            if bytes(of: middle).lexicographicallyPrecedes(term) { low = middle + 1 } else { high = middle }
        }
        return low < ends.count && bytes(of: low).elementsEqual(term) ? low : nil
    }

    /// The bytes of a term; empty where the file is damaged.
    private func bytes(of number: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
        let start = number == 0 ? 0 : Int(ends[number - 1])
        let end = Int(ends[number])
        return start <= end && end <= terms.count ? terms[start..<end] : terms[0..<0]
    }
}
