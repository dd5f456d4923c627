import BatchProcessing
import Foundation
import Testing

@Suite struct CronExpressionTests {
    private static func time(_ text: String, _ zone: String = "UTC") throws -> Int64 {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: zone)
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
        return Int64(try #require(formatter.date(from: text)).timeIntervalSince1970)
    }

    /// The times after `start`, written in the zone.
    private static func times(_ cron: String, after start: String, zone: String = "UTC", _ count: Int) throws
        -> [String]
    {
        let expression = try CronExpression(cron)
        let timeZone = try #require(TimeZone(identifier: zone))
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = timeZone
        formatter.dateFormat = "yyyy-MM-dd HH:mm"
        var time = try time(start, zone)
        return try (0..<count).map { _ in
            time = try #require(expression.next(after: time, in: timeZone))
            return formatter.string(from: Date(timeIntervalSince1970: Double(time)))
        }
    }

    @Test(arguments: [
        ("0 3 * * *", ["2026-11-25 03:00", "2026-11-26 03:00"]),
        ("*/20 * * * *", ["2026-11-24 12:40", "2026-11-24 13:00"]),
        ("5-7 12,13 * * *", ["2026-11-24 13:05", "2026-11-24 13:06"]),
        ("0 0 29 feb *", ["2028-02-29 00:00", "2032-02-29 00:00"]),
        ("30 9 * * mon-fri", ["2026-11-25 09:30", "2026-11-26 09:30"]),
        ("0 0 * * 7", ["2026-11-29 00:00", "2026-12-06 00:00"]),
        ("0 0 1 * mon", ["2026-11-30 00:00", "2026-12-01 00:00"]),
        ("@yearly", ["2027-01-01 00:00", "2028-01-01 00:00"]),
        ("@HOURLY", ["2026-11-24 13:00", "2026-11-24 14:00"]),
        ("10-50/20 23 31 12 *", ["2026-12-31 23:10", "2026-12-31 23:30"]),
    ])
    func givesTheNextTimes(cron: String, expected: [String]) throws {
        #expect(try Self.times(cron, after: "2026-11-24 12:34:56", expected.count) == expected)
    }

    @Test func aTimeIsNotItsOwnNext() throws {
        #expect(try Self.times("0 3 * * *", after: "2026-11-24 03:00:00", 1) == ["2026-11-25 03:00"])
    }

    @Test func theClockPutForwardMovesWhatItLeavesOut() throws {
        // On 28 March 2027 Berlin goes from 02:00 to 03:00.
        let times = try Self.times("30 2 * * *", after: "2027-03-26 12:00:00", zone: "Europe/Berlin", 3)
        #expect(times == ["2027-03-27 02:30", "2027-03-28 03:30", "2027-03-29 02:30"])
    }

    @Test func theClockPutBackCountsOnce() throws {
        // On 31 October 2027 Berlin goes from 03:00 to 02:00.
        let times = try Self.times("30 2 * * *", after: "2027-10-30 12:00:00", zone: "Europe/Berlin", 2)
        #expect(times == ["2027-10-31 02:30", "2027-11-01 02:30"])
        let first = try CronExpression("30 2 * * *").next(
            after: try Self.time("2027-10-30 12:00:00", "Europe/Berlin"),
            in: try #require(TimeZone(identifier: "Europe/Berlin"))
        )
        #expect(try first == Self.time("2027-10-31 00:30:00"))
    }

    @Test func whatNeverComesIsNil() throws {
        #expect(try CronExpression("0 0 30 2 *").next(after: 0, in: .gmt) == nil)
    }

    @Test(arguments: [
        ("", "five fields"), ("* * * *", "five fields"), ("60 * * * *", "minute: '60'"), ("* 24 * * *", "hour: '24'"),
        ("* * 0 * *", "day of the month: '0'"), ("* * * 13 *", "month: '13'"), ("* * * * 8", "day of the week: '8'"),
        ("9-5 * * * *", "runs backwards"), ("*/0 * * * *", "no step"), ("1,,2 * * * *", "minute: ''"),
        ("*/x * * * *", "no step"), ("+1 * * * *", "minute: '+1'"), ("1/2/3 * * * *", "no step"),
        ("* * * * montag", "day of the week: 'montag'"), ("99999999999999999999 * * * *", "minute"),
    ])
    func saysWhatIsWrong(cron: String, reason: String) {
        do {
            _ = try CronExpression(cron)
            Issue.record("'\(cron)' was read")
        } catch {
            #expect("\(error)".contains(reason), "\(error)")
        }
    }

    @Test func anyTextIsReadOrRefused() {
        let letters = Array("0123456789*/,- @abcmonjan\t")
        for _ in 0..<20_000 {
            let text = String((0..<Int.random(in: 0...24)).map { _ in letters[Int.random(in: 0..<letters.count)] })
            guard let cron = try? CronExpression(text) else { continue }
            if let next = cron.next(after: 1_800_000_000, in: .gmt) { #expect(next > 1_800_000_000 && next % 60 == 0) }
        }
    }
}
