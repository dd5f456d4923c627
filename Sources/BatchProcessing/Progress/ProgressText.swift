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

extension ProgressSnapshot {
    /// The counts in Prometheus' text format, version 0.0.4.
    public var metricsText: String {
        var text = ""
        func metric(_ name: String, _ type: String, _ help: String, _ rows: [(labels: String, value: String)]) {
            text += "# HELP cosci_batch_\(name) \(help)\n# TYPE cosci_batch_\(name) \(type)\n"
            for row in rows { text += "cosci_batch_\(name)\(row.labels) \(row.value)\n" }
        }
        func label(_ more: String = "") -> String { "{pipeline=\"\(pipeline)\"\(more)}" }
        let outcomes = [("ok", done), ("skipped", skipped), ("failed", failed), ("dead", dead)]
        metric(
            "items_total",
            "counter",
            "Items that ended, by outcome.",
            outcomes.map { (label(",outcome=\"\($0.0)\""), "\($0.1)") }
        )
        metric(
            "attempts_total",
            "counter",
            "Attempts that ended, by the class of their error.",
            [(label(",class=\"ok\""), "\(done + skipped)")]
                + retries.sorted { $0.key < $1.key }.map { (label(",class=\"\($0.key)\""), "\($0.value)") }
        )
        metric("inflight", "gauge", "Items under way.", [(label(), "\(inFlight)")])
        metric("concurrency_limit", "gauge", "Calls that may be under way at once.", [(label(), "\(concurrencyLimit)")])
        metric("run_duration_seconds", "gauge", "Time since the start of the run.", [(label(), "\(elapsed)")])
        text += histogram
        return text
    }

    private var histogram: String {
        let name = "cosci_batch_item_duration_seconds"
        var text = "# HELP \(name) Time of the last attempt of items that ended.\n# TYPE \(name) histogram\n"
        var sum = 0
        for (bound, count) in zip(ProgressMeter.bounds.map { "\($0)" } + ["+Inf"], durationBuckets) {
            sum += count
            text += "\(name)_bucket{pipeline=\"\(pipeline)\",le=\"\(bound)\"} \(sum)\n"
        }
        text += "\(name)_sum{pipeline=\"\(pipeline)\"} \(durationSum)\n"
        return text + "\(name)_count{pipeline=\"\(pipeline)\"} \(sum)\n"
    }
}
