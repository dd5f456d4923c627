import Answers
import Testing

@testable import MCPServer

/// Messages and revisions.
@Suite struct ProtocolTests {
    @Test(arguments: ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"])
    func `A hello settles the revision that was asked for`(_ revision: String) async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let talk = Conversation(library.server)
        let result = try #require(try await talk.greet(revision)["result"])
        #expect(result["protocolVersion"] == .string(revision))
        #expect(result["serverInfo"]?["version"] == "1.2.3")
        #expect(try await talk.ask("ping")["result"] == [:])
        let list = try await talk.ask("tools/list")
        let tool = try #require(list["result"]?["tools"]?.items.first)
        #expect((tool["outputSchema"] != nil) == (revision >= "2025-06-18"))
        #expect((tool["annotations"] != nil) == (revision >= "2025-03-26"))
        #expect(list["result"]?["ttlMs"] == nil && list["result"]?["resultType"] == nil)
        let answer = try await talk.call("library")
        #expect((answer["structuredContent"] != nil) == (revision >= "2025-06-18"))
        #expect(!answer.resultText.isEmpty)
        let missing = try await talk.ask("resources/read", ["uri": "arxiv://paper/hep-th/0101999"])
        #expect(missing["error"]?["code"] == -32002)
    }

    @Test(arguments: ["1999-01-01", "2026-07-28", "2099-01-01"])
    func `A hello with another revision is answered with the newest one`(_ revision: String) async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let answer = try await Conversation(library.server).greet(revision)
        #expect(answer["result"]?["protocolVersion"] == "2025-11-25")
    }

    @Test func `Without a hello, and without a revision of its own, a request is refused`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let talk = Conversation(library.server)
        #expect(try await talk.ask("tools/list")["error"]?["code"] == -32602)
        #expect(try await talk.ask("ping")["result"] == [:])
        #expect(try await talk.ask("initialize", [:])["error"]?["code"] == -32602)
    }

    @Test func `Requests of the stateless revision need no hello`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let talk = Conversation(library.server)
        let discovery = try await talk.ask("server/discover", ["_meta": .statelessMeta])
        let result = try #require(discovery["result"])
        #expect(result["supportedVersions"]?.items.first == "2026-07-28")
        #expect(result["resultType"] == "complete" && result["cacheScope"] == "public")
        #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "arxiv-cosci")
        let list = try await talk.ask("tools/list", ["_meta": .statelessMeta])["result"]
        #expect(list?["ttlMs"] == 300_000 && list?["tools"]?.items.isEmpty == false)
        let call = try await talk.ask("tools/call", ["name": "library", "_meta": .statelessMeta])["result"]
        #expect(call?["resultType"] == "complete" && call?["structuredContent"]?["papers"] == 16)
        #expect(try await talk.ask("ping", ["_meta": .statelessMeta])["error"]?["code"] == -32601)
        let missing: JSONValue = ["uri": "arxiv://paper/hep-th/0101999", "_meta": .statelessMeta]
        #expect(try await talk.ask("resources/read", missing)["error"]?["code"] == -32602)
        #expect(try await talk.ask("tools/list")["error"]?["code"] == -32602, "nothing is remembered")
    }

    @Test func `A request that describes itself badly is refused`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let talk = Conversation(library.server)
        let version = "io.modelcontextprotocol/protocolVersion"
        let bare = try await talk.ask("tools/list", ["_meta": .object([version: "2026-07-28"])])
        #expect(bare["error"]?["code"] == -32602)
        let old = try await talk.ask("tools/list", ["_meta": .object([version: "1900-01-01"])])
        #expect(old["error"]?["code"] == -32022)
        #expect(old["error"]?["data"]?["requested"] == "1900-01-01")
        #expect(old["error"]?["data"]?["supported"]?.items.contains("2026-07-28") == true)
        #expect(try await talk.ask("tools/list", ["_meta": .object([version: 7])])["error"]?["code"] == -32602)
    }

    @Test func `A subscription is acknowledged and ends`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": "s", "method": "subscriptions/listen",
            "params": ["_meta": .statelessMeta, "notifications": ["toolsListChanged": true]],
        ]
        let messages = try await Conversation(library.server).send(message)
        #expect(messages.count == 2)
        let key = "io.modelcontextprotocol/subscriptionId"
        #expect(messages[0]["method"] == "notifications/subscriptions/acknowledged")
        #expect(messages[0]["params"]?["notifications"] == [:] && messages[0]["params"]?["_meta"]?[key] == "s")
        #expect(messages[1]["id"] == "s" && messages[1]["result"]?["_meta"]?[key] == "s")
    }

    @Test(arguments: [
        "prompts/list", "prompts/get", "completion/complete", "logging/setLevel", "resources/subscribe",
        "resources/unsubscribe", "tasks/list", "tasks/get", "tasks/result", "tasks/cancel",
    ])
    func `What is not offered is an unknown method in both eras`(_ method: String) async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let talk = Conversation(library.server)
        let greeting = try await talk.greet("2025-11-25")
        #expect(greeting["result"]?["capabilities"] == ["tools": [:], "resources": [:]])
        for parameters: JSONValue in [[:], ["_meta": .statelessMeta]] {
            #expect(try await talk.ask(method, parameters)["error"]?["code"] == -32601)
        }
    }

    @Test func `Each era knows its own methods only`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let talk = Conversation(library.server)
        _ = try await talk.greet("2025-11-25")
        for method in ["server/discover", "subscriptions/listen"] {
            #expect(try await talk.ask(method)["error"]?["code"] == -32601, "\(method)")
        }
        for method in ["initialize", "ping"] {
            let parameters: JSONValue = ["_meta": .statelessMeta, "protocolVersion": "2026-07-28"]
            #expect(try await talk.ask(method, parameters)["error"]?["code"] == -32601, "\(method)")
        }
    }

    @Test func `Batches are of one revision only`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let ping: JSONValue = ["jsonrpc": "2.0", "id": 5, "method": "ping"]
        let batch: JSONValue = [
            ping, ["jsonrpc": "2.0", "method": "notifications/x"], ["jsonrpc": "2.0", "id": 6, "method": "no"],
        ]
        let talk = Conversation(library.server)
        _ = try await talk.greet("2025-03-26")
        let answers = try await talk.send(batch)
        #expect(answers.first?.items.map { $0["id"] } == [5, 6])
        let other = Conversation(library.server)
        _ = try await other.greet("2025-06-18")
        #expect(try await other.send(batch).first?["error"]?["code"] == -32600)
    }

    @Test(arguments: [
        ("{", -32700), ("", -32700), ("[]", -32600), ("1", -32600), ("{}", -32600),
        (#"{"jsonrpc":"2.0","id":1}"#, -32600),
        (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32600), (#"{"jsonrpc":"2.0","id":1,"method":3}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32602),
    ])
    func `Anything else is answered with an error`(_ text: String, _ code: Int) async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let answers = try await Conversation(library.server).send(Array(text.utf8))
        #expect(answers.map { $0["error"]?["code"] } == [.integer(code)])
        #expect(answers.first?["id"] != nil)
    }

    @Test func `Notifications and responses are not answered`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let talk = Conversation(library.server)
        #expect(try await talk.send(["jsonrpc": "2.0", "method": "notifications/unknown"]).isEmpty)
        #expect(try await talk.send(["jsonrpc": "2.0", "id": 1, "result": [:]]).isEmpty)
    }

    @Test func `A cancelled request is not answered, and its id is free again`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let talk = Conversation(library.server)
        _ = try await talk.greet("2025-11-25")
        let request: JSONValue = ["jsonrpc": "2.0", "id": 9, "method": "tools/list"]
        guard case .work(let work) = talk.session.accept(request.bytes) else {
            throw RPCError.internalFailure("no work")
        }
        #expect(try await talk.send(request).first?["error"]?["code"] == -32600, "the id is taken")
        _ = try await talk.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 9]])
        _ = try await talk.send([
            "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": "other"],
        ])
        #expect(await work.run().isEmpty)
        #expect(try await talk.send(request).first?["result"]?["tools"] != nil)
    }
}
