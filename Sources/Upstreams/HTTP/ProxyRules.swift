import Foundation

/// Which requests go through which proxy, by the environment variables that curl and others read: `http_proxy`,
/// `https_proxy`, `all_proxy`, `no_proxy`, in lower or upper case (`HTTP_PROXY` is not read, as servers set it from requests).
public struct ProxyRules: Hashable, Sendable {
    /// A proxy.
    public struct Proxy: Hashable, Sendable {
        /// Its name or address.
        public var host: String
        /// Its port.
        public var port: Int
        /// The user name to present, empty if none.
        public var user: String
        /// The password to present, empty if none.
        public var password: String
    }

    /// The proxy for `http` addresses.
    public var http: Proxy?
    /// The proxy for `https` addresses.
    public var https: Proxy?
    /// Hosts that are asked directly: names (with all names below them), addresses, `*` for all.
    public var direct: [String]

    /// Rules.
    public init(http: Proxy? = nil, https: Proxy? = nil, direct: [String] = []) {
        self.http = http
        self.https = https
        self.direct = direct
    }

    /// The rules of an environment. Values that are no address of a proxy are passed over.
    public init(environment: [String: String]) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let all = value("all_proxy", "ALL_PROXY")
        http = (value("http_proxy") ?? all).flatMap(Self.proxy)
        https = (value("https_proxy", "HTTPS_PROXY") ?? all).flatMap(Self.proxy)
        direct = (value("no_proxy", "NO_PROXY") ?? "").split(whereSeparator: { $0 == "," || $0 == " " })
            .map { $0.lowercased() }
    }

    /// The proxy for an address; nil when it is asked directly. This machine itself always is.
    public func proxy(for url: String) -> Proxy? {
        guard let parts = URLComponents(string: url), let host = parts.host?.lowercased() else { return nil }
        let proxy = parts.scheme?.lowercased() == "http" ? http : https
        guard proxy != nil, !Self.isLoopback(host) else { return nil }
        return direct.contains { Self.matches($0, host: host, port: parts.port) } ? nil : proxy
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]"
    }

    private static func matches(_ rule: String, host: String, port: Int?) -> Bool {
        if rule == "*" { return true }
        var name = rule[...]
        if name.filter({ $0 == ":" }).count == 1, let colon = name.firstIndex(of: ":") {
            guard let port, name[name.index(after: colon)...] == "\(port)" else { return false }
            name = name[..<colon]
        }
        while name.first == "." || name.first == "*" { name.removeFirst() }
        guard !name.isEmpty else { return false }
        return host == name || host.hasSuffix("." + name)
    }

    private static func proxy(_ text: String) -> Proxy? {
        guard let parts = URLComponents(string: text.contains("://") ? text : "http://" + text),
            let host = parts.host, !host.isEmpty
        else { return nil }
        return Proxy(host: host, port: parts.port ?? 3128, user: parts.user ?? "", password: parts.password ?? "")
    }
}
