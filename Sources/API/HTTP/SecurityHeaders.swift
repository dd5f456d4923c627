import Foundation
import HTTPTypes

/// Headers that keep browsers from doing what no page of this server wants.
enum SecurityHeaders {
    /// For answers that are no pages: nothing in them runs or is shown in a frame.
    static let data: HTTPFields = [
        .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "no-referrer",
        .crossOriginResourcePolicy: "same-origin",
    ]

    /// For pages: scripts, styles, fonts and data from this server only.
    static let page: HTTPFields = [
        .contentSecurityPolicy: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            + "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "no-referrer",
        .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
        .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ]
}

/// Which pages of other servers may call this one from a browser (the Fetch standard's CORS protocol).
struct OriginRules: Sendable {
    private let allowed: Set<String>

    /// Rules.
    ///
    /// - Parameter allowed: origins as browsers send them: `https://example.org`.
    init(_ allowed: [String]) {
        self.allowed = Set(allowed)
    }

    /// Headers for the answer to a page of an origin.
    func headers(origin: String?) -> HTTPFields {
        guard !allowed.isEmpty else { return [:] }
        var headers: HTTPFields = [.vary: "Origin"]
        if let origin, allowed.contains(origin) {
            headers[.accessControlAllowOrigin] = origin
            headers[.accessControlExposeHeaders] = "ETag, Retry-After, X-Request-Id, Mcp-Session-Id"
            headers[.crossOriginResourcePolicy] = "cross-origin"
        }
        return headers
    }

    /// Headers for a question whether a request may be sent.
    func preflight(origin: String?, methods: String) -> HTTPFields {
        var headers = headers(origin: origin)
        if headers[.accessControlAllowOrigin] != nil {
            headers[.accessControlAllowMethods] = methods
            headers[.accessControlAllowHeaders] =
                "Authorization, Content-Type, If-None-Match, X-API-Key, X-Request-Id, Mcp-Session-Id, MCP-Protocol-Version"
            headers[.accessControlMaxAge] = "600"
        }
        return headers
    }

    /// Whether a page of an origin may send a request: its own server's pages, and those allowed.
    func allows(origin: String, host: String?) -> Bool {
        if allowed.contains(origin) { return true }
        guard let host, let scheme = origin.range(of: "://") else { return false }
        return origin[scheme.upperBound...] == host
    }
}
