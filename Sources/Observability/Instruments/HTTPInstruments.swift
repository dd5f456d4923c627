/// What a server measures of its requests: how many, how long, how they end (the RED method), and what it refuses.
public struct HTTPInstruments: Sendable {
    /// Why a request was not answered.
    public enum Refusal: String, Hashable, Sendable, CaseIterable {
        /// It came without a key that allows it.
        case unauthorized
        /// Its key or address has asked too often.
        case rateLimited = "rate_limited"
        /// The server has too much to do.
        case overloaded
        /// It is too large.
        case tooLarge = "too_large"
        /// It took too long.
        case deadline
    }

    /// A request that no route fits.
    public static let unknownRoute = "none"
    private static let methods: Set = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    private let seconds: HistogramMetric
    private let active: GaugeSeries
    private let streams: GaugeSeries
    private let bytes: CounterMetric
    private let refusals: CounterMetric

    /// The instruments, in a registry.
    public init(_ registry: MetricRegistry) {
        seconds = registry.histogram(
            MetricDefinition(
                "http_server_request_duration_seconds",
                .histogram,
                help: "Time from the head of a request to the end of its answer.",
                labels: ["method", "route", "code"],
                bounds: MetricBuckets.requestSeconds,
                seriesLimit: 500
            )
        )
        let activeRequests = MetricDefinition(
            "http_server_active_requests",
            .gauge,
            help: "Requests that are answered now."
        )
        active = registry.gauge(activeRequests)()
        let openStreams = MetricDefinition("cosci_http_open_streams", .gauge, help: "Streams of events that are open.")
        streams = registry.gauge(openStreams)()
        bytes = registry.counter(
            MetricDefinition(
                "http_server_response_body_bytes",
                .counter,
                help: "Bytes of the bodies of answers.",
                labels: ["route"]
            )
        )
        refusals = registry.counter(
            MetricDefinition(
                "cosci_http_refused_requests",
                .counter,
                help: "Requests that were refused, by reason.",
                labels: ["reason"]
            )
        )
        for reason in Refusal.allCases { refusals(reason.rawValue).increment(by: Int64(0)) }
    }

    /// A request begins.
    public func began() { active.increment(by: 1) }

    /// A request ended.
    ///
    /// - Parameters:
    ///   - route: the pattern that its path fits, never the path; ``unknownRoute`` when there is none.
    ///   - seconds: how long it took.
    ///   - responseBytes: the length of the answer's body.
    public func ended(method: String, route: String, status: Int, seconds: Double, responseBytes: Int) {
        active.decrement(by: 1)
        let method = Self.methods.contains(method) ? method : LabelSet.other
        self.seconds(method, route, "\(status)").observe(seconds)
        bytes(route).increment(by: Int64(max(0, responseBytes)))
    }

    /// A request was refused; how it ended is told all the same.
    public func refused(_ reason: Refusal) { refusals(reason.rawValue).increment() }

    /// A stream of events begins.
    public func streamOpened() { streams.increment(by: 1) }

    /// A stream of events ended.
    public func streamClosed() { streams.decrement(by: 1) }
}
