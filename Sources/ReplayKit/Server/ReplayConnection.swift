import Foundation
import Literature
import NIOCore
import NIOHTTP1
import Synchronization

/// Serves one connection.
struct ReplayConnection: Sendable {
    typealias ResponsePart = HTTPServerResponsePart
    typealias Writer = NIOAsyncChannelOutboundWriter<ResponsePart>

    /// The header field in which the time of arrival is handed on.
    static let arrivalField = "x-replay-arrival"
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
        let arrival = headers[Self.arrivalField].flatMap { Double($0) } ?? state.now
        let verdict = state.arrive(kind, at: arrival)
        // A request is over before its last byte leaves: who has it may send the next one at once.
        let exit = Exit(state: state, kind: kind)
        defer { exit.leave(status: nil, answer: nil) }
        if latency > 0 { try await Task.sleep(for: .seconds(latency)) }
        switch verdict {
        case .outage:
            throw Close()
        case .violation(let code, let wait):
            try await send(Self.refusal(code, retryAfter: max(1, wait.rounded(.up))), writer, exit: exit)
        case .fault(let fault) where fault.kind == .close:
            throw Close()
        case .fault(let fault):
            try await send(made(fault, request, kind), writer, with: fault, exit: exit)
        case .serve:
            try await send(services.answer(request, kind: kind), writer, exit: exit)
        }
    }

    /// Counts the end of a request, once.
    private final class Exit: Sendable {
        private let state: ReplayState
        private let kind: RequestKind
        private let isOver = Mutex(false)

        init(state: ReplayState, kind: RequestKind) {
            self.state = state
            self.kind = kind
        }

        func leave(status: Int?, answer: ReplayAnswer?) {
            let isFirst = isOver.withLock { isOver in
                defer { isOver = true }
                return !isOver
            }
            if isFirst { state.leave(kind, status: status, answer: answer) }
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

    private func send(
        _ answer: ReplayAnswer,
        _ writer: Writer,
        with fault: ReplayFault? = nil,
        exit: Exit? = nil
    ) async throws {
        var headers = HTTPHeaders(answer.headers)
        headers.add(name: "Content-Length", value: "\(answer.body.count)")
        let head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: answer.status),
            headers: headers
        )
        let body = ByteBuffer(bytes: answer.body)
        let isGiven = fault == nil || fault?.kind == .slow || fault?.kind == .stall
        switch fault?.kind {
        case .slow:
            try await writer.write(.head(head))
            try await sendSlowly(body, writer, size: fault?.bytes ?? 1024, delay: fault?.delay ?? 0.1)
        case .stall:
            try await writer.write(.head(head))
            try await Task.sleep(for: .seconds(fault?.delay ?? 60))
            exit?.leave(status: answer.status, answer: answer)
            try await writer.write(.body(.byteBuffer(body)))
        case .cut:
            exit?.leave(status: answer.status, answer: nil)
            try await writer.write(.head(head))
            let length = min(fault?.bytes ?? body.readableBytes / 2, body.readableBytes)
            if let part = body.getSlice(at: body.readerIndex, length: length) {
                try await writer.write(.body(.byteBuffer(part)))
            }
            throw Close()
        default:
            exit?.leave(status: answer.status, answer: isGiven ? answer : nil)
            try await writer.write(.head(head))
            if body.readableBytes > 0 { try await writer.write(.body(.byteBuffer(body))) }
        }
        exit?.leave(status: answer.status, answer: isGiven ? answer : nil)
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
