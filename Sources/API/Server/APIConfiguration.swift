/// How the server listens, and what it bears.
public struct APIConfiguration: Sendable {
    /// The address it listens on.
    public var host = "127.0.0.1"
    /// The port; 0 takes a free one.
    public var port = 8000
    /// The folder of the web app; nil when there is none.
    public var webFolder: String?
    /// The origins whose pages may call the API from a browser (`https://example.org`); empty: only its own.
    public var allowedOrigins: [String] = []
    /// Names besides those of this machine by which the server may be addressed; matters on loopback, where it keeps pages elsewhere
    /// from reaching the server by a name of theirs that they point to this machine.
    public var allowedHosts: [String] = []
    /// Whether reading needs a key.
    public var readsNeedKey = false
    /// The greatest body of a request, in bytes.
    public var greatestBody = 1 << 20
    /// How long a request may take, in reading and in answering.
    public var timeLimit = Duration.seconds(30)
    /// How many requests are worked on at once; what comes beyond is asked to come again.
    public var greatestConcurrency = 256
    /// How many connections are held; others wait to be accepted.
    public var greatestConnections = 16_384
    /// How long a connection may be silent.
    public var idleLimit = Duration.seconds(75)
    /// How many threads compute.
    public var threads = 2
    /// How many bytes of answers are kept as they were sent.
    public var hotCapacity = 32 << 20
    /// How often one address may ask; addresses of this machine may as often as they like.
    public var addressRate = RateLimiter.Rule(rate: 50, burst: 200)
    /// How often one key may ask.
    public var keyRate = RateLimiter.Rule(rate: 200, burst: 800)
    /// The version that the document tells.
    public var version = ""

    /// On this machine only.
    public init() {}

    /// Whether only this machine can reach the server.
    public var isLoopback: Bool { Self.isLoopback(host) }

    /// Whether an address or name is this machine's own.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.") || host == "::ffff:127.0.0.1"
    }
}
