public import Engine

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

/// Papers by time, as `trends` prints them for a phrase, a category or a community.
public struct SeriesJSON: Encodable, Sendable {
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

    /// An answer as of a moment (nil for now), by `year` or `month`.
    public init(_ answer: FindTrends.Answer, asOf: SnapshotDate?, by: String) {
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

/// Phrases that burst, as `trends` prints them when nothing is asked in particular.
public struct BurstsJSON: Encodable, Sendable {
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

    /// An answer as of a moment (nil for now), by `year` or `month`.
    public init(_ answer: FindBursts.Answer, asOf: SnapshotDate?, by: String) {
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
