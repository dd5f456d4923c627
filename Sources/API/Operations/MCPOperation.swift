import HTTPTypes
import MCPServer

/// The Model Context Protocol over HTTP (Streamable HTTP).
enum MCPOperation {
    /// `/mcp`.
    static func make(_ server: MCPServer) -> Operation {
        Operation(
            method: .post,
            path: PathPattern("/mcp"),
            name: "speakMCP",
            summary:
                "One message of the Model Context Protocol (JSON-RPC 2.0), of any revision. Tools that write need a key with the scope write; the one that reads files of the server, admin.",
            group: .system,
            body: .any,
            takesRawBody: true,
            isBodyOptional: true,
            answers: [
                Operation.Outcome(
                    status: .ok,
                    summary: "The answer, or several messages as events.",
                    content: [("application/json", .any), ("text/event-stream", .string)]
                ),
                Operation.Outcome(status: .accepted, summary: "A notification was taken."),
                Operation.Outcome(
                    status: .badRequest,
                    summary: "The message is none, or cannot be understood.",
                    content: [("application/json", .any), ("application/problem+json", .named("Problem"))]
                ),
                Operation.Outcome(
                    status: .notFound,
                    summary: "There is no such method.",
                    content: [("application/json", .any), ("application/problem+json", .named("Problem"))]
                ),
            ]
        ) { call in
            var headers: [String: String] = [:]
            for field in call.headers { headers[field.name.canonicalName] = field.value }
            let request = MCPHTTPRequest(
                method: "POST",
                headers: headers,
                body: call.body,
                caller: MCPCaller(
                    mayWrite: call.caller.scope.map { $0 >= .write } ?? false,
                    mayReadFiles: call.caller.scope == .admin
                )
            )
            return reply(await server.exchange(request))
        }
    }

    private static func reply(_ answer: MCPHTTPResponse) -> Reply {
        var headers: HTTPFields = [:]
        for (name, value) in answer.headers where name != "content-type" {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let status = HTTPResponse.Status(code: answer.status)
        guard !answer.body.isEmpty else { return Reply(.none, status: status, headers: headers) }
        let type = answer.headers["content-type"] ?? "application/json"
        return Reply(.bytes(answer.body, type: type), status: status, headers: headers)
    }
}
