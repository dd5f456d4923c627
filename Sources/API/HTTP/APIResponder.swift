import HTTPTypes
public import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Observability

/// Answers requests: finds out what is asked and who asks, does it in time, and says what came of it.
public struct APIResponder: HTTPResponder {
    /// The context of a request.
    public typealias Context = APIRequestContext

    private let desk: FrontDesk

    init(_ desk: FrontDesk) {
        self.desk = desk
    }

    /// The answer to a request; never throws but for a connection that is broken.
    public func respond(to request: Request, context: APIRequestContext) async throws -> Response {
        let start = ContinuousClock.now
        var visit = Visit(request, context)
        desk.services.began()
        guard desk.enter() else {
            return desk.finish(desk.refusal(), &visit, start)
        }
        defer { desk.leave() }
        var outcome: Outgoing
        do {
            outcome = try await desk.serve(request, &visit)
        } catch let error as HTTPParserError {
            // The connection is broken: nobody is there to be answered.
            throw error
        } catch {
            outcome = desk.problem(error, visit)
        }
        return desk.finish(outcome, &visit, start)
    }
}

/// What is known of a request while it is served.
struct Visit {
    /// Names the request.
    let id: String
    let method: HTTPRequest.Method
    let target: String
    let origin: String?
    let address: String
    let eventLoop: any EventLoop
    let trace: TraceContext?
    var logger: Logger
    /// The operation, for logs and metrics.
    var operation = "unknown"
    /// The pattern of the path, for metrics.
    var route = "none"
    var caller: Caller
    /// Whether it asks for a change.
    var isChange = false

    init(_ request: Request, _ context: APIRequestContext) {
        id = RequestIdentity.given(request.headers) ?? RequestIdentity.make()
        method = request.method
        target = request.head.path ?? "/"
        origin = request.headers[.origin]
        address = context.address
        eventLoop = context.eventLoop
        trace = request.headers[.traceParent].flatMap {
            TraceContext(parent: $0, state: request.headers[values: .traceState])
        }
        logger = context.logger
        caller = Caller(address: context.address)
        logger[metadataKey: "request_id"] = .string(id)
        if let trace { logger[metadataKey: "trace_id"] = .stringConvertible(trace.traceID) }
    }

    /// The path without its query: queries are what people look for, which logs need not tell.
    var path: String { String(target.prefix { $0 != "?" && $0 != "#" }.prefix(512)) }
}

/// What is about to be sent.
struct Outgoing: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields = [:]
    var body = ResponseBody()
    /// Whether it is a page for browsers.
    var isPage = false
}
