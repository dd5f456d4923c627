import Answers

/// The identifier of a request.
public enum RPCIdentifier: Hashable, Sendable {
    /// A number.
    case number(Int)
    /// A text.
    case text(String)

    init?(_ value: JSONValue) {
        switch value {
        case .integer(let number): self = .number(number)
        case .string(let text): self = .text(text)
        default: return nil
        }
    }

    var json: JSONValue {
        switch self {
        case .number(let number): .integer(number)
        case .text(let text): .string(text)
        }
    }
}

/// A message of JSON-RPC 2.0 as a server receives it.
enum RPCMessage {
    /// Wants an answer.
    case request(RPCRequest)
    /// Wants none.
    case notification(method: String, parameters: [String: JSONValue])
    /// Answers something; this server asks nothing, so nobody waits for it.
    case response
    /// Is no message; the identifier when it could be read.
    case invalid(RPCIdentifier?, RPCError)

    init(_ value: JSONValue) {
        guard case .object(let members) = value else {
            self = .invalid(nil, .invalidRequest("a message is a JSON object"))
            return
        }
        let identifier = members["id"].flatMap { RPCIdentifier($0) }
        guard members["jsonrpc"] == "2.0" else {
            self = .invalid(identifier, .invalidRequest("\"jsonrpc\" must be \"2.0\""))
            return
        }
        guard let method = members["method"] else {
            let isAnswer = members["result"] != nil || members["error"] != nil
            self = isAnswer ? .response : .invalid(identifier, .invalidRequest("\"method\" is missing"))
            return
        }
        guard case .string(let name) = method else {
            self = .invalid(identifier, .invalidRequest("\"method\" must be a text"))
            return
        }
        guard let parameters = members["params"].map({ $0.members }) ?? [:] else {
            self = .invalid(identifier, .invalidParameters("\"params\" must be an object"))
            return
        }
        guard let given = members["id"] else {
            self = .notification(method: name, parameters: parameters)
            return
        }
        guard let identifier = RPCIdentifier(given) else {
            self = .invalid(nil, .invalidRequest("\"id\" must be a text or a whole number"))
            return
        }
        self = .request(RPCRequest(identifier: identifier, method: name, parameters: parameters))
    }
}

/// A request.
struct RPCRequest: Sendable {
    var identifier: RPCIdentifier
    var method: String
    var parameters: [String: JSONValue]

    /// What the client says about the request itself.
    var meta: [String: JSONValue] { parameters["_meta"]?.members ?? [:] }

    /// The revision that the request says it keeps to; nil for those of sessions, which say so once.
    var statedVersion: JSONValue? { meta["io.modelcontextprotocol/protocolVersion"] }

    /// Whether it opens a session. Requests of the stateless revision cannot: there the method is unknown.
    var isGreeting: Bool { method == "initialize" && statedVersion == nil }
}
