import MappedFiles
import Retrieval

/// Builds an index of vectors and searches it, one query at a time, on one thread; prints rows of a Markdown table.
///
///     vector-benchmark FOLDER DIMENSION scan|graph BREADTH...
///
/// FOLDER holds what peers.py wrote: vectors.f32, queries.f32, and truth.i32 with the ten best rows of each query.
@main
struct VectorBenchmark {
    private static let limit = 10
    private static let rounds = 3

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 4, let dimension = Int(arguments[2]) else {
            fatalError("usage: vector-benchmark FOLDER DIMENSION scan|graph BREADTH...")
        }
        let isGraph = arguments[3] == "graph"
        let (path, seconds) = try build(arguments[1], dimension, rowsForGraph: isGraph ? 2 : .max)
        let index = try VectorIndex(path: path)
        let queries = try MappedFile(path: "\(arguments[1])/queries.f32")
        let truth = try MappedFile(path: "\(arguments[1])/truth.i32")
        for breadth in arguments[4...].compactMap({ Int($0) }) {
            let run = measure(index, queries, truth, breadth)
            let name = isGraph ? "graph, M 16, breadth 200" : "scan of bytes, order by halves"
            print("| \(name) | \(rounded(seconds, 1)) | \(isGraph ? "ef \(breadth)" : "exact") | \(run) |")
        }
    }

    private static func build(_ folder: String, _ dimension: Int, rowsForGraph: Int) throws -> (String, Double) {
        let file = try MappedFile(path: "\(folder)/vectors.f32")
        let vectors = file.bytes.bindMemory(to: Float.self)
        let path = "\(folder)/index.bin"
        let identity = VectorIdentity(model: "benchmark", version: "1", dimension: dimension)
        let start = ContinuousClock.now
        let writer = try VectorIndexWriter(path: path, identity: identity, source: 0, rowsForGraph: rowsForGraph)
        try withExtendedLifetime(file) {
            for row in 0..<(vectors.count / dimension) {
                let vector = UnsafeBufferPointer(rebasing: vectors[(row * dimension)..<((row + 1) * dimension)])
                try writer.add("\(row)", fingerprint: 0, vector: vector)
            }
        }
        try writer.finish()
        return (path, (ContinuousClock.now - start) / .seconds(1))
    }

    private static func measure(_ index: VectorIndex, _ queries: MappedFile, _ truth: MappedFile, _ breadth: Int)
        -> String
    {
        let components = queries.bytes.bindMemory(to: Float.self)
        let wanted = truth.bytes.bindMemory(to: Int32.self)
        let dimension = index.identity.dimension
        let count = components.count / dimension
        var best = Double.infinity
        var (times, found): ([Double], Int) = ([], 0)
        for _ in 0..<rounds {
            (times, found) = ([], 0)
            for query in 0..<count {
                let start = ContinuousClock.now
                let hits = index.search(
                    UnsafeBufferPointer(rebasing: components[(query * dimension)..<((query + 1) * dimension)]),
                    limit: limit,
                    breadth: breadth
                )
                times.append((ContinuousClock.now - start) / .milliseconds(1))
                let rows = Set(wanted[(query * limit)..<((query + 1) * limit)])
                found += hits.count { rows.contains(Int32($0.row)) }
            }
            best = min(best, times.reduce(0, +))
        }
        times.sort()
        let recall = Double(found) / Double(count * limit)
        let rate = Int(Double(count) * 1_000 / best)
        return
            "\(rounded(recall, 4)) | \(rate) | \(rounded(times[count / 2], 3)) | \(rounded(times[count * 95 / 100], 3))"
    }

    private static func rounded(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        return "\((value * scale).rounded() / scale)"
    }
}
