public import Literature

/// The moment as of which a question about the citation graph is asked: the end of a day, month or year.
public struct SnapshotDate: Hashable, Sendable, CustomStringConvertible {
    /// As it was given: `1999`, `1999-06` or `1999-06-30`.
    public let description: String
    /// The last second that counts.
    public let last: Timestamp

    /// Parses a day, month or year; nil for any other text.
    public init?(_ text: String) {
        guard [4, 7, 10].contains(text.utf8.count), let first = Timestamp(iso: text) else { return nil }
        let (year, month, _) = first.civil
        let next: Timestamp?
        switch text.utf8.count {
        case 4: next = Timestamp(year: year + 1, month: 1, day: 1)
        case 7: next = Timestamp(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
        default: next = Timestamp(secondsSince1970: first.secondsSince1970 + 86400)
        }
        guard let next else { return nil }
        description = text
        last = Timestamp(secondsSince1970: next.secondsSince1970 - 1)
    }
}
