import Testing

@testable import Literature

@Suite struct TimestampTests {
    /// Every day from 1900 to 2100, counted one by one.
    @Test func calendarAgreesWithCounting() {
        var days = -25_567  // 1900-01-01
        var weekday = 1  // a Monday
        for year in 1900...2100 {
            for month in 1...12 {
                let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
                let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
                for day in 1...lengths[month - 1] {
                    let stamp = Timestamp(year: year, month: month, day: day)
                    guard stamp?.secondsSince1970 == Int64(days) * 86400, let civil = stamp?.civil,
                        civil == (year, month, day),
                        stamp?.mailDate.hasPrefix(Timestamp.weekdays[weekday]) == true
                    else {
                        Issue.record("\(year)-\(month)-\(day)")
                        return
                    }
                    days += 1
                    weekday = (weekday + 1) % 7
                }
                #expect(Timestamp(year: year, month: month, day: lengths[month - 1] + 1) == nil)
            }
        }
    }

    @Test func randomMomentsRoundTrip() {
        var generator = SplitMix(seed: 3)
        for _ in 0..<10_000 {
            let stamp = Timestamp(secondsSince1970: Int64.random(in: -2_000_000_000...4_000_000_000, using: &generator))
            #expect(Timestamp(iso: stamp.description) == stamp)
            #expect(Timestamp(mail: stamp.mailDate) == stamp)
        }
    }

    @Test(arguments: [
        ("2007", "2007-01-01T00:00:00Z"), ("2007-04", "2007-04-01T00:00:00Z"), ("2007-04-02", "2007-04-02T00:00:00Z"),
        ("2007-04-02T19:18:42Z", "2007-04-02T19:18:42Z"), ("2007-04-02T19:18:42.123Z", "2007-04-02T19:18:42Z"),
        ("2007-04-02T19:18:42+02:00", "2007-04-02T17:18:42Z"), ("2007-04-02 19:18", "2007-04-02T19:18:00Z"),
    ])
    func iso(_ text: String, _ expected: String) {
        #expect(Timestamp(iso: text)?.description == expected)
    }

    @Test(arguments: [
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02T19:18:42Z"), ("2 Apr 2007", "2007-04-02T00:00:00Z"),
        ("Mon, 02 Apr 07 19:18 -0400", "2007-04-02T23:18:00Z"), ("1 January 70 00:00:00", "1970-01-01T00:00:00Z"),
    ])
    func mail(_ text: String, _ expected: String) {
        #expect(Timestamp(mail: text)?.description == expected)
    }

    @Test(arguments: [
        "", "x", "2007-13-01", "2007-02-30", "20070402", "2007-04-02T25:00", "2007-04-02T10:00 CET", "0000",
    ])
    func impossible(_ text: String) {
        #expect(Timestamp(iso: text) == nil)
        #expect(Timestamp(mail: text) == nil)
    }
}
