import RESP

/// Which server of a cluster holds which keys.
struct ClusterSlots: Sendable {
    private var endpoints: [RedisEndpoint]
    /// For each slot an index into the endpoints; -1 where nobody is responsible.
    private var owners: [Int16]

    /// Reads the answer to `CLUSTER SLOTS`.
    ///
    /// - Parameter asked: the server that answered; it leaves out its own name.
    init(_ reply: RESPValue, from asked: RedisEndpoint) throws {
        endpoints = []
        owners = Array(repeating: -1, count: RedisSlot.count)
        for range in reply.elements ?? [] {
            guard let parts = range.elements, parts.count >= 3, let first = parts[0].integer,
                let last = parts[1].integer,
                0 <= first, first <= last, last < Int64(RedisSlot.count), let master = parts[2].elements,
                master.count >= 2,
                let port = master[1].integer
            else { throw RedisError(.malformed, "\(asked) does not say how the cluster is divided") }
            let host = master[0].string ?? ""
            let index = index(of: RedisEndpoint(host: host.isEmpty ? asked.host : host, port: Int(port)))
            for slot in Int(first)...Int(last) { owners[slot] = index }
        }
        guard !endpoints.isEmpty else {
            throw RedisError(.unsettled, "the cluster at \(asked) is responsible for no keys yet")
        }
    }

    /// The server that is responsible for a key; any for commands without one.
    func endpoint(of key: String?) -> RedisEndpoint {
        let owner = key.map { owners[RedisSlot.of($0)] } ?? 0
        return endpoints[owner >= 0 ? Int(owner) : 0]
    }

    /// The servers that are responsible for any slot.
    var masters: [RedisEndpoint] { Set(owners.filter { $0 >= 0 }).sorted().map { endpoints[Int($0)] } }

    /// A server said that a slot belongs to another.
    mutating func move(_ slot: Int, to endpoint: RedisEndpoint) {
        owners[slot] = index(of: endpoint)
    }

    private mutating func index(of endpoint: RedisEndpoint) -> Int16 {
        if let index = endpoints.firstIndex(of: endpoint) { return Int16(index) }
        endpoints.append(endpoint)
        return Int16(endpoints.count - 1)
    }

    /// Reads `MOVED 3999 127.0.0.1:6381` and `ASK ...`; the host may be missing (that of the server that said so) or an IPv6 address.
    static func redirection(_ message: String, from asked: RedisEndpoint) -> (slot: Int, endpoint: RedisEndpoint)? {
        let words = message.split(separator: " ")
        guard words.count == 3, let slot = Int(words[1]), (0..<RedisSlot.count).contains(slot),
            let colon = words[2].lastIndex(of: ":"), let port = Int(words[2][words[2].index(after: colon)...]),
            (1...65535).contains(port)
        else { return nil }
        let host = words[2][..<colon].drop { $0 == "[" }.prefix { $0 != "]" }
        return (slot, RedisEndpoint(host: host.isEmpty ? asked.host : String(host), port: port))
    }
}
