import Answers

extension MCPServer {
    /// The messages that answer a request, the last of them its answer.
    func messages(for request: RPCRequest, in revision: ProtocolRevision, caller: MCPCaller) async -> [[UInt8]] {
        if revision.isStateless, request.method == "subscriptions/listen" { return subscription(request) }
        do throws(RPCError) {
            let result = try await result(of: request, in: revision, for: caller)
            return [RPCAnswer(request.identifier, .success(result)).bytes]
        } catch {
            return [RPCAnswer(request.identifier, .failure(error)).bytes]
        }
    }

    /// The revision that a request states itself; nil when it states none.
    ///
    /// - Throws: ``RPCError`` for a revision that is not spoken here, and for a request that lacks what its revision asks for.
    static func statedRevision(of request: RPCRequest) throws(RPCError) -> ProtocolRevision? {
        guard let stated = request.statedVersion else { return nil }
        guard case .string(let name) = stated else {
            throw .invalidParameters("_meta[\"io.modelcontextprotocol/protocolVersion\"] must be a text")
        }
        guard let revision = ProtocolRevision(rawValue: name), revision.isStateless else { throw .unsupported(name) }
        guard case .object = request.meta["io.modelcontextprotocol/clientCapabilities"] else {
            throw .invalidParameters("_meta[\"io.modelcontextprotocol/clientCapabilities\"] must be an object")
        }
        return revision
    }

    /// Nothing here sends news: what is offered stays as it is as long as the process runs. A subscription is acknowledged for none of
    /// what was asked, and ends.
    private func subscription(_ request: RPCRequest) -> [[UInt8]] {
        guard case .object = request.parameters["notifications"] else {
            let error = RPCError.invalidParameters("subscriptions/listen needs 'notifications'")
            return [RPCAnswer(request.identifier, .failure(error)).bytes]
        }
        let meta: JSONValue = ["io.modelcontextprotocol/subscriptionId": request.identifier.json]
        let acknowledgment: JSONValue = [
            "jsonrpc": "2.0", "method": "notifications/subscriptions/acknowledged",
            "params": ["_meta": meta, "notifications": [:]],
        ]
        var result = RPCResult(["_meta": meta])
        result.complete(for: .july2026, server: identity, freshness: nil)
        return [acknowledgment.bytes, RPCAnswer(request.identifier, .success(result)).bytes]
    }
}
