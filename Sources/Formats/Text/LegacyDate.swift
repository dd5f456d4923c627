import Literature

/// Dates of the 1990s' mail programs, as they stand in arXiv's old listings: `Tue Dec 31 23:54:17 MET 1991 +0100`,
/// `Thu, 2 JAN 92 12:17 N`, `Tue, 21 Jan 97 13:28:48 MEZ`, `6 Nov 92 16:40:09+0900`, `Mon, 3 Feb 92 11:07 GMT-0600`.
///
/// The parser looks for a month by name, a day, a year, a time, and an offset or a zone it knows, in any order; what it
/// cannot use it ignores.
enum LegacyDate {
    /// The moment; nil when day, month or year cannot be told. Without a known zone the time counts as UTC.
    static func parse(_ text: String) -> Timestamp? {
        if let strict = Timestamp(mail: text) { return strict }
        var scan = LegacyDateScan()
        scan.read(Array(text.utf8))
        return scan.timestamp ?? Timestamp(iso: text)
    }
}

/// What was found in a date so far.
private struct LegacyDateScan {
    private var month: Int?
    private var numbers: [(value: Int, digits: Int)] = []
    private var time: Int?
    private var offset: Int?
    private var zone: Int?

    var timestamp: Timestamp? {
        guard let month, let (day, year) = dayAndYear, let date = Timestamp(year: year, month: month, day: day) else {
            return nil
        }
        let shift = offset ?? zone ?? 0
        return Timestamp(secondsSince1970: date.secondsSince1970 + Int64((time ?? 0) - (time == nil ? 0 : shift)))
    }

    /// The first small number is the day, the next one (or any of four digits) the year.
    private var dayAndYear: (Int, Int)? {
        guard let dayIndex = numbers.firstIndex(where: { $0.digits <= 2 && (1...31).contains($0.value) }) else {
            return nil
        }
        let years = numbers.enumerated().filter { $0.offset != dayIndex }.map(\.element)
        guard
            let year = years.first(where: { $0.digits == 4 })
                ?? years.first(where: { $0.digits == 2 || $0.digits == 3 })
        else { return nil }
        // Three digits are years since 1900, as programs wrote them after 1999.
        let value = year.digits == 4 ? year.value : (year.value < 70 && year.digits == 2 ? 2000 : 1900) + year.value
        return (1980...2100).contains(value) ? (numbers[dayIndex].value, value) : nil
    }

    mutating func read(_ bytes: [UInt8]) {
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte &- 0x30 < 10 {
                readNumber(bytes, &at)
            } else if (byte | 0x20) &- 0x61 < 26 {
                readWord(bytes, &at)
            } else if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
                readOffset(bytes, &at)
            } else {
                at += 1
            }
        }
    }

    private mutating func readNumber(_ bytes: [UInt8], _ at: inout Int) {
        let (value, digits) = Self.number(bytes, &at)
        guard time == nil, at < bytes.count, bytes[at] == UInt8(ascii: ":"), value < 24 else {
            if digits <= 4, numbers.count < 8 { numbers.append((value, digits)) }
            return
        }
        var fields = [value]
        while fields.count < 3, at + 1 < bytes.count, bytes[at] == UInt8(ascii: ":"), bytes[at + 1] &- 0x30 < 10 {
            at += 1
            fields.append(Self.number(bytes, &at).value)
        }
        while fields.count < 3 { fields.append(0) }
        guard fields[1] < 60, fields[2] <= 60 else { return }
        time = fields[0] * 3600 + fields[1] * 60 + fields[2]
    }

    private mutating func readWord(_ bytes: [UInt8], _ at: inout Int) {
        let start = at
        while at < bytes.count, (bytes[at] | 0x20) &- 0x61 < 26 { at += 1 }
        let word = String(decoding: bytes[start..<at], as: UTF8.self).uppercased()
        if month == nil, word.utf8.count >= 3, let index = Self.months.firstIndex(where: { word.hasPrefix($0) }) {
            month = index + 1
        } else if zone == nil {
            zone = LegacyZones.seconds[word]
        } else if word == "DST" || word == "S" {
            // "MET DST" and "EET-DST": the zone was found, summer time adds an hour.
            zone = zone.map { $0 + 3600 }
        }
    }

    /// `+0100`, `-05:00`, `+9`; also ` --0500` and `+-0300`, where the last sign counts. Only behind the time: before it a
    /// hyphen separates day, month and year.
    private mutating func readOffset(_ bytes: [UInt8], _ at: inout Int) {
        let sign = bytes[at] == UInt8(ascii: "-") ? -1 : 1
        at += 1
        guard time != nil, at < bytes.count, bytes[at] &- 0x30 < 10 else { return }
        let start = at
        let (value, digits) = Self.number(bytes, &at)
        var seconds = digits <= 2 ? value * 3600 : value / 100 * 3600 + value % 100 * 60
        if at + 1 < bytes.count, bytes[at] == UInt8(ascii: ":"), bytes[at + 1] &- 0x30 < 10 {
            at += 1
            seconds = value * 3600 + Self.number(bytes, &at).value * 60
        }
        if at - start <= 5, seconds <= 14 * 3600, offset == nil { offset = sign * seconds }
    }

    private static func number(_ bytes: [UInt8], _ at: inout Int) -> (value: Int, digits: Int) {
        let start = at
        var value = 0
        while at < bytes.count, bytes[at] &- 0x30 < 10 {
            if at - start < 9 { value = value * 10 + Int(bytes[at] - 0x30) }
            at += 1
        }
        return (value, at - start)
    }

    private static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
}

/// Names of time zones in old mail, as seconds east of Greenwich. Ambiguous names have the meaning that their senders gave
/// them in arXiv's listings (IST: Israel).
private enum LegacyZones {
    static let seconds: [String: Int] = hours.mapValues { Int($0 * 3600) }

    private static let hours: [String: Double] = [
        "GMT": 0, "UT": 0, "UTC": 0, "Z": 0, "WET": 0, "BST": 1, "WETDST": 1, "WEST": 1,
        "MET": 1, "CET": 1, "MEZ": 1, "SET": 1, "BCN": 1, "N": 1, "NFT": 1, "HOE": 1, "MEWT": 1, "SWT": 1, "FWT": 1,
        "METDST": 2, "MEST": 2, "CEST": 2, "MESZ": 2, "CETDST": 2, "DFT": 2, "SST": 2, "FST": 2,
        "EET": 2, "EETDST": 3, "EEST": 3, "IST": 2, "IDT": 3, "MSK": 3, "MSD": 4, "TSK": 3, "TSD": 4,
        "JST": 9, "KST": 9, "KDT": 10, "CCT": 8, "HKT": 8, "SGT": 8, "WST": 8, "EXP": 8, "NZST": 12, "NZDT": 13,
        "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
        "HST": -10, "HDT": -9, "AKST": -9, "AKDT": -8, "BSC": -3, "BSB": -3, "ARST": -3, "NST": -3.5, "NDT": -2.5,
    ]
}
