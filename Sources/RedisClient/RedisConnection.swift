import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import RESP

/// One connection to one server; any number of tasks use it at once.
final class RedisConnection: Sendable {
    /// What a server says of itself when it is greeted.
    struct Greeting: Sendable {
        /// Version of the protocol, 2 or 3.
        var version: Int
        /// Whether it belongs to a cluster.
        var isCluster: Bool
    }

    let greeting: Greeting
    private let channel: any Channel
    private let handler: RedisChannelHandler

    private init(_ channel: any Channel, _ handler: RedisChannelHandler, _ greeting: Greeting) {
        self.channel = channel
        self.handler = handler
        self.greeting = greeting
    }

    /// Whether it has ended.
    var isClosed: Bool { handler.isClosed }

    /// Connects and introduces itself.
    ///
    /// - Throws: ``RedisError``.
    static func connect(_ configuration: RedisConfiguration, to endpoint: RedisEndpoint) async throws -> RedisConnection
    {
        let handler = RedisChannelHandler(configuration, endpoint: endpoint)
        let channel: any Channel
        do {
            let tls = try configuration.usesTLS ? TLS.context(configuration) : nil
            channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelOption(.socketOption(.so_keepalive), value: 1)
                .connectTimeout(.nanoseconds(Int64(configuration.connectTimeout.inSeconds * 1e9)))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let tls { try channel.pipeline.syncOperations.addHandler(TLS.handler(tls, endpoint)) }
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
                .connect(host: endpoint.host, port: endpoint.port)
                .get()
        } catch {
            throw RedisError(.unreachable, "Redis cannot be reached at \(endpoint): \(reason(error))")
        }
        do {
            let greeting = try await greet(configuration, channel, handler)
            return RedisConnection(channel, handler, greeting)
        } catch {
            // What is thrown tells why; that closing fails as well tells nothing.
            try? await channel.close()
            throw error
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let failure = error as? NIOConnectionError else { return "\(error)" }
        if let failure = failure.connectionErrors.first {
            return (failure.error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(failure.error)"
        }
        return failure.dnsAError == nil ? "no address" : "the name is not known"
    }

    /// Sends commands together.
    ///
    /// - Returns: the answers in their order, errors among them.
    /// - Throws: ``RedisError``; `CancellationError`, after which the server may or may not run them.
    func send(_ commands: [RedisCommand], timeout: Duration) async throws -> [RESPValue] {
        try await Self.send(commands, timeout, channel, handler)
    }

    private static func send(
        _ commands: [RedisCommand],
        _ timeout: Duration,
        _ channel: any Channel,
        _ handler: RedisChannelHandler
    ) async throws -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        let blocking = commands.reduce(Duration.zero) { $0 + ($1.blocking ?? .zero) }
        let limit = TimeAmount.nanoseconds(Int64(min((timeout + blocking).inSeconds, 1e9) * 1e9))
        let exchange = RedisExchange(commands, deadline: .now() + limit)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if exchange.attach(continuation) { handler.submit(exchange, on: channel.eventLoop) }
            }
        } onCancel: {
            exchange.finish(.failure(CancellationError()))
        }
    }

    /// Ends the connection; commands under way fail.
    func close() {
        channel.close(promise: nil)
    }

    // MARK: Introducing

    private static func greet(
        _ configuration: RedisConfiguration,
        _ channel: any Channel,
        _ handler: RedisChannelHandler
    ) async throws -> Greeting {
        func ask(_ words: [String]) async throws -> RESPValue {
            try await send([RedisCommand(words)], configuration.connectTimeout, channel, handler)[0]
        }
        var hello = ["HELLO", "3"]
        if let password = configuration.password { hello += ["AUTH", configuration.user ?? "default", password] }
        hello += ["SETNAME", configuration.clientName]
        var greeting = Greeting(version: 2, isCluster: false)
        let answer = try await ask(hello)
        switch answer {
        case .error(let error) where error.code == "NOPROTO" || error.message.lowercased().contains("unknown command"):
            // Servers before version 6 speak the older protocol only.
            if let password = configuration.password {
                try authorised(await ask(["AUTH"] + (configuration.user.map { [$0] } ?? []) + [password]))
            }
            _ = try await ask(["CLIENT", "SETNAME", configuration.clientName])
            let info = try await ask(["INFO", "cluster"]).string ?? ""
            greeting.isCluster = info.contains("cluster_enabled:1")
        default:
            try authorised(answer)
            greeting.version = 3
            greeting.isCluster = answer.pairs?.first { $0.key.string == "mode" }?.value.string == "cluster"
        }
        if configuration.database != 0 { try authorised(await ask(["SELECT", "\(configuration.database)"])) }
        for command in configuration.preamble {
            try authorised(await send([command], configuration.connectTimeout, channel, handler)[0])
        }
        return greeting
    }

    private static func authorised(_ answer: RESPValue) throws {
        guard case .error(let error) = answer else { return }
        let isAccess = ["NOAUTH", "WRONGPASS", "NOPERM"].contains(error.code) || error.message.contains("AUTH")
        throw RedisError(isAccess ? .unauthorised : .unreachable, "Redis refuses the connection: \(error.message)")
    }
}

/// Encryption of connections.
private enum TLS {
    static func context(_ configuration: RedisConfiguration) throws -> NIOSSLContext {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let file = configuration.trustedCertificates { tls.trustRoots = .file(file) }
        return try NIOSSLContext(configuration: tls)
    }

    static func handler(_ context: NIOSSLContext, _ endpoint: RedisEndpoint) throws -> NIOSSLClientHandler {
        // Parsing is the test: certificates are checked against names, not addresses.
        let isAddress = (try? SocketAddress(ipAddress: endpoint.host, port: endpoint.port)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : endpoint.host)
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
