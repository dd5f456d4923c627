import Foundation
import MappedFiles
import Retrieval
import Testing

@Suite struct VectorIndexTests {
    @Test(arguments: [(50, 3), (300, 64), (200, 100)]) func findsWhatTheDefinitionFinds(count: Int, dimension: Int)
        throws
    {
        var random = RandomVectors(state: 11, dimension: dimension)
        let vectors = random.clustered(count)
        let index = try VectorIndex(path: try VectorFiles.write(vectors))
        #expect(index.count == count && !index.hasGraph && index.source == 7)
        var recall = 0.0
        for _ in 0..<20 {
            let query = random.vector(near: vectors[count / 2], spread: 0.3)
            let hits = index.search(query, limit: 10)
            #expect(hits.count == 10 && zip(hits, hits.dropFirst()).allSatisfy { $0.score >= $1.score })
            recall += VectorFiles.recall(hits, VectorFiles.naive(vectors, query, 10)) / 20
        }
        #expect(recall > 0.98)
    }

    @Test func findsOnlyWhatTheFilterAllows() throws {
        var random = RandomVectors(state: 12, dimension: 32)
        let vectors = random.clustered(500)
        let index = try VectorIndex(path: try VectorFiles.write(vectors))
        var filter = DocumentBitmap(count: 500)
        for row in stride(from: 3, to: 500, by: 7) { filter[row] = true }
        let query = random.vector()
        let hits = index.search(query, limit: 10, filter: filter)
        #expect(hits.allSatisfy { $0.row % 7 == 3 })
        #expect(VectorFiles.recall(hits, VectorFiles.naive(vectors, query, 10) { $0 % 7 == 3 }) >= 0.9)
        #expect(index.search(query, limit: 10, filter: DocumentBitmap(count: 499)).isEmpty)
        #expect(index.search(query, limit: 10, filter: DocumentBitmap(count: 500)).isEmpty)
    }

    @Test func knowsKeysAndVectors() throws {
        var random = RandomVectors(state: 13, dimension: 16)
        let vectors = random.clustered(120)
        let index = try VectorIndex(path: try VectorFiles.write(vectors))
        for row in 0..<120 {
            #expect(index.key(of: row) == "paper/\(row)")
            #expect(index.row(of: "paper/\(row)") == row)
            let kept = try #require(index.vector(row))
            #expect(zip(kept, vectors[row]).allSatisfy { abs($0 - $1) < 1e-3 })
        }
        #expect(index.row(of: "paper/120") == nil && index.row(of: "") == nil)
        #expect(index.key(of: -1) == nil && index.key(of: 120) == nil && index.vector(120) == nil)
    }

    @Test func refusesQueriesThatAreNoVectorsOfTheModel() throws {
        var random = RandomVectors(state: 14, dimension: 16)
        let index = try VectorIndex(path: try VectorFiles.write(random.clustered(20)))
        #expect(index.search([1, 2], limit: 5).isEmpty)
        #expect(index.search([Float](repeating: 0, count: 16), limit: 5).isEmpty)
        #expect(index.search([Float](repeating: .nan, count: 16), limit: 5).isEmpty)
        #expect(index.search(random.vector(), limit: 0).isEmpty)
        #expect(index.search(random.vector(), limit: 1_000).count == 20)
    }

    @Test func keepsUnchangedRowsAndDropsTheRest() throws {
        var random = RandomVectors(state: 15, dimension: 16)
        let vectors = random.clustered(60)
        let first = try VectorIndex(path: try VectorFiles.write(vectors))
        let path = VectorFiles.path()
        let writer = try VectorIndexWriter(path: path, identity: first.identity, source: 8, previous: first)
        for row in 0..<60 where row % 3 != 0 { #expect(writer.keep("paper/\(row)", fingerprint: UInt64(row))) }
        #expect(!writer.keep("paper/0", fingerprint: 99))
        try writer.add("paper/0", fingerprint: 99, vector: vectors[5])
        try writer.finish()
        let second = try VectorIndex(path: path)
        #expect(second.count == 41 && second.removedCount == 0)
        #expect(second.row(of: "paper/3") == nil)
        let row = try #require(second.row(of: "paper/0"))
        #expect(second.fingerprint(of: row) == 99 && second.vector(row) == first.vector(5))
    }

    @Test func isEmptyWithoutRows() throws {
        let path = VectorFiles.path()
        try VectorIndexWriter(path: path, identity: VectorFiles.identity(4), source: 1).finish()
        let index = try VectorIndex(path: path)
        #expect(index.count == 0 && index.search([1, 0, 0, 0], limit: 3).isEmpty && index.row(of: "a") == nil)
    }
}
