import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Observability
import Synchronization

/// Everything that requests share: rules, operations, threads, kept answers.
final class FrontDesk: Sendable {
    let configuration: APIConfiguration
    let services: APIServices
    let gate: Gatekeeper
    let operations: [Operation]
    let router: OperationRouter
    let hot: HotAnswers
    let threads: WorkThreads
    let assets: WebAssets?
    private let documents: DocumentPages
    private let inFlight = Atomic<Int>(0)

    init(_ configuration: APIConfiguration, _ services: APIServices, threads: WorkThreads) {
        self.configuration = configuration
        self.services = services
        self.threads = threads
        gate = Gatekeeper(configuration, services)
        hot = HotAnswers(capacity: configuration.hotCapacity)
        let table = OperationTable(services, configuration)
        operations = table.operations
        router = OperationRouter(operations)
        documents = DocumentPages(operations, configuration)
        assets = configuration.webFolder.map { WebAssets(folder: $0) }
    }

    // MARK: A bound on what is under way

    /// Whether one more request may be worked on; if so, ``leave()`` must follow.
    func enter() -> Bool {
        if inFlight.add(1, ordering: .relaxed).newValue <= configuration.greatestConcurrency { return true }
        leave()
        return false
    }

    /// One request less is under way.
    func leave() { inFlight.subtract(1, ordering: .relaxed) }

    /// The answer when too much is under way.
    func refusal() -> Outgoing {
        document(of: .unavailable("the server is busy; come again soon", retryAfter: 1), path: "", id: "")
    }

    // MARK: Serving

    /// Does what a request asks for.
    func serve(_ request: Request, _ visit: inout Visit) async throws -> Outgoing {
        guard gate.allows(authority: request.head.authority) else {
            throw Problem(.misdirectedRequest, "this server goes by other names")
        }
        let target: RequestTarget
        do throws(RequestTarget.Malformed) {
            target = try RequestTarget(visit.target)
        } catch {
            throw Problem(.badRequest, error.reason)
        }
        let finding = router.find(visit.method, target.segments)
        if case .operation(let operation, _) = finding {
            visit.operation = operation.name
            visit.route = operation.path.text
            visit.isChange = operation.access == .write || operation.access == .admin
        }
        visit.caller = try await gate.caller(request.headers, address: visit.address)
        if let seconds = await gate.wait(visit.caller) {
            throw Problem(
                .tooManyRequests,
                "too many requests; wait \(seconds) s",
                headers: [.retryAfter: String(seconds)]
            )
        }
        switch finding {
        case .operation(let operation, let path):
            return try await serve(operation, path, target, request, &visit)
        case .otherMethods(let methods):
            return try other(methods, visit)
        case .nothing:
            return try await page(target, request, &visit)
        }
    }

    private func other(_ methods: [HTTPRequest.Method], _ visit: Visit) throws(Problem) -> Outgoing {
        let list = methods.map(\.rawValue).joined(separator: ", ")
        guard visit.method == .options else {
            throw Problem(.methodNotAllowed, "the path takes \(list)", headers: [.allow: list])
        }
        var headers = gate.origins.preflight(origin: visit.origin, methods: list)
        headers[.allow] = list
        return Outgoing(status: .noContent, headers: headers)
    }

    /// A page, or a file of the web app.
    private func page(_ target: RequestTarget, _ request: Request, _ visit: inout Visit) async throws -> Outgoing {
        let isRead = visit.method == .get || visit.method == .head
        if isRead, let reply = documents.page(target.segments) {
            visit.operation = "documents"
            visit.route = "/docs"
            return outgoing(reply, request, isPage: true)
        }
        if target.segments.first != "api", let assets {
            visit.operation = "web"
            visit.route = "/"
            let threads = threads
            // Programs that follow a wrong address are told so; people get the app, whose page says it.
            let wantsPage = request.headers[.accept]?.contains("text/html") ?? false
            let found = try await Deadline.run(within: configuration.timeLimit, on: threads, timer: visit.eventLoop) {
                assets.asset(target.segments, wantsPage: wantsPage)
            }
            if let found {
                guard isRead else {
                    throw Problem(.methodNotAllowed, "the path takes GET, HEAD", headers: [.allow: "GET, HEAD"])
                }
                return outgoing(found, request)
            }
        }
        if isRead, target.segments == [""] {
            visit.operation = "documents"
            return outgoing(documents.welcome, request, isPage: true)
        }
        throw Problem.notFound("there is nothing at this address; /docs tells what there is")
    }

    // MARK: Operations

    private func serve(
        _ operation: Operation,
        _ path: [String: String],
        _ target: RequestTarget,
        _ request: Request,
        _ visit: inout Visit
    ) async throws -> Outgoing {
        if operation.method != .get {
            try gate.check(origin: visit.origin, host: request.head.authority)
        }
        try gate.check(visit.caller, operation.access)
        let key = operation.isSettled && operation.method == .get ? visit.target : nil
        let mark = try key == nil ? "" : services.libraryState()
        if let key, let entry = hot.entry(key, mark: mark, at: .now) {
            return outgoing(entry, request)
        }
        let body = try await RequestBodyReader.read(request, for: operation, configuration, timer: visit.eventLoop)
        let arguments = try ArgumentReader.read(operation, path: path, query: target.query, body: body)
        let call = Call(
            arguments: arguments,
            caller: visit.caller,
            services: services,
            requestID: visit.id,
            body: operation.takesRawBody ? body ?? [] : [],
            headers: request.headers,
            logger: visit.logger
        )
        let context = WorkContext(requestID: visit.id, trace: visit.trace)
        let reply = try await Deadline.run(within: configuration.timeLimit, on: threads, timer: visit.eventLoop) {
            try await context.run { try await operation.run(call) }
        }
        if visit.isChange { hot.clear() }
        guard let key, reply.isSettled, reply.status == .ok, case .bytes(let bytes, let type) = reply.content else {
            return compressed(reply, request)
        }
        var headers = reply.headers
        headers[.contentType] = type
        let entry = HotAnswers.Entry(
            headers: headers,
            body: ByteBuffer(bytes: bytes),
            packed: Compression.packed(bytes, type: type).map { ByteBuffer(bytes: $0) },
            tag: EntityTag.make(bytes),
            mark: mark,
            route: operation.path.text,
            end: .now + HotAnswers.life
        )
        hot.keep(entry, for: key)
        return outgoing(entry, request)
    }
}
