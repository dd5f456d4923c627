import Foundation
import HTTPTypes
import NIOCore
import Observability
import Synchronization

/// Answers questions that were just answered, for anybody who needs no key, without leaving the connection's thread.
final class Hotline: Sendable {
    private let desk: FrontDesk
    private let date = Mutex<(second: Int, text: String)>((0, ""))

    init(_ desk: FrontDesk) {
        self.desk = desk
    }

    /// The answer, when it is at hand and nothing about the request needs a closer look.
    func answer(_ head: HTTPRequest, address: String) -> (head: HTTPResponse, body: ByteBuffer?)? {
        guard head.method == .get, let target = head.path, !desk.configuration.readsNeedKey else { return nil }
        // What several servers count together is not asked here.
        guard desk.services.sharedRate == nil || APIConfiguration.isLoopback(address) else { return nil }
        let fields = head.headerFields
        guard fields[.authorization] == nil, fields[.apiKey] == nil, fields[.origin] == nil, fields[.connection] == nil,
            fields[.contentLength] == nil, fields[.transferEncoding] == nil
        else { return nil }
        guard desk.gate.allows(authority: head.authority) else { return nil }
        let start = ContinuousClock.now
        // What fails here is asked again, and told, on the longer way.
        guard let mark = try? desk.services.libraryState(), let entry = desk.hot.entry(target, mark: mark, at: start),
            desk.gate.wait(address: address) == nil
        else { return nil }
        let isKnown = fields[.ifNoneMatch].map { EntityTag.matches($0, entry.tag) } ?? false
        let packed = entry.packed.flatMap { Compression.isAccepted(fields[.acceptEncoding]) ? $0 : nil }
        let body = packed ?? entry.body
        let response = response(
            entry,
            fields,
            isKnown: isKnown,
            isPacked: packed != nil,
            length: body.readableBytes
        )
        desk.services.observe(
            RequestRecord(
                route: entry.route,
                method: "GET",
                status: response.status.code,
                duration: .now - start,
                bytes: isKnown ? 0 : body.readableBytes,
                isHot: true
            )
        )
        return (response, isKnown ? nil : body)
    }

    private func response(
        _ entry: HotAnswers.Entry,
        _ request: HTTPFields,
        isKnown: Bool,
        isPacked: Bool,
        length: Int
    ) -> HTTPResponse {
        var headers = SecurityHeaders.data
        headers[.eTag] = entry.tag
        headers[.cacheControl] = "private, no-cache"
        headers[.requestID] = RequestIdentity.given(request) ?? RequestIdentity.make()
        headers[.date] = currentDate()
        headers[.traceParent] = request[.traceParent].flatMap { TraceContext(parent: $0)?.parent }
        if isKnown { return HTTPResponse(status: .notModified, headerFields: headers) }
        for field in entry.headers { headers[field.name] = field.value }
        if entry.packed != nil { headers[.vary] = "Accept-Encoding" }
        if isPacked {
            headers[.contentEncoding] = "gzip"
            headers[.eTag] = "W/" + entry.tag
        }
        headers[.contentLength] = String(length)
        return HTTPResponse(status: .ok, headerFields: headers)
    }

    /// The date as HTTP writes it (RFC 9110, 5.6.7), made once a second.
    private func currentDate() -> String {
        let second = Int(Date().timeIntervalSince1970)
        return date.withLock { known in
            if known.second != second { known = (second, HTTPDate.text(second)) }
            return known.text
        }
    }
}

/// Dates as HTTP writes them.
enum HTTPDate {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func text(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day =
            "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900)"
        return "\(day) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }
}
