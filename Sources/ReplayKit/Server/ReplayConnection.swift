import Foundation
import Literature
import NIOCore
import NIOHTTP1

/// Serves one connection.
struct ReplayConnection: Sendable {
    typealias ResponsePart = HTTPServerResponsePart
    typealias Writer = NIOAsyncChannelOutboundWriter<ResponsePart>

    /// More than any request of the clients.
    private static let bodyLimit = 4 << 20

    let services: ReplayServices
    let state: ReplayState
    let latency: Double

    /// Thrown to close the connection.
    private struct Close: Error {}

    func serve(_ connection: NIOAsyncChannel<HTTPServerRequestPart, ResponsePart>) async {
        // Whatever ends a connection ends only this one.
        try? await connection.executeThenClose { inbound, outbound in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in inbound {
                switch part {
                case .head(let next):
                    head = next
                    body = []
                case .body(let bytes):
                    body += bytes.readableBytesView
                    if body.count > Self.bodyLimit { return }
                case .end:
                    guard let asked = head else { return }
                    try await answer(asked, body, outbound)
                    if !asked.isKeepAlive { return }
                }
            }
        }
    }

    private func answer(_ head: HTTPRequestHead, _ body: [UInt8], _ writer: Writer) async throws {
        let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
        let request = ReplayRequest(method: head.method.rawValue, target: head.uri, headers: headers, body: body)
        if request.path.hasPrefix("/__") { return try await send(services.control(request), writer) }
        let kind = RequestKind(path: request.path)
        let verdict = state.arrive(kind)
        var status: Int?
        var sent: ReplayAnswer?
        defer { state.leave(kind, status: status, answer: sent) }
        if latency > 0 { try await Task.sleep(for: .seconds(latency)) }
        switch verdict {
        case .outage:
            throw Close()
        case .violation(let code, let wait):
            status = code
            try await send(Self.refusal(code, retryAfter: max(1, wait.rounded(.up))), writer)
        case .fault(let fault) where fault.kind == .close:
            throw Close()
        case .fault(let fault):
            let answer = made(fault, request, kind)
            status = answer.status
            try await send(answer, writer, with: fault)
        case .serve:
            let answer = services.answer(request, kind: kind)
            status = answer.status
            sent = answer
            try await send(answer, writer)
        }
    }

    private static func refusal(_ status: Int, retryAfter: Double?, asDate: Bool = false) -> ReplayAnswer {
        let message = "Too Many Requests. Please wait and try again"
        var answer = ReplayAnswer.error(status, status == 429 ? message : "status \(status) on purpose")
        guard let retryAfter else { return answer }
        var text = retryAfter == retryAfter.rounded() ? "\(Int(retryAfter))" : "\(retryAfter)"
        if asDate {
            // Dates have whole seconds: the next one never comes too early.
            let moment = Int64((Date().timeIntervalSince1970 + retryAfter).rounded(.up))
            text = Self.httpDate(moment)
        }
        answer.headers.append(("Retry-After", text))
        return answer
    }

    /// A date as HTTP writes it: with two digits for the day.
    private static func httpDate(_ seconds: Int64) -> String {
        var words = Timestamp(secondsSince1970: seconds).mailDate.split(separator: " ").map(String.init)
        if words.count > 1, words[1].count == 1 { words[1] = "0" + words[1] }
        return words.joined(separator: " ")
    }

    private func made(_ fault: ReplayFault, _ request: ReplayRequest, _ kind: RequestKind) -> ReplayAnswer {
        switch fault.kind {
        case .status:
            return Self.refusal(
                fault.status ?? 503,
                retryAfter: fault.retryAfter,
                asDate: fault.retryAsDate ?? false
            )
        case .empty:
            return services.answer(request, kind: kind, isEmpty: true)
        case .garbage:
            var answer = services.answer(request, kind: kind)
            answer.body = Array("<html><body>{\"paperId\": </p>maintenance".utf8)
            return answer
        case .redirect:
            return ReplayAnswer(status: 302, headers: [("Location", "http://elsewhere.invalid/")])
        case .slow, .stall, .cut, .close:
            return services.answer(request, kind: kind)
        }
    }

    // MARK: Sending

    private func send(_ answer: ReplayAnswer, _ writer: Writer, with fault: ReplayFault? = nil) async throws {
        var headers = HTTPHeaders(answer.headers)
        headers.add(name: "Content-Length", value: "\(answer.body.count)")
        let head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: answer.status),
            headers: headers
        )
        try await writer.write(.head(head))
        let body = ByteBuffer(bytes: answer.body)
        switch fault?.kind {
        case .slow:
            try await sendSlowly(body, writer, size: fault?.bytes ?? 1024, delay: fault?.delay ?? 0.1)
        case .stall:
            try await Task.sleep(for: .seconds(fault?.delay ?? 60))
            try await writer.write(.body(.byteBuffer(body)))
        case .cut:
            let length = min(fault?.bytes ?? body.readableBytes / 2, body.readableBytes)
            if let part = body.getSlice(at: body.readerIndex, length: length) {
                try await writer.write(.body(.byteBuffer(part)))
            }
            throw Close()
        default:
            if body.readableBytes > 0 { try await writer.write(.body(.byteBuffer(body))) }
        }
        try await writer.write(.end(nil))
    }

    private func sendSlowly(_ body: ByteBuffer, _ writer: Writer, size: Int, delay: Double) async throws {
        var rest = body
        while let part = rest.readSlice(length: min(max(size, 1), rest.readableBytes)), part.readableBytes > 0 {
            try await writer.write(.body(.byteBuffer(part)))
            try await Task.sleep(for: .seconds(delay))
        }
    }
}
