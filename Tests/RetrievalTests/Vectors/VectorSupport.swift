import Foundation
import MappedFiles
import Retrieval

/// Random vectors of length 1 in clusters, as embeddings lie.
struct RandomVectors {
    var state: UInt64
    let dimension: Int

    mutating func number() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(state >> 40) / Float(1 << 23) - 1
    }

    mutating func vector(near centre: [Float]? = nil, spread: Float = 1) -> [Float] {
        var vector = (0..<dimension).map { index in (centre?[index] ?? 0) + spread * number() }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for index in vector.indices { vector[index] /= length }
        return vector
    }

    mutating func clustered(_ count: Int, clusters: Int = 12) -> [[Float]] {
        let centres = (0..<clusters).map { _ in vector() }
        return (0..<count).map { vector(near: centres[$0 % clusters], spread: 0.15) }
    }
}

enum VectorFiles {
    static func path() -> String {
        FileManager.default.temporaryDirectory.appending(path: "vectors-\(UUID().uuidString).bin").path
    }

    static func identity(_ dimension: Int) -> VectorIdentity {
        VectorIdentity(model: "test", version: "1", dimension: dimension)
    }

    static func write(
        _ vectors: [[Float]],
        previous: VectorIndex? = nil,
        rowsForGraph: Int = VectorIndexWriter.rowsForGraph
    ) throws -> String {
        let path = path()
        let writer = try VectorIndexWriter(
            path: path,
            identity: identity(vectors[0].count),
            source: 7,
            previous: previous,
            rowsForGraph: rowsForGraph
        )
        for (row, vector) in vectors.enumerated() where !writer.keep("paper/\(row)", fingerprint: UInt64(row)) {
            try writer.add("paper/\(row)", fingerprint: UInt64(row), vector: vector)
        }
        try writer.finish()
        return path
    }

    /// The best rows by the definition.
    static func naive(
        _ vectors: [[Float]],
        _ query: [Float],
        _ limit: Int,
        where isAllowed: (Int) -> Bool = { _ in true }
    )
        -> [Int]
    {
        vectors.indices.filter(isAllowed)
            .map { row in (row: row, score: zip(vectors[row], query).reduce(Float(0)) { $0 + $1.0 * $1.1 }) }
            .sorted { ($0.score, $1.row) > ($1.score, $0.row) }
            .prefix(limit).map(\.row)
    }

    static func recall(_ found: [VectorHit], _ truth: [Int]) -> Double {
        Double(Set(found.map(\.row)).intersection(truth).count) / Double(truth.count)
    }
}
