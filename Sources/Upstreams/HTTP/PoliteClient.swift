import AsyncHTTPClient
public import BatchProcessing
import Formats
import NIOCore
import NIOHTTP1
import Synchronization

/// Makes HTTP requests the way the people who run free services ask for: under a name, at their pace, on few connections,
/// within limits of time and size, and staying away for as long as they say.
///
/// One client per service. Every request, redirects included, takes a permit of the gate that is given with it; 429 and
/// Retry-After hold that gate for everybody who shares it. Requests are made once; whoever calls decides about another try.
/// Redirects are followed on the same host only.
public final class PoliteClient: Sendable {
    /// The most redirects that are followed for one request.
    static let maximumRedirects = 3

    /// How requests are made.
    public let settings: HTTPSettings
    let clock: any BatchClock
    let meter = RequestMeter()
    private let connections: Int
    private let transports = Mutex<[ProxyRules.Proxy?: HTTPClient]>([:])
    /// Until when gates are held, by name, so that nobody is kept waiting for an hour without a word.
    private let holds = Mutex<[String: Duration]>([:])

    /// A client. It connects when the first request is made.
    ///
    /// - Parameter connections: the most connections to one host.
    public init(settings: HTTPSettings, connections: Int = 4, clock: any BatchClock = SystemBatchClock()) {
        self.settings = settings
        self.connections = connections
        self.clock = clock
    }

    deinit {
        let open = transports.withLock { Array($0.values) }
        guard !open.isEmpty else { return }
        // The library demands an orderly end even of a client that was forgotten.
        Task.detached { for client in open { try? await client.shutdown() } }
    }

    /// Closes all connections. The client can be used again.
    public func close() async {
        let open = transports.withLock { transports in
            defer { transports = [:] }
            return Array(transports.values)
        }
        // A client that was shut down before is what is wanted.
        for client in open { try? await client.shutdown() }
    }

    /// What was asked so far.
    public var statistics: RequestStatistics { meter.snapshot }

    /// Makes a request and takes the whole answer into memory.
    ///
    /// - Throws: ``UpstreamError`` unless the answer is a success; `CancellationError`.
    public func send(_ request: UpstreamRequest, gate: Gate) async throws -> UpstreamAnswer {
        let limit = request.bodyLimit ?? settings.bodyLimit
        return try await exchange(request, gate: gate, timeout: settings.totalTimeout) { response, url in
            let raw = try await Self.collect(response, limit: limit, meter: self.meter, api: request.api, url: url)
            let encoding = response.headers.first(name: "content-encoding")?.lowercased() ?? "identity"
            let body = try Self.decoded(raw, encoding: encoding, limit: limit, api: request.api, url: url)
            return UpstreamAnswer(
                url: url,
                status: Int(response.status.code),
                headers: Self.fields(response.headers),
                body: body
            )
        }
    }

    // MARK: One request

    /// What a request came to.
    private enum Step<Value: Sendable>: Sendable {
        case done(Value)
        case redirect(String)
    }

    /// Makes a request, following redirects on the host.
    ///
    /// - Parameters:
    ///   - timeout: for each request, without the wait at the gate.
    ///   - accepted: statuses besides 2xx that `take` understands.
    ///   - take: consumes a response; gets the address that gave it.
    func exchange<Value: Sendable>(
        _ request: UpstreamRequest,
        gate: Gate,
        timeout: Duration,
        accepted: Set<Int> = [],
        take: @escaping @Sendable (HTTPClientResponse, String) async throws -> Value
    ) async throws -> Value {
        var url = request.url
        for _ in 0...Self.maximumRedirects {
            try refuseWhileHeldLong(gate, request: request)
            let asked = clock.now()
            let target = url
            let step: Step<Value> = try await gate.withPermit(cost: request.cost) {
                let waited = (clock.now() - asked).inSeconds
                meter.record(request.api) { $0.gateSeconds += max(0, waited) }
                return try await perform(request, url: target, gate: gate, timeout: timeout, accepted, take)
            }
            switch step {
            case .done(let value): return value
            case .redirect(let next): url = next
            }
        }
        throw UpstreamError(.malformed, api: request.api, url: url, detail: "the service redirects in a circle")
    }

