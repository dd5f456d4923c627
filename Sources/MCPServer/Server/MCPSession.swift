import Answers
import Synchronization

/// One connection to a server, such as the standard streams of a process.
///
/// Messages are accepted one after the other and worked on side by side. A client of the revisions with a handshake says hello with
/// `initialize`; one of the stateless revisions needs no hello, and both may speak on one connection.
public final class MCPSession: Sendable {
    /// What becomes of a message.
    public enum Accepted: Sendable {
        /// There is nothing to answer.
        case nothing
        /// The answer.
        case answer([UInt8])
        /// Work that gives the answer.
        case work(MCPWork)
    }

    private struct State {
        var revision: ProtocolRevision?
        var running: [RPCIdentifier: Task<[[UInt8]], Never>] = [:]
        var reserved: Set<RPCIdentifier> = []
        var cancelled: Set<RPCIdentifier> = []
    }

    /// Messages of one batch (2025-03-26) at most.
    private static let batchLimit = 50

    private let server: MCPServer
    private let caller: MCPCaller
    private let state = Mutex(State())

    /// A new connection.
    public init(_ server: MCPServer, caller: MCPCaller) {
        self.server = server
        self.caller = caller
    }

    /// Accepts a message. Hellos and notifications take effect before this returns, so that what follows finds them done.
    ///
    /// - Parameter message: any bytes.
    public func accept(_ message: [UInt8]) -> Accepted {
        let value: JSONValue
        do {
            value = try JSONReader.read(message)
        } catch {
            return .answer(RPCAnswer(nil, .failure(.parse("this is no JSON: \(error)"))).bytes)
        }
        if case .array(let messages) = value { return accept(batch: messages) }
        return accept(RPCMessage(value))
    }

    private func accept(_ message: RPCMessage) -> Accepted {
        switch message {
        case .response: return .nothing
        case .invalid(let identifier, let error): return .answer(RPCAnswer(identifier, .failure(error)).bytes)
        case .notification(let method, let parameters):
            if method == "notifications/cancelled" { cancel(parameters["requestId"].flatMap { RPCIdentifier($0) }) }
            return .nothing
        case .request(let request):
            if request.isGreeting { return .answer(greet(request).bytes) }
            do throws(RPCError) {
                let revision = try revision(of: request)
                try reserve(request.identifier)
                return .work(MCPWork { await self.run(request, revision) })
            } catch {
                return .answer(RPCAnswer(request.identifier, .failure(error)).bytes)
            }
        }
    }

    private func accept(batch messages: [JSONValue]) -> Accepted {
        guard state.withLock({ $0.revision }) == .march2025, !messages.isEmpty, messages.count <= Self.batchLimit else {
            let error = RPCError.invalidRequest(
                "one message at a time, please: batches are of revision 2025-03-26 only"
            )
            return .answer(RPCAnswer(nil, .failure(error)).bytes)
        }
        let accepted = messages.map { accept(RPCMessage($0)) }
        return .work(
            MCPWork {
                var answers: [[UInt8]] = []
                for item in accepted {
                    switch item {
                    case .nothing: continue
                    case .answer(let bytes): answers.append(bytes)
                    case .work(let work): answers += await work.run()
                    }
                }
                if answers.isEmpty { return [] }
                let joined = Array(answers.joined(separator: [UInt8(ascii: ",")]))
                return [[UInt8(ascii: "[")] + joined + [UInt8(ascii: "]")]]
            }
        )
    }

    /// The answer to bytes that a transport refuses to hand on.
    public static func refusal(_ reason: String) -> [UInt8] {
        RPCAnswer(nil, .failure(.parse(reason))).bytes
    }

    // MARK: Requests

    private func greet(_ request: RPCRequest) -> RPCAnswer {
        do throws(RPCError) {
            let revision = try MCPServer.handshake(request)
            state.withLock { $0.revision = revision }
            return RPCAnswer(request.identifier, .success(server.greeting(in: revision)))
        } catch {
            return RPCAnswer(request.identifier, .failure(error))
        }
    }

    /// The revision that a request keeps to: what it says itself, else what the handshake settled.
    private func revision(of request: RPCRequest) throws(RPCError) -> ProtocolRevision {
        if let revision = try MCPServer.statedRevision(of: request) { return revision }
        if let revision = state.withLock({ $0.revision }) { return revision }
        // Clients may ask whether anybody is there before they say hello.
        if request.method == "ping" { return .newestWithHandshake }
        throw .invalidParameters(
            """
            say hello with 'initialize' first, or state the revision in every request: \
            _meta["io.modelcontextprotocol/protocolVersion"] = "\(ProtocolRevision.july2026.rawValue)"
            """
        )
    }

    private func reserve(_ identifier: RPCIdentifier) throws(RPCError) {
        guard state.withLock({ $0.reserved.insert(identifier).inserted }) else {
            throw .invalidRequest("a request with this id is being worked on")
        }
    }

    private func run(_ request: RPCRequest, _ revision: ProtocolRevision) async -> [[UInt8]] {
        let identifier = request.identifier
        if forget(ifCancelled: identifier) { return [] }
        let task = Task { await server.messages(for: request, in: revision, caller: caller) }
        let isCancelled = state.withLock { state in
            state.running[identifier] = task
            return state.cancelled.contains(identifier)
        }
        if isCancelled { task.cancel() }
        let messages = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        let wasCancelled = state.withLock { state in
            state.running[identifier] = nil
            state.reserved.remove(identifier)
            return state.cancelled.remove(identifier) != nil
        }
        return wasCancelled ? [] : messages
    }

    /// Whether a request was let go of before anything was done for it.
    private func forget(ifCancelled identifier: RPCIdentifier) -> Bool {
        state.withLock { state in
            guard state.cancelled.remove(identifier) != nil else { return false }
            state.reserved.remove(identifier)
            return true
        }
    }

    /// Lets go of a request that is being worked on, or waits to be. Nothing is answered to it any more.
    private func cancel(_ identifier: RPCIdentifier?) {
        guard let identifier else { return }
        let task = state.withLock { state in
            guard state.reserved.contains(identifier) else { return nil as Task<[[UInt8]], Never>? }
            state.cancelled.insert(identifier)
            return state.running[identifier]
        }
        task?.cancel()
    }
}

/// Work on one message.
public struct MCPWork: Sendable {
    private let body: @Sendable () async -> [[UInt8]]

    init(_ body: @escaping @Sendable () async -> [[UInt8]]) {
        self.body = body
    }

    /// Does it, once.
    ///
    /// - Returns: the messages to send, in order; none when nobody waits for an answer any more.
    public func run() async -> [[UInt8]] { await body() }
}
