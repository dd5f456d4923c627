import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// How a replay server behaves.
public struct ReplayConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port; 0 takes a free one.
    public var port = 0
    /// What is served.
    public var content: ReplayContent
    /// Rules of pace by group; none are checked unless given. See ``PaceRule/services(compression:)``.
    public var rules: [String: PaceRule] = [:]
    /// The part of a rule's window by which requests may come early.
    public var tolerance = 0.1
    /// What goes wrong from the beginning.
    public var faults: [ReplayFault] = []
    /// Records of one OAI-PMH page.
    public var recordsPerPage = 1000
    /// Whether OAI-PMH lists tell their size (arXiv's do not).
    public var tellsListSize = false
    /// How long every answer is held back, in seconds.
    public var latency = 0.0

    /// A server of `content`.
    public init(content: ReplayContent) {
        self.content = content
    }
}

/// Plays arXiv, Semantic Scholar and OpenAlex on this machine, from recordings and from a list of real papers.
///
/// `GET /__statistics` tells what was asked (`?ids=1` with every paper), `POST /__control` takes a ``ReplayControl``.
public final class ReplayServer: Sendable {
    /// The port it listens on.
    public let port: Int
    private let state: ReplayState
    private let accepting: Task<Void, Never>

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    /// Starts a server.
    ///
    /// - Throws: when the port is taken.
    public init(_ configuration: ReplayConfiguration) async throws {
        let state = ReplayState(
            rules: configuration.rules,
            tolerance: configuration.tolerance,
            faults: configuration.faults
        )
        self.state = state
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: configuration.host, port: configuration.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(ArrivalStamp(state: state))
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        port = channel.channel.localAddress?.port ?? configuration.port
        let services = ReplayServices(configuration, state: state)
        accepting = Task.detached {
            // It ends by an error when the server is stopped, which closes the channel.
            try? await withThrowingDiscardingTaskGroup { group in
                try await channel.executeThenClose { connections in
                    for try await connection in connections {
                        group.addTask {
                            state.connect()
                            await ReplayConnection(services: services, state: state, latency: configuration.latency)
                                .serve(connection)
                        }
                    }
                }
            }
        }
    }

    deinit {
        accepting.cancel()
    }

    /// The address of the server.
    public var base: String { "http://127.0.0.1:\(port)" }

    /// What was asked so far.
    ///
    /// - Parameter withIDs: whether to count every paper.
    public func statistics(withIDs: Bool = false) -> ReplayStatistics { state.statistics(withIDs: withIDs) }

    /// Changes the behaviour.
    public func apply(_ control: ReplayControl) { state.apply(control) }

    /// Closes all connections and the port.
    public func stop() async {
        accepting.cancel()
        await accepting.value
    }

    /// Waits until the server ends.
    public func run() async { await accepting.value }
}

/// Notes when a request arrives, on the thread that receives it: tasks may have to wait for their turn.
private final class ArrivalStamp: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let state: ReplayState

    init(state: ReplayState) {
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if case .head(var head) = part {
            head.headers.replaceOrAdd(name: ReplayConnection.arrivalField, value: "\(state.now)")
            part = .head(head)
        }
        context.fireChannelRead(wrapInboundOut(part))
    }
}
