import Answers
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Observability

extension FrontDesk {
    // MARK: Bodies

    /// An answer that is kept, compressed for those who take that, or a note that the client has it.
    func outgoing(_ entry: HotAnswers.Entry, _ request: Request) -> Outgoing {
        var headers = entry.headers
        headers[.eTag] = entry.tag
        headers[.cacheControl] = "private, no-cache"
        if let condition = request.headers[.ifNoneMatch], EntityTag.matches(condition, entry.tag) {
            headers[.contentType] = nil
            return Outgoing(status: .notModified, headers: headers)
        }
        guard let packed = entry.packed else {
            return Outgoing(status: .ok, headers: headers, body: ResponseBody(byteBuffer: entry.body))
        }
        return chosen(entry.body, packed: packed, headers, request, status: .ok)
    }

    /// A file or page.
    func outgoing(_ reply: Reply, _ request: Request, isPage: Bool = false) -> Outgoing {
        var headers = reply.headers
        guard case .bytes(let bytes, let type) = reply.content else {
            return Outgoing(status: reply.status, headers: headers, isPage: isPage)
        }
        headers[.contentType] = type
        let packed = Compression.isAccepted(request.headers[.acceptEncoding]) ? reply.packed : nil
        let tag = packed?.tag ?? headers[.eTag] ?? EntityTag.make(bytes)
        headers[.eTag] = tag
        if reply.packed != nil { headers[.vary] = "Accept-Encoding" }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-cache" }
        if let condition = request.headers[.ifNoneMatch], EntityTag.matches(condition, tag) {
            headers[.contentType] = nil
            return Outgoing(status: .notModified, headers: headers, isPage: true)
        }
        if let packed {
            headers[.contentEncoding] = "gzip"
            let body = ResponseBody(byteBuffer: ByteBuffer(bytes: packed.bytes))
            return Outgoing(status: reply.status, headers: headers, body: body, isPage: true)
        }
        var result = self.packed(bytes, headers, request, status: reply.status)
        result.isPage = true
        return result
    }

    /// An answer that is not kept.
    func compressed(_ reply: Reply, _ request: Request) -> Outgoing {
        var headers = reply.headers
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        switch reply.content {
        case .none: return Outgoing(status: reply.status, headers: headers)
        case .bytes(let bytes, let type):
            headers[.contentType] = type
            return packed(bytes, headers, request, status: reply.status)
        case .stream(let body, let type):
            headers[.contentType] = type
            return Outgoing(status: reply.status, headers: headers, body: body)
        }
    }

    private func packed(
        _ bytes: [UInt8],
        _ headers: HTTPFields,
        _ request: Request,
        status: HTTPResponse.Status
    ) -> Outgoing {
        let body = ByteBuffer(bytes: bytes)
        guard headers[.contentEncoding] == nil, bytes.count >= Compression.smallest,
            Compression.isWorthwhile(headers[.contentType] ?? "")
        else { return Outgoing(status: status, headers: headers, body: ResponseBody(byteBuffer: body)) }
        let isWanted = Compression.isAccepted(request.headers[.acceptEncoding])
        let packed = isWanted ? Compression.gzip(bytes).map { ByteBuffer(bytes: $0) } : nil
        return chosen(body, packed: packed, headers, request, status: status)
    }

    /// The body in the form that the client takes.
    private func chosen(
        _ body: ByteBuffer,
        packed: ByteBuffer?,
        _ headers: HTTPFields,
        _ request: Request,
        status: HTTPResponse.Status
    ) -> Outgoing {
        var headers = headers
        headers[.vary] = "Accept-Encoding"
        guard let packed, Compression.isAccepted(request.headers[.acceptEncoding]) else {
            return Outgoing(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
        }
        headers[.contentEncoding] = "gzip"
        if let tag = headers[.eTag], !tag.hasPrefix("W/") { headers[.eTag] = "W/" + tag }
        return Outgoing(status: status, headers: headers, body: ResponseBody(byteBuffer: packed))
    }

    // MARK: Problems

    /// What a client is told of an error, and the log as well when it is one of ours.
    func problem(_ error: any Error, _ visit: Visit) -> Outgoing {
        let problem = Problem.of(error, explain: services.explain)
        if problem.isOurs {
            visit.logger.error(
                "request failed",
                metadata: ["operation": .string(visit.operation), "error": .string("\(error)")]
            )
        }
        var result = document(of: problem, path: visit.path, id: visit.id)
        if problem.closesConnection { result.headers[.connection] = "close" }
        return result
    }

    /// The document of a problem.
    func document(of problem: Problem, path: String, id: String) -> Outgoing {
        var headers = problem.headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        // Texts and whole numbers always have a form in JSON.
        let bytes = (try? JSONText.encode(problem.document(instance: path, requestID: id))) ?? []
        return Outgoing(
            status: problem.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    // MARK: The end of a request

    /// The response, with the headers that all have; notes what became of the request.
    func finish(_ outgoing: Outgoing, _ visit: inout Visit, _ start: ContinuousClock.Instant) -> Response {
        var headers = outgoing.headers
        let common = outgoing.isPage ? SecurityHeaders.page : SecurityHeaders.data
        for field in common where headers[field.name] == nil { headers[field.name] = field.value }
        for field in gate.origins.headers(origin: visit.origin) {
            headers[field.name] =
                field.name == .vary
                ? [headers[.vary], field.value].compactMap(\.self).joined(separator: ", ") : field.value
        }
        headers[.requestID] = visit.id
        headers[.traceParent] = visit.trace?.parent
        let length = outgoing.body.contentLength
        note(outgoing.status, length, visit, ContinuousClock.now - start)
        // A HEAD tells how long the body would be; 204 and 304 have none to tell of.
        let hasNoBody = outgoing.status == .noContent || outgoing.status == .notModified
        guard visit.method == .head || hasNoBody else {
            return Response(status: outgoing.status, headers: headers, body: outgoing.body)
        }
        if visit.method == .head, !hasNoBody, let length { headers[.contentLength] = String(length) }
        var response = Response(status: outgoing.status, headers: headers)
        if hasNoBody { response.headers[.contentLength] = nil }
        return response
    }

    private func note(_ status: HTTPResponse.Status, _ bytes: Int?, _ visit: Visit, _ duration: Duration) {
        services.observe(
            RequestRecord(
                route: visit.route,
                method: visit.method.rawValue,
                status: status.code,
                duration: duration,
                bytes: bytes,
                isHot: false
            )
        )
        let metadata: Logger.Metadata = [
            "method": .string(visit.method.rawValue), "path": .string(visit.path),
            "status": .stringConvertible(status.code),
            "milliseconds": .stringConvertible((duration / .microseconds(100)).rounded() / 10),
            "operation": .string(visit.operation), "caller": .string(visit.caller.name ?? "-"),
            "address": .string(visit.address),
        ]
        visit.logger.log(level: visit.isChange || status.code >= 500 ? .info : .debug, "request", metadata: metadata)
        guard visit.isChange else { return }
        services.audit?.add(
            AuditLog.Entry(
                time: Date().ISO8601Format(),
                request_id: visit.id,
                caller: visit.caller.name ?? "-",
                address: visit.address,
                operation: visit.operation,
                path: visit.path,
                status: status.code
            )
        )
    }
}
