import Foundation

/// Puts addresses together and shows them without secrets.
enum RequestURL {
    /// `base` (with or without a slash at its end), a path below it, and a query.
    ///
    /// - Parameters:
    ///   - path: already percent-encoded where that is needed.
    ///   - query: names and values as they are; they are encoded here, in their order. Empty values are kept.
    static func make(_ base: String, _ path: String = "", query: [(String, String)] = []) -> String {
        var url = base
        if !path.isEmpty {
            while url.utf8.last == UInt8(ascii: "/") { url.removeLast() }
            url += path.hasPrefix("/") ? path : "/" + path
        }
        guard !query.isEmpty else { return url }
        let pairs = query.map { encoded($0.0) + "=" + encoded($0.1) }
        return url + (url.contains("?") ? "&" : "?") + pairs.joined(separator: "&")
    }

    /// Everything but unreserved characters (RFC 3986, 2.3) as percent escapes.
    ///
    /// - Parameter keeping: further ASCII characters that stay as they are.
    static func encoded(_ text: String, keeping: String = "") -> String {
        var output = ""
        for byte in text.utf8 {
            let isUnreserved =
                (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "-._~".utf8.contains(byte)
                || keeping.utf8.contains(byte)
            if isUnreserved {
                output.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                output += byte < 16 ? "%0" + digits : "%" + digits
            }
        }
        return output
    }

    /// The address without user name, password and the values of parameters that are secrets.
    static func redacted(_ url: String) -> String {
        guard var parts = URLComponents(string: url) else {
            return String(url.prefix { $0 != "?" })
        }
        if parts.user != nil || parts.password != nil {
            parts.user = nil
            parts.password = nil
        }
        if let items = parts.percentEncodedQueryItems, items.contains(where: { isSecret($0.name) }) {
            parts.percentEncodedQueryItems = items.map { item in
                isSecret(item.name) ? URLQueryItem(name: item.name, value: "REDACTED") : item
            }
        }
        let text = parts.string ?? String(url.prefix { $0 != "?" })
        // A list of a hundred identifiers is of no use in an error.
        return text.utf8.count <= 300 ? text : String(text.prefix(300)) + "…"
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["api_key", "apikey", "key", "access_token", "mailto", "email", "password"].contains(name)
    }

    /// Host and port in lower case, as far as they decide whether two addresses are the same service.
    static func authority(_ url: String) -> String? {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty else { return nil }
        let scheme = parts.scheme?.lowercased() ?? "https"
        return "\(host.lowercased()):\(parts.port ?? (scheme == "http" ? 80 : 443))"
    }
}
