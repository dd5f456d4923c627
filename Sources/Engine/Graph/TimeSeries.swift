import GraphKernel
import Literature

/// How time is divided.
public enum TimePeriod: String, Sendable, CaseIterable {
    /// Into years.
    case year
    /// Into months.
    case month

    /// The number of a moment's period; consecutive periods have consecutive numbers.
    func number(of time: Timestamp) -> Int {
        let (year, month, _) = time.civil
        return self == .year ? year : year * 12 + month - 1
    }

    /// How a period is written: `1999`, `1999-06`.
    func name(_ number: Int) -> String {
        guard self == .month else { return String(number) }
        let month = number % 12 + 1
        return "\(number / 12)-" + (month < 10 ? "0" : "") + String(month)
    }
}

/// Papers counted by time, with what stands out.
public struct TimeSeries: Sendable {
    /// A period.
    public struct Entry: Sendable {
        /// `1999` or `1999-06`.
        public var period: String
        /// How many of the papers asked about are of it.
        public var papers: Int
        /// How many papers are of it in all.
        public var total: Int
    }

    /// A time in which there was suddenly more than usual.
    public struct Burst: Sendable {
        /// The first and the last period.
        public var first: String
        /// The last period.
        public var last: String
        /// How strong it is: how much better a doubled rate explains the counts, as a logarithm.
        public var weight: Double
    }

    /// The periods without gaps.
    public var entries: [Entry]
    /// The change of the share of papers from period to period by least squares; nil for less than two periods.
    public var slope: Double?
    /// The standard error of the slope.
    public var slopeError: Double?
    /// Bursts in the order of time.
    public var bursts: [Burst]

    /// Counts by period number, those of all papers beside them.
    init(_ counts: [Int: Int], totals: [Int: Int], by period: TimePeriod) {
        guard let first = totals.keys.min(), let last = totals.keys.max() else {
            (entries, bursts) = ([], [])
            return
        }
        let numbers = Array(first...last)
        let (relevant, all) = (numbers.map { counts[$0] ?? 0 }, numbers.map { totals[$0] ?? 0 })
        entries = numbers.indices.map {
            Entry(period: period.name(numbers[$0]), papers: relevant[$0], total: all[$0])
        }
        let line = TrendLine(relevant: relevant, totals: all)
        (slope, slopeError) = (line?.slope, line?.slopeError)
        bursts = BurstDetection().bursts(relevant: relevant, totals: all).map { burst in
            Burst(
                first: period.name(numbers[burst.range.lowerBound]),
                last: period.name(numbers[burst.range.upperBound - 1]),
                weight: burst.weight
            )
        }
    }
}
