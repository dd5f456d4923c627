/// A moment in UTC, to the second. Its order is the order of time.
///
/// Calendar arithmetic is the proleptic Gregorian one (algorithms: Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms"); no locale or time zone of the machine takes part.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public var secondsSince1970: Int64

    /// A moment by its seconds since 1970.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// A moment by its calendar fields in UTC.
    ///
    /// - Returns: nil when a field is out of its range (a leap second counts as the following second).
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(year: year, month: month), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second)
        else { return nil }
        let days = Self.daysFromCivil(year: year, month: month, day: day)
        self.secondsSince1970 = Int64(days) * 86400 + Int64(hour * 3600 + minute * 60 + second)
    }

    /// The calendar day in UTC.
    public var civil: (year: Int, month: Int, day: Int) {
        Self.civilFromDays(Int((secondsSince1970 - secondOfDay) / 86400))
    }

    /// The year in UTC.
    public var year: Int { civil.year }

    private var secondOfDay: Int64 {
        let rest = secondsSince1970 % 86400
        return rest < 0 ? rest + 86400 : rest
    }

    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }
}

extension Timestamp: Codable {
    /// Reads the seconds since 1970.
    public init(from decoder: any Decoder) throws {
        secondsSince1970 = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Writes the seconds since 1970.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(secondsSince1970)
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601: `2007-04-02T19:18:42Z`.
    public var description: String {
        let second = Int(secondOfDay)
        return day + "T" + Self.two(second / 3600) + ":" + Self.two(second / 60 % 60) + ":" + Self.two(second % 60)
            + "Z"
    }

    /// The day in UTC: `2007-04-02`.
    public var day: String {
        let (year, month, day) = civil
        let digits = String(year)
        let padding = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
        return padding + digits + "-" + Self.two(month) + "-" + Self.two(day)
    }

    /// The form of mail headers and of the arXiv snapshot: `Mon, 2 Apr 2007 19:18:42 GMT`.
    public var mailDate: String {
        let (year, month, day) = civil
        let days = Int((secondsSince1970 - secondOfDay) / 86400)
        let weekday = ((days % 7) + 11) % 7
        let second = Int(secondOfDay)
        let time = Self.two(second / 3600) + ":" + Self.two(second / 60 % 60) + ":" + Self.two(second % 60)
        return "\(Self.weekdays[weekday]), \(day) \(Self.months[month - 1]) \(year) \(time) GMT"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

extension Timestamp {
    static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146097 + dayOfEra - 719468
    }

    static func civilFromDays(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719468
        let era = (shifted >= 0 ? shifted : shifted - 146096) / 146097
        let dayOfEra = shifted - era * 146097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
