import Engine

/// A series for people: a line for each period.
struct SeriesText {
    private static let width = 40
    let text: String

    init(_ series: TimeSeries, behind: [IndexPart]) {
        let terminal = Terminal.standardOutput
        var lines = notice(behind: behind, terminal)
        let shares = series.entries.map { $0.total == 0 ? 0 : Double($0.papers) / Double($0.total) }
        let greatest = shares.max() ?? 0
        for (entry, share) in zip(series.entries, shares) {
            let length = greatest > 0 ? Int((share / greatest * Double(Self.width)).rounded()) : 0
            let isBurst = series.bursts.contains { $0.first <= entry.period && entry.period <= $0.last }
            let bar = terminal.styled(String(repeating: isBurst ? "#" : "=", count: length), isBurst ? .match : .faint)
            lines.append("\(entry.period)  \(bar) \(entry.papers) of \(entry.total) (\(Self.percent(share)))")
        }
        if let slope = series.slope, let error = series.slopeError {
            let sign = slope < 0 ? "" : "+"
            lines.append(
                terminal.styled("trend \(sign)\(Self.percent(slope)) a period, error \(Self.percent(error))", .faint)
            )
        }
        for burst in series.bursts {
            let time = burst.first == burst.last ? burst.first : "\(burst.first) to \(burst.last)"
            lines.append(terminal.styled("burst (#) \(time), strength \(Int(burst.weight.rounded()))", .faint))
        }
        text = lines.map { $0 + "\n" }.joined()
    }

    private static func percent(_ value: Double) -> String { "\((value * 10_000).rounded() / 100) %" }
}