    private func perform<Value: Sendable>(
        _ request: UpstreamRequest,
        url: String,
        gate: Gate,
        timeout: Duration,
        _ accepted: Set<Int>,
        _ take: @escaping @Sendable (HTTPClientResponse, String) async throws -> Value
    ) async throws -> Step<Value> {
        let begun = clock.now()
        meter.record(request.api) { $0.requests += 1 }
        defer {
            let seconds = (clock.now() - begun).inSeconds
            meter.record(request.api) { $0.seconds += max(0, seconds) }
        }
        let prepared = prepare(request, url: url)
        let client = transport(for: url)
        do {
            // Sent from this very task: between the start that the gate has recorded and the sending nothing may come.
            let response = try await client.execute(prepared, timeout: Self.amount(timeout))
            let status = Int(response.status.code)
            meter.record(request.api) { $0.outcomes["\(status)", default: 0] += 1 }
            await adoptPace(response.headers, gate: gate)
            let left = timeout - (clock.now() - begun)
            if accepted.contains(status) || (200...299).contains(status) {
                return .done(try await withTimeLimit(left) { try await take(response, url) })
            }
            if [301, 302, 303, 307, 308].contains(status) {
                return .redirect(try Self.redirect(response, from: url, request: request))
            }
            throw try await withTimeLimit(left) {
                await self.refusal(response, url: url, request: request, gate: gate)
            }
        } catch {
            throw translated(error, request: request, url: url, timeout: timeout)
        }
    }

    private func prepare(_ request: UpstreamRequest, url: String) -> HTTPClientRequest {
        var prepared = HTTPClientRequest(url: url)
        prepared.method = request.body == nil ? .GET : .POST
        prepared.headers.add(name: "User-Agent", value: settings.userAgent)
        if !request.headers.contains(where: { $0.name.lowercased() == "accept-encoding" }) {
            prepared.headers.add(name: "Accept-Encoding", value: "gzip")
        }
        for (name, value) in settings.contextFields() { prepared.headers.replaceOrAdd(name: name, value: value) }
        for (name, value) in request.headers { prepared.headers.replaceOrAdd(name: name, value: value) }
        if let body = request.body { prepared.body = .bytes(ByteBuffer(bytes: body)) }
        return prepared
    }

    private func transport(for url: String) -> HTTPClient {
        let proxy = settings.proxies.proxy(for: url)
        return transports.withLock { transports in
            if let client = transports[proxy] { return client }
            var configuration = HTTPClient.Configuration(
                redirectConfiguration: .disallow,
                timeout: .init(
                    connect: Self.amount(settings.connectTimeout),
                    read: Self.amount(settings.readTimeout),
                    write: Self.amount(settings.readTimeout)
                ),
                connectionPool: .init(
                    idleTimeout: .seconds(30),
                    concurrentHTTP1ConnectionsPerHostSoftLimit: connections
                ),
                proxy: proxy.map(Self.configured),
                decompression: .disabled
            )
            configuration.httpVersion = .http1Only
            // A refused connection is reported at once instead of being tried again until the time limit.
            configuration.connectionPool.retryConnectionEstablishment = false
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            transports[proxy] = client
            return client
        }
    }

    private static func configured(_ proxy: ProxyRules.Proxy) -> HTTPClient.Configuration.Proxy {
        guard !proxy.user.isEmpty else { return .server(host: proxy.host, port: proxy.port) }
        let authorization = HTTPClient.Authorization.basic(username: proxy.user, password: proxy.password)
        return .server(host: proxy.host, port: proxy.port, authorization: authorization)
    }

    static func amount(_ duration: Duration) -> TimeAmount {
        .nanoseconds(Int64(min(max(duration.inSeconds, 0), 1e9) * 1e9))
    }

    // MARK: Holding back

    /// Holds a gate, and remembers until when.
    func hold(_ gate: Gate, for delay: Duration, api: String) async {
        let until = clock.now() + delay
        holds.withLock { $0[gate.rule.name] = max($0[gate.rule.name] ?? .zero, until) }
        meter.record(api) { $0.holdSeconds += delay.inSeconds }
        await gate.holdOff(delay)
    }

    private func refuseWhileHeldLong(_ gate: Gate, request: UpstreamRequest) throws {
        guard let until = holds.withLock({ $0[gate.rule.name] }) else { return }
        let rest = until - clock.now()
        guard rest > settings.longestHold else { return }
        throw UpstreamError(
            .throttled(after: rest),
            api: request.api,
            url: request.url,
            detail: "the service has asked to stay away for longer than is waited for"
        )
    }
}
