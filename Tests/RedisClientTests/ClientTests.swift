import Foundation
import RESP
import RedisClient
import TestServers
import Testing

@Suite struct ClientTests {
    private static func client() async throws -> RedisClient {
        let (server, database) = try await RedisServer.shared()
        return server.client { $0.database = database }
    }

    private static func echo(_ text: String) -> RedisCommand { RedisCommand(["ECHO", text], isRepeatable: true) }

    @Test func valuesComeBackAsTheyWere() async throws {
        let client = try await Self.client()
        let text = "line\r\n\u{0}\u{1F52C}" + String(repeating: "x", count: 300_000)
        _ = try await client.send(RedisCommand("SET", key: "k", text))
        #expect(try await client.send(RedisCommand("GET", key: "k")).string == text)
        #expect(try await client.send(RedisCommand("GET", key: "missing")).isNull)
        _ = try await client.send(RedisCommand(["HSET", "h", "a", "1", "b", "2"], key: "h"))
        let pairs = try #require(try await client.send(RedisCommand("HGETALL", key: "h")).pairs)
        #expect(pairs.map { $0.key.string } == ["a", "b"])
    }

    @Test func refusalsAreErrorsOfTheCommandOnly() async throws {
        let client = try await Self.client()
        let replies = try await client.send([Self.echo("a"), RedisCommand(["NONSENSE"]), Self.echo("b")])
        #expect(replies[0].string == "a" && replies[2].string == "b")
        guard case .error(let error) = replies[1] else {
            Issue.record("no error")
            return
        }
        #expect(error.code == "ERR")
        await #expect(throws: RedisReplyError.self) { try await client.send(RedisCommand(["NONSENSE"])) }
    }

