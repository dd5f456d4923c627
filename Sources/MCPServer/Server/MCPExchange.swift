import Answers
import FoundationEssentials

/// An HTTP request to the MCP endpoint, as an adapter hands it on.
public struct MCPHTTPRequest: Sendable {
    /// `POST`, `GET`, ...
    public var method: String
    /// The headers that the protocol knows, by name in lower case: `mcp-protocol-version`, `mcp-method`, `mcp-name`. Others may be there.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]
    /// Who calls.
    public var caller: MCPCaller

    /// A request.
    public init(method: String, headers: [String: String], body: [UInt8], caller: MCPCaller) {
        self.method = method
        self.headers = headers
        self.body = body
        self.caller = caller
    }
}

/// What is sent back.
public struct MCPHTTPResponse: Sendable, Equatable {
    /// The status.
    public var status: Int
    /// Headers, by name in lower case.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]
}

extension MCPServer {
    /// Answers one request of the Streamable HTTP transport, of any revision. There are no sessions: every request stands alone.
    ///
    /// An adapter does what is HTTP's own: it refuses bodies that are too long (4 MB is ample) and `Origin` headers that are not its own
    /// (403), finds out who calls, and cancels the task when the client goes away. What this gives is sent as it is: one JSON message,
    /// or a stream of events that ends by itself.
    ///
    /// | request | answer |
    /// |---|---|
    /// | not `POST` | 405: there is no stream to open and no session to end |
    /// | a request | 200 with its answer; 400 and 404 as the revision of 2026-07-28 asks for |
    /// | a notification or response | 202 |
    /// | anything else | 400 with an error |
    public func exchange(_ request: MCPHTTPRequest) async -> MCPHTTPResponse {
        guard request.method == "POST" else {
            return MCPHTTPResponse(status: 405, headers: ["allow": "POST"], body: [])
        }
        let value: JSONValue
        do {
            value = try JSONReader.read(request.body)
        } catch {
            return .failure(nil, .parse("this is no JSON: \(error)"))
        }
        switch RPCMessage(value) {
        case .notification, .response: return MCPHTTPResponse(status: 202, headers: [:], body: [])
        case .invalid(let identifier, let error): return .failure(identifier, error)
        case .request(let message): return await answer(message, request)
        }
    }

    private func answer(_ message: RPCRequest, _ request: MCPHTTPRequest) async -> MCPHTTPResponse {
        let revision: ProtocolRevision
        do throws(RPCError) {
            if message.isGreeting {
                let revision = try Self.handshake(message)
                return .messages([RPCAnswer(message.identifier, .success(greeting(in: revision))).bytes])
            }
            revision = try Self.revision(of: message, headers: request.headers)
        } catch {
            return .failure(message.identifier, error)
        }
        if !revision.isStateless {
            return .messages(await messages(for: message, in: revision, caller: request.caller))
        }
        if message.method == "subscriptions/listen" {
            return .messages(await messages(for: message, in: revision, caller: request.caller))
        }
        do throws(RPCError) {
            let result = try await result(of: message, in: revision, for: request.caller)
            return .messages([RPCAnswer(message.identifier, .success(result)).bytes])
        } catch {
            return .failure(message.identifier, error)
        }
    }

    /// The revision of a request, when headers and body agree on it.
    private static func revision(of message: RPCRequest, headers: [String: String]) throws(RPCError) -> ProtocolRevision
    {
        let header = headers["mcp-protocol-version"]
        guard let stated = message.statedVersion else {
            // Before 2025-06-18 there was no header.
            guard let header else { return .march2025 }
            guard let revision = ProtocolRevision(rawValue: header) else { throw .unsupported(header) }
            if revision.isStateless {
                throw .invalidParameters("_meta[\"io.modelcontextprotocol/protocolVersion\"] is missing")
            }
            return revision
        }
        guard let header else { throw .headerMismatch("MCP-Protocol-Version is missing") }
        guard header == stated.text else {
            throw .headerMismatch("MCP-Protocol-Version is '\(header)', the body says '\(stated.text ?? "")'")
        }
        guard let revision = try statedRevision(of: message) else { throw .unsupported(header) }
        try check("Mcp-Method", headers["mcp-method"], message.method)
        if let name = named(message) { try check("Mcp-Name", headers["mcp-name"].flatMap(decoded), name) }
        return revision
    }

    /// What the header `Mcp-Name` repeats.
    private static func named(_ message: RPCRequest) -> String? {
        switch message.method {
        case "tools/call", "prompts/get": message.parameters["name"]?.text
        case "resources/read": message.parameters["uri"]?.text
        default: nil
        }
    }

    private static func check(_ header: String, _ value: String?, _ expected: String) throws(RPCError) {
        guard let value else { throw .headerMismatch("\(header) is missing or cannot be read") }
        guard value == expected else {
            throw .headerMismatch("\(header) is '\(value.prefix(100))', the body says '\(expected.prefix(100))'")
        }
    }

    /// A header's value, which may be written in Base64 between marks.
    private static func decoded(_ value: String) -> String? {
        let (head, tail) = ("=?base64?", "?=")
        guard value.hasPrefix(head), value.hasSuffix(tail), value.utf8.count >= head.utf8.count + tail.utf8.count else {
            return value
        }
        let text = value.dropFirst(head.count).dropLast(tail.count)
        guard let data = Data(base64Encoded: String(text)) else { return nil }
        return String(validating: data, as: UTF8.self)
    }
}

extension MCPHTTPResponse {
    /// Messages: one as JSON, several as events.
    static func messages(_ messages: [[UInt8]]) -> MCPHTTPResponse {
        if messages.count == 1 {
            return MCPHTTPResponse(status: 200, headers: ["content-type": "application/json"], body: messages[0])
        }
        let body = messages.flatMap { Array("event: message\ndata: ".utf8) + $0 + Array("\n\n".utf8) }
        let headers = ["content-type": "text/event-stream", "cache-control": "no-cache", "x-accel-buffering": "no"]
        return MCPHTTPResponse(status: 200, headers: headers, body: body)
    }

    /// An error, with the status that goes with it.
    static func failure(_ identifier: RPCIdentifier?, _ error: RPCError) -> MCPHTTPResponse {
        let status = error.code == -32601 ? 404 : error.code == -32603 ? 200 : 400
        let body = RPCAnswer(identifier, .failure(error)).bytes
        return MCPHTTPResponse(status: status, headers: ["content-type": "application/json"], body: body)
    }
}
