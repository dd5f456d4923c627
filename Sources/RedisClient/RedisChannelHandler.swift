import NIOCore
import RESP
import Synchronization

/// Sends commands and hands each answer to the one whose turn it is: servers answer in the order in which they were asked.
///
/// Whoever stops waiting leaves an empty place in the order, so that an answer never reaches another. All state belongs to the event
/// loop but the inbox.
final class RedisChannelHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private struct Inbox {
        var exchanges: [RedisExchange] = []
        var isScheduled = false
        var isClosed = false
    }

    private static let watchInterval = TimeAmount.milliseconds(20)
    private static let writeSize = 1 << 16

    private let endpoint: RedisEndpoint
    private let maximumInFlight: Int
    private let onPush: (@Sendable (RedisPush) -> Void)?
    private let inbox = Mutex(Inbox())

    private var context: ChannelHandlerContext?
    private var parser: RESPParser
    private var unread = ByteBuffer()
    private var waiting = CircularBuffer<RedisExchange>()
    private var inFlight = CircularBuffer<RedisExchange>()
    /// The answers that the first of those in flight has so far.
    private var replies: [RESPValue] = []
    private var commandsInFlight = 0
    private var watch: Scheduled<Void>?
    private var failure: RedisError?

    init(_ configuration: RedisConfiguration, endpoint: RedisEndpoint) {
        self.endpoint = endpoint
        maximumInFlight = max(1, configuration.maximumInFlight)
        onPush = configuration.onPush
        parser = RESPParser(limits: configuration.limits)
    }

    /// Whether the connection has ended.
    var isClosed: Bool { inbox.withLock { $0.isClosed } }

    /// Sends commands as soon as there is room. May be called on any thread; many calls at once cost one visit to the event loop.
    func submit(_ exchange: RedisExchange, on loop: any EventLoop) {
        let (isClosed, mustSchedule) = inbox.withLock { inbox in
            guard !inbox.isClosed else { return (true, false) }
            inbox.exchanges.append(exchange)
            defer { inbox.isScheduled = true }
            return (false, !inbox.isScheduled)
        }
        if isClosed { exchange.finish(.failure(lost(mayHaveRun: false))) }
        if mustSchedule { loop.execute { self.collect() } }
    }

    // MARK: The channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if unread.readableBytes == 0 { unread = bytes } else { unread.writeBuffer(&bytes) }
        do {
            while let value = try parser.next(&unread) {
                if case .push(let elements) = value {
                    onPush?(RedisPush(elements))
                } else if !take(value) {
                    return fail(RedisError(.malformed, "\(endpoint) answered without having been asked"), context)
                }
            }
        } catch {
            return fail(
                RedisError(.malformed, mayHaveRun: true, "\(endpoint) does not speak the protocol of Redis: \(error)"),
                context
            )
        }
        if unread.readableBytes == 0 { unread = ByteBuffer() } else { unread.discardReadBytes() }
        pump(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pump(context)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(RedisError(.connectionLost, mayHaveRun: true, "the connection to \(endpoint) failed: \(error)"), context)
    }

    // MARK: Answers

    private func take(_ value: RESPValue) -> Bool {
        guard let first = inFlight.first else { return false }
        commandsInFlight -= 1
        if replies.isEmpty { replies.reserveCapacity(first.commands.count) }
        replies.append(value)
        if replies.count == first.commands.count {
            inFlight.removeFirst()
            first.finish(.success(replies))
            replies = []
        }
        return true
    }

    private func fail(_ error: RedisError, _ context: ChannelHandlerContext) {
        if failure == nil { failure = error }
        context.close(promise: nil)
    }

    /// The connection is gone: whoever waits hears of it.
    private func end() {
        let late = inbox.withLock { inbox in
            inbox.isClosed = true
            defer { inbox.exchanges = [] }
            return inbox.exchanges
        }
        watch?.cancel()
        onPush?(.disconnected)
        for exchange in inFlight { exchange.finish(.failure(lost(mayHaveRun: true))) }
        for exchange in waiting + late { exchange.finish(.failure(lost(mayHaveRun: false))) }
        inFlight.removeAll()
        waiting.removeAll()
        commandsInFlight = 0
    }

    private func lost(mayHaveRun: Bool) -> RedisError {
        var error = failure ?? RedisError(.connectionLost, "the connection to \(endpoint) ended")
        error.mayHaveRun = mayHaveRun
        return error
    }

    // MARK: Commands

    private func collect() {
        let new = inbox.withLock { inbox in
            inbox.isScheduled = false
            defer { inbox.exchanges = [] }
            return inbox.exchanges
        }
        waiting.append(contentsOf: new)
        guard let context else { return }
        pump(context)
        keepWatch(context)
    }

    /// Sends what waits, as long as there is room for answers and the socket takes it.
    private func pump(_ context: ChannelHandlerContext) {
        var bytes: ByteBuffer?
        while let next = waiting.first,
            commandsInFlight == 0 || commandsInFlight + next.commands.count <= maximumInFlight,
            context.channel.isWritable
        {
            waiting.removeFirst()
            guard !next.isOver else { continue }
            for command in next.commands {
                if bytes == nil { bytes = context.channel.allocator.buffer(capacity: command.bytes.readableBytes) }
                bytes?.writeImmutableBuffer(command.bytes)
            }
            commandsInFlight += next.commands.count
            inFlight.append(next)
            if let full = bytes, full.readableBytes >= Self.writeSize {
                context.writeAndFlush(wrapOutboundOut(full), promise: nil)
                bytes = nil
            }
        }
        if let bytes { context.writeAndFlush(wrapOutboundOut(bytes), promise: nil) }
    }

    // MARK: Time

    private func keepWatch(_ context: ChannelHandlerContext) {
        guard watch == nil, !(inFlight.isEmpty && waiting.isEmpty) else { return }
        watch = context.eventLoop.assumeIsolated().scheduleTask(in: Self.watchInterval) { [weak self] in
            guard let self, let context = self.context else { return }
            self.watch = nil
            self.look(context)
            self.keepWatch(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        for exchange in waiting where exchange.deadline <= now {
            exchange.finish(
                .failure(RedisError(.timedOut, "\(endpoint): there was no room to send the command in time"))
            )
        }
        waiting.removeAll { $0.isOver }
        let late = inFlight.filter { $0.deadline <= now && !$0.isOver }
        guard !late.isEmpty else { return }
        for exchange in late {
            exchange.finish(
                .failure(RedisError(.timedOut, mayHaveRun: true, "\(endpoint) did not answer in time"))
            )
        }
        // A server that does not answer this does not answer what is behind it either.
        fail(RedisError(.connectionLost, mayHaveRun: true, "\(endpoint) did not answer in time"), context)
    }
}
