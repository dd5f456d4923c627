public import Foundation

/// When something recurs: five fields (minute, hour, day of the month, month, day of the week) as in crontab(5), or a name such as `@daily`.
///
/// A field is `*`, a number, a range, a list of these, each with an optional step; months and days of the week may be named by their first
/// three letters; 0 and 7 are Sunday. When both day fields are restricted, either is enough.
public struct CronExpression: Hashable, Sendable {
    /// What is wrong with an expression.
    public struct Invalid: ClassifiedError, Hashable, CustomStringConvertible {
        /// What is wrong, and what is expected.
        public var description: String

        /// It stays wrong.
        public var failureClass: FailureClass { .permanent }
    }

    private static let names = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
        "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    // Sets of numbers as bits.
    private let minutes: UInt64
    private let hours: UInt64
    private let days: UInt64
    private let monthBits: UInt64
    private let weekdayBits: UInt64
    private let eitherDay: Bool

    /// Reads an expression.
    ///
    /// - Throws: ``Invalid``, naming the field.
    public init(_ text: String) throws {
        let trimmed = text.lowercased()
        let fields = (Self.names[trimmed] ?? trimmed).split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard fields.count == 5 else {
            throw Invalid(
                description: "cron expression '\(text)': five fields are needed (minute hour day month weekday), "
                    + "or @hourly, @daily, @weekly, @monthly, @yearly"
            )
        }
        minutes = try Self.bits(fields[0], "minute", 0...59)
        hours = try Self.bits(fields[1], "hour", 0...23)
        days = try Self.bits(fields[2], "day of the month", 1...31)
        monthBits = try Self.bits(fields[3], "month", 1...12, names: Self.months)
        let week = try Self.bits(fields[4], "day of the week", 0...7, names: Self.weekdays)
        weekdayBits = (week | week >> 7) & 0x7F
        eitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
    }

    private static func bits(
        _ field: Substring,
        _ name: String,
        _ range: ClosedRange<Int>,
        names: [String] = []
    ) throws -> UInt64 {
        func number(_ text: Substring) throws -> Int {
            if let index = names.firstIndex(of: String(text)) { return index + (name == "month" ? 1 : 0) }
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text), range.contains(value)
            else {
                throw Invalid(
                    description:
                        "cron expression, \(name): '\(text)' is not within \(range.lowerBound)-\(range.upperBound)"
                )
            }
            return value
        }
        var bits: UInt64 = 0
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            var step = 1
            if pieces.count == 2 {
                guard let value = Int(pieces[1]), (1...60).contains(value) else {
                    throw Invalid(description: "cron expression, \(name): '\(pieces[1])' is no step")
                }
                step = value
            }
            var first = range.lowerBound
            var last = name == "day of the week" ? 6 : range.upperBound
            if pieces[0] != "*" {
                let ends = pieces[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                first = try number(ends[0])
                if ends.count == 2 { last = try number(ends[1]) } else if pieces.count == 1 { last = first }
                guard first <= last else {
                    throw Invalid(description: "cron expression, \(name): '\(part)' runs backwards")
                }
            }
            for value in stride(from: first, through: last, by: step) { bits |= 1 << UInt64(value) }
        }
        return bits
    }

    // MARK: Times

    /// The next time after `time` (seconds since 1970) in a time zone; nil when there is none within ten years (30 February).
    ///
    /// A local time that a change of the clock leaves out is moved by the change; one that comes twice counts the first time.
    public func next(after time: Int64, in zone: TimeZone) -> Int64? {
        let today = (time + Self.offset(zone, at: time)).dividedDown(by: 86400)
        // A day earlier, because the clock may have been put back over midnight.
        for day in (today - 1)...(today + 3660) where matches(day) {
            for hour in 0..<24 where hours >> UInt64(hour) & 1 == 1 {
                for minute in 0..<60 where minutes >> UInt64(minute) & 1 == 1 {
                    let instant = Self.instant(day * 86400 + Int64(hour * 3600 + minute * 60), zone)
                    if instant > time { return instant }
                }
            }
        }
        return nil
    }

    private func matches(_ day: Int64) -> Bool {
        let (month, dayOfMonth) = Self.civil(day)
        guard monthBits >> UInt64(month) & 1 == 1 else { return false }
        let weekday = ((day + 4) % 7 + 7) % 7
        let isDay = days >> UInt64(dayOfMonth) & 1 == 1
        let isWeekday = weekdayBits >> UInt64(weekday) & 1 == 1
        return eitherDay ? isDay || isWeekday : isDay && isWeekday
    }

    /// Month and day of a number of days since 1970, in the Gregorian calendar.
    private static func civil(_ day: Int64) -> (month: Int, day: Int) {
        // Years that begin in March put the leap day at their end.
        let shifted = day + 719_468
        let era = shifted.dividedDown(by: 146_097)
        let ofEra = shifted - era * 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        return (Int(month < 10 ? month + 3 : month - 9), Int(ofYear - (153 * month + 2) / 5 + 1))
    }

    private static func offset(_ zone: TimeZone, at time: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time))))
    }

    private static func instant(_ local: Int64, _ zone: TimeZone) -> Int64 {
        let before = offset(zone, at: local - 86400)
        let after = offset(zone, at: local + 86400)
        let candidates = [local - max(before, after), local - min(before, after)]
        return candidates.first { $0 + offset(zone, at: $0) == local } ?? local - before
    }
}

extension Int64 {
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
