import HTTPTypes
import Synchronization

/// Names of requests.
enum RequestIdentity {
    private static let process = UInt64.random(in: .min ... .max)
    private static let counter = Atomic<UInt64>(0)

    /// A new name: the same for no two requests, of whatever process.
    static func make() -> String {
        let number = counter.add(1, ordering: .relaxed).oldValue
        let (high, low) = (process, process &+ number &* 0x9E37_79B9_7F4A_7C15)
        return Self.digits(high) + Self.digits(low)
    }

    /// The name that a client or proxy gave, when it is a decent one.
    static func given(_ headers: HTTPFields) -> String? {
        guard let text = headers[.requestID], (1...64).contains(text.utf8.count) else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain ? text : nil
    }

    private static func digits(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
}

extension HTTPField.Name {
    /// Names a request.
    static let requestID = HTTPField.Name("X-Request-Id")!
    /// Of which trace a request is part (W3C Trace Context).
    static let traceParent = HTTPField.Name("traceparent")!
    /// What others know of the trace (W3C Trace Context).
    static let traceState = HTTPField.Name("tracestate")!
    /// A key, for clients that cannot send `Authorization`.
    static let apiKey = HTTPField.Name("X-API-Key")!
    /// Tells pages apart.
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    /// Who may load it.
    static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    /// What is told to the pages that links lead to.
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    /// What pages may do.
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
}
