public import Hummingbird
import Logging
import NIOCore

/// What belongs to one request besides itself.
public struct APIRequestContext: RequestContext {
    /// What Hummingbird keeps.
    public var coreContext: CoreRequestContextStorage
    /// Where timers of the request run.
    let eventLoop: any EventLoop
    /// The address that the request came from.
    let address: String

    /// The context of a request that came over a channel.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        eventLoop = source.channel.eventLoop
        address = source.channel.remoteAddress?.ipAddress ?? "local"
    }
}
