import Glibc

/// Finds the fields of one row at the start of a window.
struct TableRowScan {
    /// Behind the row and its line feed.
    private(set) var end = 0

    private let window: UnsafeRawBufferPointer
    private let limit: Int

    /// - Parameter limit: how far to look for the end of the row.
    init(_ window: UnsafeRawBufferPointer, limit: Int) {
        self.window = window
        self.limit = min(limit, window.count)
    }

    /// Finds the row.
    ///
    /// - Parameter fields: becomes the ranges of the fields, with their quotes.
    /// - Returns: false when a quoted field does not end within the limit.
    mutating func run(_ fields: inout [Range<Int>]) -> Bool {
        fields.removeAll(keepingCapacity: true)
        var start = 0
        var at = 0
        while true {
            if at < limit, at == start, window[at] == UInt8(ascii: "\"") {
                guard let close = closingQuote(after: at) else { return false }
                at = close + 1
            }
            while at < limit, window[at] != 0x09, window[at] != 0x0A { at += 1 }
            fields.append(start..<at)
            if at == limit || window[at] == 0x0A {
                end = min(at + 1, limit)
                return at < limit || limit == window.count
            }
            at += 1
            start = at
        }
    }

    private func closingQuote(after open: Int) -> Int? {
        var at = open + 1
        while at < limit {
            guard let base = window.baseAddress, let found = memchr(base + at, 0x22, limit - at) else { return nil }
            at = UnsafeRawPointer(found) - base
            if at + 1 < limit, window[at + 1] == UInt8(ascii: "\"") {
                at += 2
            } else {
                return at
            }
        }
        return nil
    }

    /// Whether nothing but a carriage return or spaces stands in a range.
    func isBlank(_ range: Range<Int>) -> Bool {
        window[range].allSatisfy { $0 <= 0x20 }
    }
}

/// Searches in bytes.
enum ByteSearch {
    /// How often a byte occurs.
    static func count(_ byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int {
        var count = 0
        for candidate in bytes where candidate == byte { count += 1 }
        return count
    }
}
