public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// The server: REST, documents, the web app, on one port.
public struct APIServer: Sendable {
    /// The application, for running and testing.
    public let application: Application<APIResponder>

    /// A server.
    ///
    /// - Parameters:
    ///   - threads: where work is done.
    ///   - logger: for what happens.
    ///   - services: what else runs as long as the server does.
    ///   - onRunning: called with the port when the server listens.
    public init(
        _ configuration: APIConfiguration,
        _ services: APIServices,
        threads: WorkThreads,
        logger: Logger,
        running: [any Service] = [],
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        let desk = FrontDesk(configuration, services, threads: threads)
        let hotline = Hotline(desk)
        let idleLimit = configuration.idleLimit
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionHandler(hotline, idleLimit: idleLimit)],
            idleTimeout: nil,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 32 << 10,
                maxHeaderListSize: 64 << 10,
                maxHeaderFieldCount: 200
            )
        )
        application = Application(
            responder: APIResponder(desk),
            server: .http1(configuration: channel),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                backlog: 4096,
                availableConnectionsDelegate: .maximum(configuration.greatestConnections, logger: logger)
            ),
            services: running,
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? configuration.port) },
            logger: logger
        )
    }
}
