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

/// The JSON form of a burst.
struct BurstJSON: Encodable {
    var from: String
    var to: String
    var strength: Double

    init(_ burst: TimeSeries.Burst) {
        from = burst.first
        to = burst.last
        strength = burst.weight.rounded4
    }
}

/// The JSON form of a series.
struct SeriesJSON: Encodable {
    struct Period: Encodable {
        var period: String
        var papers: Int
        var total: Int
    }

    var asOf: Nullable<String>
    var by: String
    var papers: Int
    var slope: Nullable<Double>
    var slopeError: Nullable<Double>
    var bursts: [BurstJSON]
    var behind: [String]
    var periods: [Period]

    enum CodingKeys: String, CodingKey {
        case by, papers, slope, bursts, behind, periods
        case asOf = "as_of"
        case slopeError = "slope_error"
    }

    init(_ answer: FindTrends.Answer, asOf: SnapshotDate?, by: String) {
        self.asOf = Nullable(asOf?.description)
        self.by = by
        papers = answer.papers
        slope = Nullable(answer.series.slope?.rounded6)
        slopeError = Nullable(answer.series.slopeError?.rounded6)
        bursts = answer.series.bursts.map(BurstJSON.init)
        behind = answer.behind.map(\.rawValue)
        periods = answer.series.entries.map { Period(period: $0.period, papers: $0.papers, total: $0.total) }
    }
}

/// The JSON form of phrases that burst.
struct BurstsJSON: Encodable {
    struct Phrase: Encodable {
        var phrase: String
        var papers: Int
        var slope: Nullable<Double>
        var bursts: [BurstJSON]
    }

    var asOf: Nullable<String>
    var by: String
    var behind: [String]
    var phrases: [Phrase]

    enum CodingKeys: String, CodingKey {
        case by, behind, phrases
        case asOf = "as_of"
    }

    init(_ answer: FindBursts.Answer, asOf: SnapshotDate?, by: String) {
        self.asOf = Nullable(asOf?.description)
        self.by = by
        behind = answer.behind.map(\.rawValue)
        phrases = answer.phrases.map { phrase in
            Phrase(
                phrase: phrase.text,
                papers: phrase.papers,
                slope: Nullable(phrase.series.slope?.rounded6),
                bursts: phrase.series.bursts.map(BurstJSON.init)
            )
        }
    }
}

extension Double {
    /// Rounded to six places: shares of papers are small.
    fileprivate var rounded6: Double { (self * 1_000_000).rounded() / 1_000_000 }
}
