import Foundation
import Literature

/// The Retry-After field (RFC 9110, 10.2.3): seconds, or a date.
enum RetryAfter {
    /// How long to wait from `now` on.
    ///
    /// - Parameters:
    ///   - value: the field as received.
    ///   - now: seconds since 1970.
    /// - Returns: nil when the field says nothing; zero for a date that has passed. Fractions count, as some services send
    ///   them; durations beyond 100 days are taken for 100 days.
    static func delay(_ value: String, now: Double) -> Duration? {
        let text = value.trimmingCharacters(in: .whitespaces)
        let longest = 100.0 * 86400
        if let seconds = Double(text), seconds >= 0 {
            return .milliseconds(Int64((min(seconds, longest) * 1000).rounded(.up)))
        }
        guard let date = date(text) else { return nil }
        // The header has whole seconds: the moment meant may be the end of that second on the service's clock.
        let seconds = Double(date.secondsSince1970) - now
        return .milliseconds(Int64((min(max(seconds, 0), longest) * 1000).rounded(.up)))
    }

    /// An HTTP date in any of its three forms (RFC 9110, 5.6.7).
    static func date(_ text: String) -> Timestamp? {
        if let date = Timestamp(mail: text) { return date }
        let words = text.split(separator: " ").map(String.init)
        // Sunday, 06-Nov-94 08:49:37 GMT
        if words.count >= 3, words[1].contains("-") {
            return Timestamp(mail: words[1].replacingOccurrences(of: "-", with: " ") + " " + words[2] + " GMT")
        }
        // Sun Nov  6 08:49:37 1994
        if words.count == 5 { return Timestamp(mail: "\(words[2]) \(words[1]) \(words[4]) \(words[3]) GMT") }
        return nil
    }
}
