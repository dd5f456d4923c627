/// Where a piece of work stands in a trace: the W3C trace context, level 1 (https://www.w3.org/TR/trace-context/).
public struct TraceContext: Hashable, Sendable {
    /// Names the trace: 16 bytes, not all zero.
    public struct TraceID: Hashable, Sendable {
        let high: UInt64
        let low: UInt64

        init?(high: UInt64, low: UInt64) {
            guard high | low != 0 else { return nil }
            self.high = high
            self.low = low
        }
    }

    /// Names the trace.
    public let traceID: TraceID
    /// Names the piece of work within the trace; never zero.
    public let spanID: UInt64
    /// Whether the caller records the trace.
    public var isSampled: Bool
    /// What tracing systems add for themselves; passed on untouched.
    public var state: TraceState

    init(traceID: TraceID, spanID: UInt64, isSampled: Bool, state: TraceState) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
        self.state = state
    }

    // MARK: Beginning

    /// A new trace.
    public static func root(isSampled: Bool = false) -> TraceContext {
        var random = SystemRandomNumberGenerator()
        return root(isSampled: isSampled, using: &random)
    }

    /// A new trace with random numbers of this generator.
    static func root(isSampled: Bool, using random: inout some RandomNumberGenerator) -> TraceContext {
        while true {
            let (high, low) = (random.next(), random.next())
            guard let trace = TraceID(high: high, low: low) else { continue }
            return TraceContext(traceID: trace, spanID: span(&random), isSampled: isSampled, state: TraceState())
        }
    }

    /// A piece of work that this one asks for: the same trace, another span.
    public func child() -> TraceContext {
        var random = SystemRandomNumberGenerator()
        return TraceContext(traceID: traceID, spanID: Self.span(&random), isSampled: isSampled, state: state)
    }

    private static func span(_ random: inout some RandomNumberGenerator) -> UInt64 {
        UInt64.random(in: 1...UInt64.max, using: &random)
    }

    // MARK: Text

    /// The longest field that is read, in bytes.
    private static let longestParent = 256

    /// The context that the fields of a request carry; nil when there is none, or it cannot be understood.
    ///
    /// Total: any text is read. A state that cannot be understood is dropped, and the rest kept, as the specification says.
    ///
    /// - Parameters:
    ///   - parent: the field `traceparent`.
    ///   - state: the fields `tracestate`, in their order.
    public init?(parent: String, state: [String] = []) {
        let bytes = Array(parent.utf8.prefix(Self.longestParent + 1))
        guard bytes.count <= Self.longestParent, bytes.count >= 55 else { return nil }
        guard [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }) else { return nil }
        guard let version = Hexadecimal.value(bytes[0..<2]), version != 0xFF else { return nil }
        // Version 0 ends here; what later versions add stands behind another hyphen.
        guard bytes.count == 55 || (version > 0 && bytes[55] == UInt8(ascii: "-")) else { return nil }
        guard let high = Hexadecimal.value(bytes[3..<19]), let low = Hexadecimal.value(bytes[19..<35]),
            let trace = TraceID(high: high, low: low), let span = Hexadecimal.value(bytes[36..<52]), span != 0,
            let flags = Hexadecimal.value(bytes[53..<55])
        else { return nil }
        self.init(traceID: trace, spanID: span, isSampled: flags & 1 == 1, state: TraceState(fields: state))
    }

    /// The field `traceparent`.
    public var parent: String { "00-\(traceID)-\(spanText)-0\(isSampled ? 1 : 0)" }

    /// The span as 16 hexadecimal digits.
    public var spanText: String { Hexadecimal.text([spanID]) }
}

extension TraceContext.TraceID: CustomStringConvertible {
    /// 32 hexadecimal digits.
    public var description: String { Hexadecimal.text([high, low]) }
}

/// Hexadecimal digits as trace contexts have them: lower case only.
enum Hexadecimal {
    /// The number that at most 16 digits stand for; nil when one of them is none.
    static func value(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }

    /// Sixteen digits for each number.
    static func text(_ words: [UInt64]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for word in words {
            for shift in stride(from: 60, through: 0, by: -4) { text.append(digits[Int(word >> UInt64(shift) & 15)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
