/// What is being worked on: goes along with a task and its children, into log lines, calls of services and jobs.
public struct WorkContext: Hashable, Sendable {
    /// The context of this task; empty where nobody has set one.
    @TaskLocal public static var current = WorkContext()

    /// The request that is answered.
    public var requestID: String?
    /// The job that is done.
    public var jobID: String?
    /// The trace that this is part of.
    public var trace: TraceContext?

    /// A context.
    public init(requestID: String? = nil, jobID: String? = nil, trace: TraceContext? = nil) {
        self.requestID = requestID
        self.jobID = jobID
        self.trace = trace
    }

    /// Runs `body` with this context.
    nonisolated(nonsending) public func run<Value>(
        _ body: nonisolated(nonsending) () async throws -> Value
    ) async rethrows -> Value {
        try await Self.$current.withValue(self) { try await body() }
    }

    /// The fields that tell another program of this trace, each call as a piece of work of its own; empty without a trace.
    public var headers: [(name: String, value: String)] {
        guard let trace = trace?.child() else { return [] }
        let state = trace.state.text
        return [(name: "traceparent", value: trace.parent)]
            + (state.isEmpty ? [] : [(name: "tracestate", value: state)])
    }
}
