extension Timestamp {
    /// Parses ISO 8601 as upstreams write it: `2007`, `2007-04`, `2007-04-02`, `2007-04-02T19:18:42Z`, with a fraction
    /// (dropped) or an offset (`+02:00`). Missing fields are the earliest possible.
    ///
    /// Total and linear; nil when the text has another form or names an impossible date.
    public init?(iso text: String) {
        var text = text
        guard let value = text.withUTF8({ Timestamp(iso: $0) }) else { return nil }
        self = value
    }

    /// Parses the bytes of an ISO 8601 date or time.
    public init?(iso bytes: UnsafeBufferPointer<UInt8>) {
        var cursor = DateCursor(bytes)
        guard let year = cursor.digits(4) else { return nil }
        var month = 1
        var day = 1
        if cursor.skip(UInt8(ascii: "-")) {
            guard let value = cursor.digits(2) else { return nil }
            month = value
            if cursor.skip(UInt8(ascii: "-")) {
                guard let value = cursor.digits(2) else { return nil }
                day = value
            }
        }
        guard let date = Timestamp(year: year, month: month, day: day) else { return nil }
        self = date
        if cursor.isAtEnd { return }
        guard cursor.skip(UInt8(ascii: "T")) || cursor.skip(UInt8(ascii: " ")) else { return nil }
        guard let offset = cursor.timeOfDay() else { return nil }
        secondsSince1970 += offset
    }

    /// Parses a date as in mail headers (RFC 5322): `Mon, 2 Apr 2007 19:18:42 GMT`, with or without weekday, seconds,
    /// zone; two-digit years are 1970...2069.
    ///
    /// Total and linear; nil when the text has another form.
    public init?(mail text: String) {
        var text = text
        guard let value = text.withUTF8({ Timestamp(mail: $0) }) else { return nil }
        self = value
    }

    /// Parses the bytes of a mail date.
    public init?(mail bytes: UnsafeBufferPointer<UInt8>) {
        var cursor = DateCursor(bytes)
        cursor.skipWeekday()
        guard let day = cursor.number(maximumDigits: 2), cursor.skipSpaces(), let month = cursor.month(),
            cursor.skipSpaces(), var year = cursor.number(maximumDigits: 4)
        else { return nil }
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        guard let date = Timestamp(year: year, month: month, day: day) else { return nil }
        self = date
        guard cursor.skipSpaces(), !cursor.isAtEnd else { return }
        guard let offset = cursor.timeOfDay() else { return nil }
        secondsSince1970 += offset
    }
}

/// A cursor over the bytes of a date.
private struct DateCursor {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var end = bytes.count
        while end > 0, bytes[end - 1] <= 0x20 { end -= 1 }
        self.bytes = UnsafeBufferPointer(rebasing: bytes[..<end])
        while at < end, bytes[at] <= 0x20 { at += 1 }
    }

    var isAtEnd: Bool { at >= bytes.count }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    /// Skips spaces; always true, so that it can stand in a condition list.
    mutating func skipSpaces() -> Bool {
        while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
        return true
    }

    /// Exactly `count` digits.
    mutating func digits(_ count: Int) -> Int? {
        guard at + count <= bytes.count else { return nil }
        var value = 0
        for index in at..<at + count {
            guard bytes[index] &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        at += count
        return value
    }

    /// One to `maximumDigits` digits.
    mutating func number(maximumDigits: Int) -> Int? {
        var count = 0
        while count < maximumDigits, at + count < bytes.count, bytes[at + count] &- 0x30 < 10 { count += 1 }
        return count == 0 ? nil : digits(count)
    }

    mutating func skipWeekday() {
        var index = at
        while index < bytes.count, (bytes[index] | 0x20) &- 0x61 < 26 { index += 1 }
        guard index > at else { return }
        at = index
        _ = skip(UInt8(ascii: ","))
        _ = skipSpaces()
    }

    /// An English month name of at least three letters.
    mutating func month() -> Int? {
        guard at + 3 <= bytes.count else { return nil }
        let name = (bytes[at] | 0x20, bytes[at + 1] | 0x20, bytes[at + 2] | 0x20)
        for (index, month) in Self.monthNames.enumerated() where month == name {
            while at < bytes.count, (bytes[at] | 0x20) &- 0x61 < 26 { at += 1 }
            return index + 1
        }
        return nil
    }

    private static let monthNames: [(UInt8, UInt8, UInt8)] = Timestamp.months.map { name in
        let bytes = Array(name.lowercased().utf8)
        return (bytes[0], bytes[1], bytes[2])
    }

    /// `HH:MM[:SS[.fraction]]` with an optional zone, as seconds to add to midnight UTC.
    mutating func timeOfDay() -> Int64? {
        guard let hour = number(maximumDigits: 2), hour < 24, skip(UInt8(ascii: ":")), let minute = digits(2),
            minute < 60
        else { return nil }
        var second = 0
        if skip(UInt8(ascii: ":")) {
            guard let value = digits(2), value <= 60 else { return nil }
            second = value
            if skip(UInt8(ascii: ".")) {
                while at < bytes.count, bytes[at] &- 0x30 < 10 { at += 1 }
            }
        }
        _ = skipSpaces()
        guard let zone = zoneOffset() else { return nil }
        return Int64(hour * 3600 + minute * 60 + second) - zone
    }

    /// Seconds east of Greenwich: `Z`, `GMT`, `UTC`, `UT`, nothing, or `+hh:mm`, `-hhmm`; names of other zones are refused.
    private mutating func zoneOffset() -> Int64? {
        if isAtEnd { return 0 }
        let sign: Int64
        if skip(UInt8(ascii: "+")) {
            sign = 1
        } else if skip(UInt8(ascii: "-")) {
            sign = -1
        } else {
            let name = String(decoding: bytes[at...], as: UTF8.self).uppercased()
            return ["Z", "GMT", "UTC", "UT"].contains(name) ? 0 : nil
        }
        guard let hours = digits(2) else { return nil }
        _ = skip(UInt8(ascii: ":"))
        let minutes = isAtEnd ? 0 : digits(2)
        guard let minutes, hours < 24, minutes < 60, isAtEnd else { return nil }
        return sign * Int64(hours * 3600 + minutes * 60)
    }
}
