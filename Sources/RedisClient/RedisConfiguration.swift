import Foundation
public import RESP

/// Where a server listens.
public struct RedisEndpoint: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address.
    public var host: String
    /// The TCP port.
    public var port: Int

    /// An endpoint.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `host:port`, with brackets around an IPv6 address.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// How servers are reached.
public struct RedisConfiguration: Sendable {
    /// The servers to begin with; more than one for a cluster.
    public var endpoints: [RedisEndpoint]
    /// The user; nil for the default one.
    public var user: String?
    /// The password; nil when none is needed.
    public var password: String?
    /// The number of the database; always 0 in a cluster.
    public var database = 0
    /// Whether connections are encrypted; the server's certificate must be valid for its name.
    public var usesTLS = false
    /// A file of certificates (PEM) to trust instead of the system's.
    public var trustedCertificates: String?
    /// The name under which servers list the connections.
    public var clientName = "arxiv-cosci"
    /// How long a connection may take.
    public var connectTimeout: Duration = .seconds(5)
    /// How long an answer may take, connecting anew included.
    public var commandTimeout: Duration = .seconds(10)
    /// How many commands may be under way on one connection; more wait.
    public var maximumInFlight = 4096
    /// What a server may send.
    public var limits = RESPParser.Limits()
    /// Commands that begin every connection (`CLIENT TRACKING ON`), after it is authorised.
    public var preamble: [RedisCommand] = []
    /// Is told what servers say unasked, and that a connection was made (what was said before may have been missed) or ended.
    public var onPush: (@Sendable (RedisPush) -> Void)?

    /// Servers with the defaults.
    public init(endpoints: [RedisEndpoint]) {
        self.endpoints = endpoints
    }

    /// Reads `redis://[[user]:password@]host[:port][,host[:port]...][/database]`; `rediss` for TLS.
    ///
    /// - Throws: ``RedisError`` that does not repeat the password.
    public init(url: String) throws {
        func invalid(_ reason: String) -> RedisError {
            RedisError(
                .invalidAddress,
                "\(reason); redis://[user:password@]host[:port][/database] is expected, rediss:// for TLS"
            )
        }
        guard let separator = url.range(of: "://") else { throw invalid("the address of Redis has no scheme") }
        let scheme = url[..<separator.lowerBound].lowercased()
        guard scheme == "redis" || scheme == "rediss" else { throw invalid("'\(scheme)' is no scheme of Redis") }
        var rest = url[separator.upperBound...]
        self.init(endpoints: [])
        usesTLS = scheme == "rediss"
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.map { String($0).removingPercentEncoding ?? String($0) }
            if decoded.count == 2 {
                user = decoded[0].isEmpty ? nil : decoded[0]
                password = decoded[1]
            } else {
                password = decoded[0]
            }
            rest = rest[rest.index(after: at)...]
        }
        if let slash = rest.firstIndex(of: "/") {
            let path = rest[rest.index(after: slash)...]
            if !path.isEmpty {
                guard let number = Int(path), (0...65535).contains(number) else {
                    throw invalid("the database of Redis must be a number")
                }
                database = number
            }
            rest = rest[..<slash]
        }
        endpoints = try rest.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let endpoint = RedisEndpoint(part) else {
                throw invalid("the address of Redis has no host or a wrong port")
            }
            return endpoint
        }
    }
}

extension RedisEndpoint {
    /// Reads `host`, `host:port`, `[address]:port`.
    init?(_ text: Substring) {
        var host = text
        var port: Substring = "6379"
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            if !rest.isEmpty {
                guard rest.hasPrefix(":") else { return nil }
                port = rest.dropFirst()
            }
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard !host.isEmpty, let number = Int(port), (1...65535).contains(number) else { return nil }
        self.init(host: String(host), port: number)
    }
}

/// What a server says unasked.
public enum RedisPush: Sendable {
    /// A connection was made: what servers said before may have been missed.
    case connected
    /// A connection ended: what servers say from now on is missed, until ``connected``.
    case disconnected
    /// Somebody changed these keys, which were read here; nil: any key may have changed.
    case invalidated(keys: [String]?)
    /// Anything else.
    case other([RESPValue])

    init(_ elements: [RESPValue]) {
        guard elements.first?.string == "invalidate", elements.count > 1 else {
            self = .other(elements)
            return
        }
        self = .invalidated(keys: elements[1].elements?.compactMap(\.string))
    }
}