    @Test func manyTasksShareOneConnection() async throws {
        let client = try await Self.client()
        try await withThrowingTaskGroup { group in
            for task in 0..<100 {
                group.addTask {
                    for index in 0..<100 {
                        let text = "\(task)-\(index)"
                        let reply = try await client.send(Self.echo(text))
                        #expect(reply.string == text)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func aPipelineLongerThanTheWindowIsAnswered() async throws {
        let (server, _) = try await RedisServer.shared()
        let client = server.client { $0.maximumInFlight = 16 }
        let replies = try await client.send((0..<1000).map { Self.echo("\($0)") })
        #expect(replies.map { $0.string ?? "" } == (0..<1000).map { "\($0)" })
    }

    /// The promise that matters most: however callers stop waiting, nobody gets the answer of another.
    @Test func cancelledCallersNeverShiftTheAnswersOfOthers() async throws {
        let client = try await Self.client()
        let wrong = Shared(0)
        let cancelled = Shared(0)
        try await withThrowingTaskGroup { group in
            for task in 0..<50 {
                group.addTask {
                    for index in 0..<200 {
                        let text = "\(task)-\(index)-\(UInt64.random(in: 0 ... .max))"
                        let asking = Task { try await client.send(Self.echo(text)).string }
                        if Bool.random() {
                            if Bool.random() { await Task.yield() }
                            asking.cancel()
                        }
                        do {
                            if try await asking.value != text { wrong.change { $0 += 1 } }
                        } catch is CancellationError {
                            cancelled.change { $0 += 1 }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(wrong.value == 0)
        #expect(cancelled.value > 100)
    }

    @Test func alreadyCancelledIsNotSent() async throws {
        let client = try await Self.client()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await client.send(RedisCommand("INCR", key: "never"))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await client.send(RedisCommand("GET", key: "never")).isNull)
    }

    @Test func blockingCommandsDoNotHoldUpOthers() async throws {
        let client = try await Self.client()
        let command = RedisCommand(["BLPOP", "list", "60"], key: "list", blocking: .seconds(60))
        async let popped = client.send(command)
        for index in 0..<50 { #expect(try await client.send(Self.echo("\(index)")).string == "\(index)") }
        _ = try await client.send(RedisCommand("RPUSH", key: "list", "value"))
        #expect(try await popped.elements?.last?.string == "value")
        let soon = RedisCommand(["BLPOP", "empty", "0.05"], key: "empty", blocking: .milliseconds(50))
        #expect(try await client.send(soon).isNull)
    }

    @Test func aCancelledBlockingCommandTakesNothing() async throws {
        let client = try await Self.client()
        let waiting = Task {
            try await client.send(RedisCommand(["BLPOP", "queue", "30"], key: "queue", blocking: .seconds(30)))
        }
        try await Task.sleep(for: .milliseconds(100))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        try await Task.sleep(for: .milliseconds(100))
        _ = try await client.send(RedisCommand("RPUSH", key: "queue", "value"))
        #expect(try await client.send(RedisCommand("LLEN", key: "queue")).integer == 1)
    }

    @Test func scriptsAreSentWhenTheServerDoesNotKnowThem() async throws {
        let client = try await Self.client()
        let script = RedisScript("return {KEYS[1], ARGV[1], '\(UUID().uuidString)'}")
        for _ in 0..<3 {
            let reply = try await client.run(script, keys: ["k"], ["a"])
            #expect(reply.elements?.prefix(2).map { $0.string } == ["k", "a"])
        }
    }

    @Test func aServerThatDoesNotAnswerIsLeft() async throws {
        let server = try await RedisServer()
        let client = server.client { $0.commandTimeout = .milliseconds(300) }
        #expect(try await client.send(Self.echo("a")).string == "a")
        server.freeze()
        do {
            _ = try await client.send(RedisCommand("INCR", key: "n"))
            Issue.record("an answer came")
        } catch let error as RedisError {
            #expect(error.kind == .timedOut && error.mayHaveRun)
        }
        server.thaw()
        // A new connection: the late answer reaches nobody.
        for index in 0..<20 { #expect(try await client.send(Self.echo("\(index)")).string == "\(index)") }
    }

    @Test func whatMayHaveRunIsNotSentAgain() async throws {
        let server = try await RedisServer(["--appendonly", "yes", "--appendfsync", "always"])
        let client = server.client { $0.commandTimeout = .seconds(20) }
        _ = try await client.send(Self.echo("connected"))
        server.freeze()
        let increment = Task { try await client.send(RedisCommand("INCR", key: "n")) }
        let read = Task { try await client.send(Self.echo("again")).string }
        try await Task.sleep(for: .milliseconds(200))
        server.stop()
        await #expect(throws: RedisError.self) { try await increment.value }
        try await server.start()
        #expect(try await read.value == "again", "what may run twice is sent again")
        #expect(try await client.send(RedisCommand("GET", key: "n")).isNull)
    }

    @Test func aServerThatComesBackIsFoundAgain() async throws {
        let server = try await RedisServer()
        let client = server.client()
        for _ in 0..<3 {
            #expect(try await client.send(Self.echo("a")).string == "a")
            server.stop()
            let waiting = Task { try await client.send(Self.echo("b")).string }
            try await Task.sleep(for: .milliseconds(200))
            try await server.start()
            #expect(try await waiting.value == "b")
        }
    }

    @Test func aServerThatIsNotThereIsNamed() async throws {
        var configuration = RedisConfiguration(endpoints: [RedisEndpoint(host: "127.0.0.1", port: 1)])
        configuration.commandTimeout = .milliseconds(200)
        configuration.password = "geheim"
        do {
            _ = try await RedisClient(configuration).send(Self.echo("a"))
            Issue.record("an answer came")
        } catch let error as RedisError {
            #expect(error.kind == .unreachable)
            #expect("\(error)".contains("127.0.0.1:1") && !"\(error)".contains("geheim"))
        }
    }

    @Test func shuttingDownEndsWhatIsUnderWay() async throws {
        let server = try await RedisServer()
        let client = server.client()
        _ = try await client.send(Self.echo("a"))
        server.freeze()
        let waiting = Task { try await client.send(RedisCommand("INCR", key: "n")) }
        try await Task.sleep(for: .milliseconds(100))
        client.shutDown()
        await #expect(throws: RedisError.self) { try await waiting.value }
        await #expect(throws: RedisError.self) { try await client.send(Self.echo("a")) }
        server.thaw()
    }

    @Test func passwordsAreGivenAndWrongOnesRefused() async throws {
        let server = try await RedisServer(["--requirepass", "right"])
        let right = server.client { $0.password = "right" }
        #expect(try await right.send(Self.echo("a")).string == "a")
        for password in ["wrong", nil] {
            let client = server.client {
                $0.password = password
                $0.commandTimeout = .milliseconds(500)
            }
            do {
                _ = try await client.send(Self.echo("a"))
                Issue.record("let in with \(password ?? "nothing")")
            } catch let error as RedisError {
                #expect(error.kind == .unauthorised, "\(error)")
            } catch let error as RedisReplyError {
                #expect(error.code == "NOAUTH")
            }
        }
    }

    @Test func serversOfTheOlderProtocolAreUnderstood() async throws {
        let server = try await RedisServer(["--rename-command", "HELLO", "", "--requirepass", "right"])
        let client = server.client {
            $0.password = "right"
            $0.database = 2
        }
        _ = try await client.send(RedisCommand(["HSET", "h", "a", "1"], key: "h"))
        #expect(try await client.send(RedisCommand("HGETALL", key: "h")).pairs?.first?.value.string == "1")
        #expect(try await client.send(RedisCommand("GET", key: "missing")).isNull)
    }

    @Test func changesOfWhatWasReadAreTold() async throws {
        let (server, database) = try await RedisServer.shared()
        let told = Shared<[String]>([])
        let reader = server.client {
            $0.database = database
            $0.preamble = [RedisCommand(["CLIENT", "TRACKING", "ON"])]
            $0.onPush = { push in
                if case .invalidated(let keys) = push { told.change { $0 += keys ?? ["all"] } }
            }
        }
        let writer = server.client { $0.database = database }
        _ = try await writer.send(RedisCommand("SET", key: "watched", "1"))
        _ = try await reader.send(RedisCommand("GET", key: "watched"))
        _ = try await writer.send(RedisCommand("SET", key: "watched", "2"))
        for _ in 0..<500 where told.value.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        #expect(told.value == ["watched"])
        #expect(try await reader.send(RedisCommand("GET", key: "watched")).string == "2")
    }
}
