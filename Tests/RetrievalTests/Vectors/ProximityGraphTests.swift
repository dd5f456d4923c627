import Foundation
import MappedFiles
import Retrieval
import Testing

@Suite struct ProximityGraphTests {
    @Test func findsNearlyAllOfTheTruth() throws {
        var random = RandomVectors(state: 21, dimension: 24)
        let vectors = random.clustered(1_500)
        let path = try VectorFiles.write(vectors, rowsForGraph: 100)
        let index = try VectorIndex(path: path)
        #expect(index.hasGraph)
        var recall = 0.0
        for round in 0..<30 {
            let query = random.vector(near: vectors[round * 40], spread: 0.2)
            recall += VectorFiles.recall(index.search(query, limit: 10), VectorFiles.naive(vectors, query, 10)) / 30
        }
        #expect(recall > 0.95)
        let again = try VectorFiles.write(vectors, rowsForGraph: 100)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(contentsOf: URL(filePath: again)))
    }

    @Test func carriesTheGraphOnAndHidesRemovedRows() throws {
        var random = RandomVectors(state: 22, dimension: 24)
        let vectors = random.clustered(1_200)
        let first = try VectorIndex(path: try VectorFiles.write(Array(vectors[..<1_000]), rowsForGraph: 100))
        let path = VectorFiles.path()
        let writer = try VectorIndexWriter(
            path: path,
            identity: first.identity,
            source: 9,
            previous: first,
            rowsForGraph: 100
        )
        for row in 0..<1_200 where row % 10 != 0 {
            if !writer.keep("paper/\(row)", fingerprint: UInt64(row)) {
                try writer.add("paper/\(row)", fingerprint: UInt64(row), vector: vectors[row])
            }
        }
        try writer.finish()
        let index = try VectorIndex(path: path)
        #expect(index.hasGraph && index.removedCount == 100 && index.count == 1_080)
        var recall = 0.0
        for round in 0..<20 {
            let query = random.vector(near: vectors[round * 55], spread: 0.2)
            let hits = index.search(query, limit: 10)
            #expect(hits.allSatisfy { index.isLive($0.row) })
            let keys = Set(hits.compactMap { index.key(of: $0.row) })
            let truth = VectorFiles.naive(vectors, query, 10) { $0 % 10 != 0 }.map { "paper/\($0)" }
            recall += Double(keys.intersection(truth).count) / 200
        }
        #expect(recall > 0.95)
    }

    /// Whatever bytes change, opening refuses or searching ends inside the file.
    @Test(arguments: [false, true]) func survivesDamage(hasGraph: Bool) throws {
        var random = RandomVectors(state: 23, dimension: 8)
        let vectors = random.clustered(150)
        let path = try VectorFiles.write(vectors, rowsForGraph: hasGraph ? 50 : 1_000)
        let whole = try Data(contentsOf: URL(filePath: path))
        let damaged = VectorFiles.path()
        let query = random.vector()
        for round in 0..<150 {
            var bytes = whole
            for _ in 0..<(1 << (round % 8)) {
                random.state = random.state &* 6_364_136_223_846_793_005 &+ 1
                bytes[Int(random.state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: random.state >> 24)
            }
            try bytes.write(to: URL(filePath: damaged))
            guard let index = try? VectorIndex(path: damaged) else { continue }
            #expect(index.search(query, limit: 10).count <= 10)
            for row in 0..<index.rowCount { _ = index.row(of: index.key(of: row) ?? "") }
            let writer = try VectorIndexWriter(
                path: damaged + ".next",
                identity: VectorFiles.identity(8),
                source: 1,
                previous: index,
                rowsForGraph: 50
            )
            for row in 0..<150 where !writer.keep("paper/\(row)", fingerprint: UInt64(row)) {
                try writer.add("paper/\(row)", fingerprint: UInt64(row), vector: vectors[row])
            }
            try writer.finish()
        }
    }
}
