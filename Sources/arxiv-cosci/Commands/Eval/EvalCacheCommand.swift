public import ArgumentParser
public import Caching
import Foundation

/// `eval cache`.
struct EvalCacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Replay a recorded sequence of requests through a cache and count the hits.",
        discussion: """
            Every entry counts one. The formats: arc, lines of "start count ignored number"; cache2k, keys of four bytes, \
            most significant first; keys, one key per line.

            EXAMPLES
              arxiv-cosci eval cache --trace OLTP.lis --format arc --capacity 1000 --json
              zstd -dc P3.lis.zst | arxiv-cosci eval cache --trace - --format arc --capacity 65536 --policy lru
            """
    )

    @Option(help: ArgumentHelp("The recording; - for standard input.", valueName: "file"), completion: .file())
    var trace: String

    @Option(help: "Its form.")
    var format: CacheTraceFormat

    @Option(help: ArgumentHelp("How many entries fit.", valueName: "n"))
    var capacity: Int

    @Option(help: "What is put out when there is no room.")
    var policy = EvictionPolicyName.standard

    @Flag(help: "Answer as one JSON document.")
    var json = false

    func validate() throws {
        guard (1...1 << 28).contains(capacity) else {
            throw ValidationError("--capacity is a number from 1 to \(1 << 28)")
        }
    }

    func run() async throws {
        try await CommandFailure.reported {
            var simulation = CacheSimulation(policy: policy, capacity: capacity)
            let skipped = try replay(through: &simulation)
            if skipped > 0 {
                Terminal.standardError.write(
                    "\(trace): \(skipped) lines or bytes are not of the form \(format.rawValue)\n"
                )
            }
            try show(simulation)
            if simulation.requests == 0 { throw CommandFailure.badInput("\(trace): no requests in it") }
        }
    }

    /// Feeds the recording in pieces.
    ///
    /// - Returns: how many lines were not of the form.
    private func replay(through simulation: inout CacheSimulation) throws -> Int {
        var reader = CacheTraceReader(format: format)
        do {
            let file = trace == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: trace))
            while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty {
                piece.withUnsafeBytes { simulation.replay($0, from: &reader) }
            }
        } catch {
            throw CommandFailure.badInput("\(trace): cannot be read: \(error.localizedDescription)")
        }
        simulation.finish(&reader)
        return reader.skipped
    }

    private func show(_ simulation: CacheSimulation) throws {
        if json {
            try JSONOutput.print(EvalCacheJSON(simulation))
        } else {
            let percent = (simulation.hitRatio * 10_000).rounded() / 100
            Terminal.standardOutput.write(
                "\(simulation.policy.rawValue), \(simulation.capacity) entries: \(simulation.hits) of "
                    + "\(simulation.requests) requests hit, \(percent) %\n"
            )
        }
    }
}

extension CacheTraceFormat: ExpressibleByArgument {}
extension EvictionPolicyName: ExpressibleByArgument {}

/// The JSON form of a replay.
private struct EvalCacheJSON: Encodable {
    var policy: String
    var capacity: Int
    var requests: Int
    var hits: Int
    var hitRatio: Double

    init(_ simulation: CacheSimulation) {
        policy = simulation.policy.rawValue
        capacity = simulation.capacity
        requests = simulation.requests
        hits = simulation.hits
        hitRatio = simulation.hitRatio
    }

    enum CodingKeys: String, CodingKey {
        case policy, capacity, requests, hits
        case hitRatio = "hit_ratio"
    }
}
