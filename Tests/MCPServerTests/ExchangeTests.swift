import Answers
import Foundation
import Testing

@testable import MCPServer

/// Requests of the Streamable HTTP transport.
@Suite struct ExchangeTests {
    private func post(
        _ library: SmallLibrary,
        _ message: JSONValue,
        _ headers: [String: String] = [:]
    ) async throws -> (status: Int, body: JSONValue) {
        let caller = MCPCaller(mayWrite: false)
        let request = MCPHTTPRequest(method: "POST", headers: headers, body: message.bytes, caller: caller)
        let response = await library.server.exchange(request)
        return (response.status, response.body.isEmpty ? .null : try JSONReader.read(response.body))
    }

    private func call(_ name: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": ["name": name, "_meta": .statelessMeta]]
    }

    private let stateless = ["mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call"]

    @Test func `Clients with a handshake are served without a session`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let hello: JSONValue = [
            "jsonrpc": "2.0", "id": 0, "method": "initialize",
            "params": [
                "protocolVersion": "2025-06-18", "capabilities": [:], "clientInfo": ["name": "t", "version": "1"],
            ],
        ]
        let greeting = try await post(library, hello)
        #expect(greeting.status == 200 && greeting.body["result"]?["protocolVersion"] == "2025-06-18")
        #expect(try await post(library, ["jsonrpc": "2.0", "method": "notifications/initialized"]).status == 202)
        let list: JSONValue = ["jsonrpc": "2.0", "id": 1, "method": "tools/list"]
        let new = try await post(library, list, ["mcp-protocol-version": "2025-06-18"])
        #expect(new.body["result"]?["tools"]?.items.first?["outputSchema"] != nil)
        let old = try await post(library, list)
        #expect(old.status == 200 && old.body["result"]?["tools"]?.items.first?["outputSchema"] == nil)
        #expect(try await post(library, list, ["mcp-protocol-version": "1999"]).status == 400)
    }

    @Test func `Headers must say what the body says`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let good = try await post(library, call("library"), stateless.merging(["mcp-name": "library"]) { $1 })
        #expect(good.status == 200 && good.body["result"]?["resultType"] == "complete")
        let encoded = "=?base64?" + Data("library".utf8).base64EncodedString() + "?="
        #expect(try await post(library, call("library"), stateless.merging(["mcp-name": encoded]) { $1 }).status == 200)
        for headers in [
            [:], stateless, stateless.merging(["mcp-name": "search"]) { $1 },
            stateless.merging(["mcp-name": "=?base64?*?="]) { $1 },
            ["mcp-protocol-version": "2025-11-25", "mcp-method": "tools/call", "mcp-name": "library"],
            ["mcp-protocol-version": "2026-07-28", "mcp-method": "tools/list", "mcp-name": "library"],
        ] {
            let answer = try await post(library, call("library"), headers)
            #expect(answer.status == 400 && answer.body["error"]?["code"] == -32020, "\(headers)")
        }
    }

    @Test func `Errors have the status that goes with them`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let unknown: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": "prompts/list", "params": ["_meta": .statelessMeta],
        ]
        let headers = ["mcp-protocol-version": "2026-07-28", "mcp-method": "prompts/list"]
        let missing = try await post(library, unknown, headers)
        #expect(missing.status == 404 && missing.body["error"]?["code"] == -32601)
        #expect(try await post(library, call(3), stateless).status == 400)
        let bare: JSONValue = ["jsonrpc": "2.0", "id": 1, "method": "tools/list"]
        let bareAnswer = try await post(
            library,
            bare,
            ["mcp-protocol-version": "2026-07-28", "mcp-method": "tools/list"]
        )
        #expect(bareAnswer.status == 400 && bareAnswer.body["error"]?["code"] == -32602)
        let get = MCPHTTPRequest(method: "GET", headers: [:], body: [], caller: MCPCaller())
        #expect(await library.server.exchange(get).status == 405)
        let broken = MCPHTTPRequest(method: "POST", headers: [:], body: [0xFF, 0x00], caller: MCPCaller())
        #expect(await library.server.exchange(broken).status == 400)
    }

    @Test func `A subscription is a stream of events that ends`() async throws {
        let library = try SmallLibrary()
        defer { library.remove() }
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": 4, "method": "subscriptions/listen",
            "params": ["_meta": .statelessMeta, "notifications": [:]],
        ]
        let headers = ["mcp-protocol-version": "2026-07-28", "mcp-method": "subscriptions/listen"]
        let request = MCPHTTPRequest(method: "POST", headers: headers, body: message.bytes, caller: MCPCaller())
        let response = await library.server.exchange(request)
        #expect(response.headers["content-type"] == "text/event-stream")
        let events = String(decoding: response.body, as: UTF8.self).components(separatedBy: "\n\n").dropLast()
        #expect(events.count == 2 && events.allSatisfy { $0.hasPrefix("event: message\ndata: {") })
    }
}
