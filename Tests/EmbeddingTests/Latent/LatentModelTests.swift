import Embedding
import Foundation
import Testing

@Suite struct LatentModelTests {
    private static let texts = (0..<60).map { number in
        number % 2 == 0
            ? "black hole entropy horizon radiation \(["evaporation", "area", "thermodynamics"][number % 3])"
            : "lattice gauge quark confinement string \(["tension", "flux", "colour"][number % 3])"
    }

    private func embedder(dimension: Int = 8) throws -> LatentEmbedder {
        let path = FileManager.default.temporaryDirectory.appending(path: "latent-\(UUID().uuidString).bin").path
        try LatentModel(texts: Self.texts, dimension: dimension).write(to: path, source: 3)
        return try LatentEmbedder(path: path)
    }

    /// Two directions for two subjects: words that never stand together are near through those that they stand with. With as
    /// many directions as there are kinds of text nothing would be left out, and they would be as far apart as they are.
    @Test func placesTextsOfOneSubjectTogether() throws {
        let embedder = try embedder(dimension: 2)
        let width = embedder.identity.dimension
        let rows = try embedder.embed(["evaporation", "horizon area", "quark flux", "", "unheard"])
        func dot(_ first: Int, _ second: Int) -> Float {
            (0..<width).reduce(0) { $0 + rows[first * width + $1] * rows[second * width + $1] }
        }
        #expect(dot(0, 1) > dot(0, 2) + 0.3)
        #expect(abs(dot(1, 1) - 1) < 1e-5)
        #expect(dot(3, 3) == 0 && dot(4, 4) == 0)
    }

    @Test func isTheSameEveryTime() throws {
        let (first, second) = (try embedder(), try embedder())
        #expect(first.identity == second.identity && first.source == 3)
        let together = try first.embed(Self.texts)
        let alone = try Self.texts.flatMap { try second.embed([$0]) }
        #expect(together == alone)
    }

    @Test func needsNoTexts() throws {
        _ = LatentModel(texts: [])
        _ = LatentModel(texts: [""])
    }

    @Test func survivesDamage() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "latent-\(UUID().uuidString).bin").path
        try LatentModel(texts: Self.texts, dimension: 8).write(to: path, source: 3)
        let whole = try Data(contentsOf: URL(filePath: path))
        var state: UInt64 = 5
        for _ in 0..<100 {
            var bytes = whole
            for _ in 0..<20 {
                state = state &* 6_364_136_223_846_793_005 &+ 1
                bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
            }
            try bytes.write(to: URL(filePath: path))
            if let embedder = try? LatentEmbedder(path: path) { _ = try embedder.embed(["black hole entropy"]) }
        }
    }
}
