import BatchProcessing
import Foundation
import NIOCore
import RESP
import RedisClient
import RedisStores
import Synchronization

/// Measures the parts of batch processing; prints one JSON object. Benchmarks/batch/run.sh runs it beside its peers.
@main
struct BatchBenchmark {
    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        let number = words.dropFirst().first.flatMap { Int($0) } ?? 0
        let url = words.dropFirst(2).first ?? ""
        switch words.first {
        case "overhead": try await items(number)
        case "straggler": try await straggler()
        case "parse": try parse(megabytes: number)
        case "get": try await get(number, url: url)
        case "jobs": try await jobs(number, url: url)
        case "cancel": try await cancel(number, url: url)
        case "timeouts": try await timeOuts(number, url: url)
        default:
            print(
                "Usage: batch-benchmark overhead ITEMS | straggler | parse MB | get COUNT URL | jobs COUNT URL | cancel COUNT URL | timeouts COUNT URL"
            )
            exit(64)
        }
    }

    private static func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await body()
        let time = (ContinuousClock.now - start).components
        return Double(time.seconds) + Double(time.attoseconds) / 1e18
    }

    private static func show(_ values: [String: Double]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        print(String(decoding: try encoder.encode(values), as: UTF8.self))
    }

    private static func processor(_ change: (inout BatchConfiguration) -> Void = { _ in }) -> BatchProcessor {
        var configuration = BatchConfiguration()
        change(&configuration)
        return BatchProcessor(
            pipeline: "benchmark",
            configuration: configuration,
            progress: ProgressMeter(pipeline: "benchmark")
        )
    }

    // MARK: In process

    /// Items that do nothing, from a sequence that makes them as they are asked for; the time of each.
    private static func items(_ count: Int) async throws {
        let time = try await seconds {
            let result = try await processor().process(Numbers(count: count), key: { "\($0)" }) { _ in .done() }
            precondition(result.successful == count)
        }
        try show(["microseconds": time / Double(max(1, count)) * 1e6])
    }

    /// 200 items, 10 at once; one in 20 takes 1 s, the others 10 ms. The ideal: each item begins as soon as one of ten places is free.
    private static func straggler() async throws {
        let times = (0..<200).map { $0 % 20 == 0 ? 1.0 : 0.01 }
        var places = Array(repeating: 0.0, count: 10)
        for time in times {
            let first = places.indices.min { places[$0] < places[$1] } ?? 0
            places[first] += time
        }
        let time = try await seconds {
            _ = try await processor().process(Numbers(count: times.count), key: { "\($0)" }) { item in
                try await Task.sleep(for: .nanoseconds(Int64(times[item] * 1e9)))
                return .done()
            }
        }
        try show(["seconds": time, "ideal": places.max() ?? 0])
    }

    // MARK: Redis

    private static func parse(megabytes: Int) throws {
        let reply = Array("$1000\r\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 1000) + Array("\r\n".utf8)
        let chunk = (0..<64).flatMap { _ in reply }
        let rounds = max(1, megabytes * 1_000_000 / chunk.count)
        let start = ContinuousClock.now
        var parser = RESPParser()
        var count = 0
        var buffer = ByteBuffer()
        for _ in 0..<rounds {
            buffer.clear()
            buffer.writeBytes(chunk)
            while try parser.next(&buffer) != nil { count += 1 }
        }
        precondition(count == rounds * 64)
        let time = (ContinuousClock.now - start).components
        let elapsed = Double(time.seconds) + Double(time.attoseconds) / 1e18
        try show(["mb_per_second": Double(rounds * chunk.count) / 1e6 / elapsed])
    }

    /// GET in pipelines of 64, from as many tasks as redis-benchmark has connections.
    private static func get(_ count: Int, url: String) async throws {
        let client = RedisClient(try RedisConfiguration(url: url))
        _ = try await client.send(RedisCommand("SET", key: "key:__rand_int__", "xxx"))
        let tasks = 50
        let pipeline = (0..<64).map { _ in RedisCommand("GET", key: "key:__rand_int__", isRepeatable: true) }
        let rounds = count / tasks / pipeline.count
        let time = try await seconds {
            try await withThrowingTaskGroup { group in
                for _ in 0..<tasks {
                    group.addTask {
                        for _ in 0..<rounds {
                            let replies = try await client.send(pipeline)
                            precondition(replies.count == 64)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        client.shutDown()
        try show(["per_second": Double(rounds * tasks * pipeline.count) / time])
    }

    /// Jobs that do nothing, done by 4 workers, each with a connection of its own.
    private static func jobs(_ count: Int, url: String) async throws {
        func store() throws -> RedisJobStore { RedisJobStore(client: RedisClient(try RedisConfiguration(url: url))) }
        let first = try store()
        let enqueue = try await seconds {
            for start in stride(from: 0, to: count, by: 10_000) {
                let requests = (start..<min(start + 10_000, count)).map { JobRequest(id: "job-\($0)", kind: "nothing") }
                _ = try await first.enqueue(requests)
            }
        }
        var configuration = JobWorkerConfiguration()
        configuration.concurrency = 128
        configuration.untilEmpty = true
        let workers = try (0..<4).map { _ in JobWorker(store: try store(), configuration: configuration) { _, _ in } }
        var completed = 0
        let work = await seconds {
            completed = await withTaskGroup { group in
                for worker in workers { group.addTask { await worker.run(stop: StopSignal()).completed } }
                return await group.reduce(0, +)
            }
        }
        precondition(completed == count)
        try show(["enqueued_per_second": Double(count) / enqueue, "done_per_second": Double(count) / work])
    }

    /// Callers that stop waiting at random moments; nobody may get the answer of another.
    private static func cancel(_ count: Int, url: String) async throws {
        let client = RedisClient(try RedisConfiguration(url: url))
        let tasks = 100
        let time = try await seconds {
            try await withThrowingTaskGroup { group in
                for task in 0..<tasks {
                    group.addTask {
                        for index in 0..<(count / tasks) {
                            let text = "\(task)-\(index)"
                            let asking = Task { try await client.send(RedisCommand(["ECHO", text])).string }
                            if index % 3 == 0 { await Task.yield() }
                            asking.cancel()
                            do {
                                let answer = try await asking.value
                                precondition(answer == text, "the answer of another")
                            } catch is CancellationError {
                                continue
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        client.shutDown()
        try show(["cancels": Double(count / tasks * tasks), "seconds": time])
    }

    /// Callers whose time runs out while the server pauses again and again; nobody may get the answer of another.
    private static func timeOuts(_ count: Int, url: String) async throws {
        var configuration = try RedisConfiguration(url: url)
        let pausing = RedisClient(configuration)
        configuration.commandTimeout = .milliseconds(2)
        let client = RedisClient(configuration)
        let calls = Calls()
        let time = try await seconds {
            try await withThrowingTaskGroup { group in
                for task in 0..<4000 {
                    group.addTask {
                        var index = 0
                        while calls.late.load(ordering: .relaxed) < count {
                            index += 1
                            let text = "\(task)-\(index)"
                            do {
                                let answer = try await client.send(RedisCommand(["ECHO", text])).string
                                precondition(answer == text, "the answer of another")
                                calls.answered.add(1, ordering: .relaxed)
                            } catch let error as RedisError where [.timedOut, .connectionLost].contains(error.kind) {
                                calls.late.add(1, ordering: .relaxed)
                            }
                        }
                    }
                }
                while calls.late.load(ordering: .relaxed) < count {
                    _ = try await pausing.send(RedisCommand(["CLIENT", "PAUSE", "30", "ALL"]))
                    try await Task.sleep(for: .milliseconds(60))
                }
                try await group.waitForAll()
            }
        }
        client.shutDown()
        pausing.shutDown()
        let counts = (calls.late.load(ordering: .relaxed), calls.answered.load(ordering: .relaxed))
        try show(["late": Double(counts.0), "answered": Double(counts.1), "seconds": time])
    }
}

/// What became of calls.
private final class Calls: Sendable {
    let late = Atomic(0)
    let answered = Atomic(0)
}

/// Whole numbers, made as they are asked for.
struct Numbers: AsyncSequence, Sendable {
    struct Iterator: AsyncIteratorProtocol {
        var at = 0
        let count: Int

        mutating func next() async -> Int? {
            guard at < count else { return nil }
            defer { at += 1 }
            return at
        }
    }

    let count: Int

    func makeAsyncIterator() -> Iterator { Iterator(count: count) }
}
