/// Progress for people.
public enum ProgressText {
    /// One line with a bar, at most `width` characters.
    public static func bar(_ snapshot: ProgressSnapshot, width: Int) -> String {
        var parts = [snapshot.pipeline]
        if let total = snapshot.total, total > 0 {
            let part = min(1, Double(snapshot.ended) / Double(total))
            let filled = Int(part * 20)
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
            parts.append("[\(bar)] \(Int(part * 100)) %")
        }
        parts += facts(snapshot)
        return String(parts.joined(separator: "  ").prefix(max(0, width)))
    }

    /// One line without a bar.
    public static func line(_ snapshot: ProgressSnapshot) -> String {
        ([snapshot.pipeline + ":"] + facts(snapshot)).joined(separator: " ")
    }

    private static func facts(_ snapshot: ProgressSnapshot) -> [String] {
        var parts = [snapshot.total.map { "\(snapshot.ended) of \($0)" } ?? "\(snapshot.ended) items"]
        parts.append("\(rounded(snapshot.rate))/s")
        if let left = snapshot.secondsLeft { parts.append(duration(left) + " left") }
        if snapshot.failed + snapshot.dead > 0 { parts.append("\(snapshot.failed + snapshot.dead) failed") }
        let retries = snapshot.retries.values.reduce(0, +)
        if retries > 0 { parts.append("\(retries) retries") }
        if snapshot.concurrencyLimit > 0 { parts.append("\(snapshot.inFlight) under way") }
        return parts
    }

    private static func rounded(_ value: Double) -> String {
        value >= 10 ? "\(Int(value))" : "\((value * 10).rounded() / 10)"
    }

    private static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: "\(Int(seconds.rounded(.up))) s"
        case ..<3600: "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
        default: "\(Int(min(seconds, 1e9)) / 3600) h \(Int(min(seconds, 1e9)) % 3600 / 60) min"
        }
    }
}
