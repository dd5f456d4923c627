import Answers
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Looks after one connection: answers hot questions at once on the connection's own thread, ends connections that are silent, slow or
/// send more than they should, and says what is wrong with what is no HTTP.
///
/// A question is answered here only when no other one of the connection is under way, so answers keep their order.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What may still come of a body whose request was answered already.
    private static let greatestRest = 64 << 20
    private static let restLimit = TimeAmount.seconds(15)

    private let hotline: Hotline
    private let idleLimit: TimeAmount
    private var address = "local"
    private var timer: Scheduled<Void>?
    private var lastActive = NIODeadline.now()
    /// Requests that were passed on and whose answers are not complete.
    private var pending = 0
    /// Whether the request that is being read was answered here.
    private var isAnswered = false
    private var isReading = false
    private var bodyBytes = 0
    /// Whether the answer that is being written is the last one.
    private var endsConnection = false

    init(_ hotline: Hotline, idleLimit: Duration) {
        self.hotline = hotline
        self.idleLimit = .nanoseconds(idleLimit.inNanoseconds)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActive = .now()
        switch unwrapInboundIn(data) {
        case .head(let head):
            isReading = true
            bodyBytes = 0
            if pending == 0, context.channel.isWritable, let answer = hotline.answer(head, address: address) {
                isAnswered = true
                context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
                if let body = answer.body { context.write(wrapOutboundOut(.body(body)), promise: nil) }
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
                return
            }
            pending += 1
        case .body(let part):
            bodyBytes += part.readableBytes
            if bodyBytes > Self.greatestRest { return context.close(promise: nil) }
            if isAnswered { return }
        case .end:
            isReading = false
            if isAnswered {
                isAnswered = false
                return
            }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        lastActive = .now()
        switch unwrapOutboundIn(data) {
        case .head(let head): endsConnection = head.headerFields[.connection] == "close"
        case .body: break
        case .end:
            pending = max(0, pending - 1)
            if endsConnection { end(context) }
        }
        context.write(data, promise: promise)
    }

    /// Ends the connection soon: at once would tear the answer from the hands of a client that is still sending.
    private func end(_ context: ChannelHandlerContext) {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: isReading ? .seconds(2) : .milliseconds(50)) { channel.close(promise: nil) }
    }

    // MARK: What is no HTTP

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let failure = error as? HTTPParserError, pending == 0, !isReading else {
            return context.fireErrorCaught(error)
        }
        let isTooLarge = failure == .headerOverflow
        let problem = Problem(
            isTooLarge ? .requestHeaderFieldsTooLarge : .badRequest,
            isTooLarge ? "the headers are too long" : "this is no HTTP request"
        )
        // Texts and whole numbers always have a form in JSON.
        let bytes = (try? JSONText.encode(problem.document(instance: "", requestID: RequestIdentity.make()))) ?? []
        let headers: HTTPFields = [
            .contentType: "application/problem+json", .contentLength: String(bytes.count), .connection: "close",
        ]
        context.write(wrapOutboundOut(.head(HTTPResponse(status: problem.status, headerFields: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }

    // MARK: Time

    private func begin(_ context: ChannelHandlerContext) {
        guard timer == nil else { return }
        address = context.channel.remoteAddress?.ipAddress ?? "local"
        look(context, after: idleLimit)
    }

    private func look(_ context: ChannelHandlerContext, after time: TimeAmount) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) { bound.value.handler.check(bound.value.context) }
    }

    private func check(_ context: ChannelHandlerContext) {
        let silence = NIODeadline.now() - lastActive
        let isWaiting = pending == 0 || isReading || !context.channel.isWritable
        let limit = pending == 0 && isReading ? min(idleLimit, Self.restLimit) : idleLimit
        if isWaiting, silence >= limit { return context.close(promise: nil) }
        look(context, after: isWaiting ? max(limit - silence, .milliseconds(100)) : idleLimit)
    }
}
