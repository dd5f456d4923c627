import Engine
import Observability
import Upstreams

/// What was asked of services, as metrics.
struct UpstreamMetrics: MetricCollector {
    let name = "upstream"
    private let statistics: @Sendable () -> RequestStatistics

    init(_ clients: UpstreamClients) { statistics = { clients.statistics } }

    func collect() async throws -> [MetricSnapshot] { Self.metrics(statistics()) }

    static func metrics(_ statistics: RequestStatistics) -> [MetricSnapshot] {
        var requests = metric("requests", .counter, "Answers by status, and requests without an answer.", "code")
        var seconds = metric("request_duration_seconds", .summary, "Time from sending to the end of the answer.")
        var waits = metric("throttle_wait_seconds", .summary, "Time that requests waited for their turn.")
        var holds = metric("hold_seconds", .counter, "Time that services asked to stay away.")
        var bytes = metric("received_bytes", .counter, "Bytes received, as they came over the network.")
        for (api, entry) in statistics.entries {
            for (code, count) in entry.outcomes { requests.add([api, code], count: count) }
            let count = UInt64(clamping: entry.requests)
            seconds.add([api], .summary(count: count, sum: entry.seconds))
            waits.add([api], .summary(count: count, sum: entry.gateSeconds))
            holds.add([api], number: entry.holdSeconds)
            bytes.add([api], count: entry.bytesReceived)
        }
        return [requests, seconds, waits, holds, bytes]
    }

    private static func metric(_ name: String, _ kind: MetricKind, _ help: String, _ label: String...) -> MetricSnapshot
    {
        MetricSnapshot(MetricDefinition("cosci_upstream_" + name, kind, help: help, labels: ["api"] + label))
    }
}
