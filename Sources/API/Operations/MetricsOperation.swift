import HTTPTypes

/// What the server measures.
enum MetricsOperation {
    /// `/metrics`.
    static func make(_ metrics: @escaping @Sendable (_ accept: String?) async -> (type: String, text: [UInt8]))
        -> Operation
    {
        Operation(
            method: .get,
            path: PathPattern("/metrics"),
            name: "getMetrics",
            summary: "What the server measures, in Prometheus' text format, or OpenMetrics for those who accept that.",
            group: .system,
            answers: [
                Operation.Outcome(
                    status: .ok,
                    summary: "The metrics.",
                    content: [("text/plain", .string), ("application/openmetrics-text", .string)]
                )
            ]
        ) { call in
            let (type, text) = await metrics(call.headers[.accept])
            return Reply(.bytes(text, type: type))
        }
    }
}
