#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The trace context in the payload of a job: two members of its JSON object, `traceparent` and `tracestate`, which those who
/// read the payload for its work pass over.
public struct TracedPayload: Hashable, Sendable, Codable {
    /// The field `traceparent`.
    public var traceparent: String?
    /// The field `tracestate`.
    public var tracestate: String?

    /// The context that a payload carries; nil when it carries none, or is not understood. Any text is read.
    public static func trace(in payload: String) -> TraceContext? {
        // Most payloads carry none, and need not be decoded.
        guard payload.utf8.contains(UInt8(ascii: "{")), payload.contains("\"traceparent\""),
            let carrier = try? JSONDecoder().decode(Self.self, from: Data(payload.utf8)),
            let parent = carrier.traceparent
        else { return nil }
        return TraceContext(parent: parent, state: carrier.tracestate.map { [$0] } ?? [])
    }

    /// A payload with a context; unchanged when it is no JSON object or carries one already.
    public static func adding(_ trace: TraceContext?, to payload: String) -> String {
        guard let trace, let brace = payload.utf8.firstIndex(of: UInt8(ascii: "{")),
            payload[..<brace].allSatisfy(\.isWhitespace), !payload.contains("\"traceparent\"")
        else { return payload }
        let rest = payload[payload.index(after: brace)...]
        guard let next = rest.first(where: { !$0.isWhitespace }) else { return payload }
        var members = "\"traceparent\":\"\(trace.parent)\""
        if !trace.state.members.isEmpty { members += ",\"tracestate\":\(JSONText.quoted(trace.state.text))" }
        return "{\(members)\(next == "}" ? "" : ",")\(rest)"
    }
}
