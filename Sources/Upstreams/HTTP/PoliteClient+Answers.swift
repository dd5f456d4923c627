import AsyncHTTPClient
import BatchProcessing
import Formats
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Bodies.
extension PoliteClient {
    /// The body as it came over the network.
    static func collect(
        _ response: HTTPClientResponse,
        limit: Int,
        meter: RequestMeter,
        api: String,
        url: String
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        if let length = response.headers.first(name: "content-length").flatMap({ Int($0) }) {
            if length > limit { throw tooLarge(limit, api: api, url: url) }
            bytes.reserveCapacity(length)
        }
        for try await chunk in response.body {
            meter.record(api) { $0.bytesReceived += Int64(chunk.readableBytes) }
            if bytes.count + chunk.readableBytes > limit { throw tooLarge(limit, api: api, url: url) }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }

    /// The body without its content coding; what unpacks to more than `limit` bytes is refused on the way.
    static func decoded(
        _ bytes: [UInt8],
        encoding: String,
        limit: Int,
        api: String,
        url: String
    ) throws -> [UInt8] {
        switch encoding {
        case "identity", "": return bytes
        case "gzip", "x-gzip": break
        default:
            let detail = "the content coding '\(encoding.prefix(40))' was not asked for"
            throw UpstreamError(.malformed, api: api, url: url, detail: detail)
        }
        var output: [UInt8] = []
        let source = GzipSource(MemorySource(bytes))
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let count: Int
            do throws(ReadIssue) {
                count = try source.read(into: chunk)
            } catch {
                throw UpstreamError(.malformed, api: api, url: url, detail: error.message)
            }
            if count == 0 { return output }
            if output.count + count > limit { throw tooLarge(limit, api: api, url: url) }
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
    }

    private static func tooLarge(_ limit: Int, api: String, url: String) -> UpstreamError {
        UpstreamError(.tooLarge, api: api, url: url, detail: "more than \(limit) bytes")
    }

    /// Header fields with their names in lower case.
    static func fields(_ headers: HTTPHeaders) -> [String: String] {
        Dictionary(headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
    }
}

/// Refusals.
extension PoliteClient {
    /// The error that an answer without success stands for; holds the gate when the service asks to wait.
    func refusal(
        _ response: HTTPClientResponse,
        url: String,
        request: UpstreamRequest,
        gate: Gate
    ) async -> UpstreamError {
        let status = Int(response.status.code)
        let asked = Self.delay(asked: Self.fields(response.headers), status: status, now: clock.wallTime())
        let kind = Self.kind(of: status, retryAfter: asked, isForbiddenThrottling: request.isForbiddenThrottling)
        // The gate is held before the body is read and the permit given back, so that nobody slips through.
        if case .throttled(let delay) = kind {
            let interval = gate.rule.interval
            await hold(gate, for: delay ?? (interval > .zero ? interval * 2 : .seconds(5)), api: request.api)
        }
        let detail = await message(of: response, request: request, url: url)
        return UpstreamError(kind, api: request.api, url: url, status: status, detail: detail)
    }

    /// How long the service asks to stay away: by Retry-After, else by the end of a budget that is spent.
    static func delay(asked fields: [String: String], status: Int, now: Double) -> Duration? {
        if let delay = fields["retry-after"].flatMap({ RetryAfter.delay($0, now: now) }) { return delay }
        // OpenAlex: seconds until the budget is renewed; other services give the moment since 1970.
        guard status == 429, let reset = fields["x-ratelimit-reset"].flatMap({ Double($0) }), reset > 0 else {
            return nil
        }
        let seconds = reset > 1e9 ? reset - now : reset
        return seconds > 0 ? RetryAfter.delay("\(seconds)", now: now) : nil
    }

    static func kind(of status: Int, retryAfter: Duration?, isForbiddenThrottling: Bool) -> UpstreamError.Kind {
        switch status {
        case 404, 410, 451: .notFound
        case 429: .throttled(after: retryAfter)
        case 403 where isForbiddenThrottling: .throttled(after: retryAfter)
        case 401, 403, 407: .unauthorised
        case 408: .timedOut
        case 413: .tooLarge
        case 503 where retryAfter != nil: .throttled(after: retryAfter)
        case 500...599: .unavailable
        case 400...499: .invalid
        default: .malformed
        }
    }

    /// What the service says in the body of a refusal; the status when it says nothing.
    private func message(of response: HTTPClientResponse, request: UpstreamRequest, url: String) async -> String {
        let reason = response.status.reasonPhrase
        do {
            let limit = 256 << 10
            let raw = try await Self.collect(response, limit: limit, meter: meter, api: request.api, url: url)
            let encoding = response.headers.first(name: "content-encoding")?.lowercased() ?? ""
            let body = try Self.decoded(raw, encoding: encoding, limit: limit, api: request.api, url: url)
            guard let words = UpstreamMessage.find(in: body) else { return reason }
            return String(words.prefix(300))
        } catch {
            // The refusal counts, whatever became of its body.
            return reason
        }
    }

    /// Where a redirect leads.
    ///
    /// - Throws: when it leads to another host, or nowhere.
    static func redirect(
        _ response: HTTPClientResponse,
        from url: String,
        request: UpstreamRequest
    ) throws -> String {
        let status = Int(response.status.code)
        guard let location = response.headers.first(name: "location"), let base = URL(string: url),
            let target = URL(string: location, relativeTo: base)?.absoluteString,
            let authority = RequestURL.authority(target)
        else {
            let detail = "a redirect without a usable address"
            throw UpstreamError(.malformed, api: request.api, url: url, status: status, detail: detail)
        }
        guard authority == RequestURL.authority(url), request.body == nil else {
            let detail = "redirects to other hosts are not followed"
            throw UpstreamError(.redirected(to: target), api: request.api, url: url, status: status, detail: detail)
        }
        return target
    }

    /// Adopts the pace that headers state, for gates that adapt.
    ///
    /// Crossref: `x-rate-limit-limit` requests per `x-rate-limit-interval` (`1s`).
    func adoptPace(_ headers: HTTPHeaders, gate: Gate) async {
        guard gate.rule.isAdaptive, let limit = headers.first(name: "x-rate-limit-limit").flatMap({ Double($0) }),
            let interval = headers.first(name: "x-rate-limit-interval"), limit > 0, interval.hasSuffix("s"),
            let seconds = Double(interval.dropLast()), seconds > 0, seconds / limit < 3600
        else { return }
        await gate.adopt(.nanoseconds(Int64(seconds / limit * 1e9)))
    }
}

/// Failures without an answer.
extension PoliteClient {
    /// The error to throw for whatever ended a request.
    func translated(
        _ error: any Error,
        request: UpstreamRequest,
        url: String,
        timeout: Duration
    ) -> any Error {
        if error is UpstreamError { return error }
        if Task.isCancelled || error is CancellationError {
            meter.record(request.api) { $0.outcomes["cancelled", default: 0] += 1 }
            return CancellationError()
        }
        if error is TimeLimitExceeded {
            return failure(.timedOut, "timeout", request, url, "not finished within \(Self.text(timeout))")
        }
        if let error = error as? HTTPClientError { return translated(error, request: request, url: url, timeout) }
        return failure(.unavailable, "connection", request, url, Self.reason(error))
    }

    private func translated(
        _ error: HTTPClientError,
        request: UpstreamRequest,
        url: String,
        _ timeout: Duration
    ) -> UpstreamError {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout:
            let limit = Self.text(settings.connectTimeout)
            return failure(.unavailable, "timeout", request, url, "no connection within \(limit)")
        case .readTimeout, .writeTimeout:
            let limit = Self.text(settings.readTimeout)
            return failure(.timedOut, "timeout", request, url, "nothing was received for \(limit)")
        case .deadlineExceeded:
            return failure(.timedOut, "timeout", request, url, "not finished within \(Self.text(timeout))")
        case .remoteConnectionClosed:
            return failure(
                .unavailable,
                "connection",
                request,
                url,
                "the connection was cut before the answer was whole"
            )
        case .proxyAuthenticationRequired:
            return failure(.unavailable, "connection", request, url, "the proxy wants a user name and a password")
        case .invalidProxyResponse:
            return failure(.unavailable, "connection", request, url, "the proxy does not let the request through")
        case .invalidURL, .emptyHost, .emptyScheme, .unsupportedScheme(""):
            return failure(.invalid, "connection", request, url, "the address of the service is not valid")
        default:
            return failure(.unavailable, "connection", request, url, error.shortDescription)
        }
    }

    private func failure(
        _ kind: UpstreamError.Kind,
        _ outcome: String,
        _ request: UpstreamRequest,
        _ url: String,
        _ detail: String
    ) -> UpstreamError {
        meter.record(request.api) { $0.outcomes[outcome, default: 0] += 1 }
        return UpstreamError(kind, api: request.api, url: url, detail: detail)
    }

    /// The reason of a failed connection, in one line.
    private static func reason(_ error: any Error) -> String {
        guard let error = error as? NIOConnectionError else { return String("\(error)".prefix(200)) }
        guard let first = error.connectionErrors.first?.error else {
            return "the name '\(error.host)' cannot be resolved"
        }
        let reason = (first as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(first)"
        return "no connection to \(error.host):\(error.port): \(reason)"
    }

    private static func text(_ duration: Duration) -> String {
        let seconds = duration.inSeconds
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
