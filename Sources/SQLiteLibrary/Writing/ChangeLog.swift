import Ports

/// The change feed: which rows of `paper` each change touched.
enum ChangeLog {
    /// The state of the library: the number of the last change.
    static func counter(_ connection: Connection) throws -> Int64 {
        let statement = try connection.cached("SELECT max(seq) FROM change")
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : 0
    }

    /// The last change.
    static func latest(_ connection: Connection) throws -> ChangeMark {
        try mark(try counter(connection), connection) ?? ChangeMark(counter: 0, first: 0, last: 0)
    }

    /// The change with a number; nil when there is none.
    static func mark(_ counter: Int64, _ connection: Connection) throws -> ChangeMark? {
        if counter == 0 { return ChangeMark(counter: 0, first: 0, last: 0) }
        let statement = try connection.cached("SELECT seq, first, last FROM change WHERE seq = ?1")
        statement.bind(1, counter)
        defer { statement.reset() }
        return try statement.step() ? mark(statement) : nil
    }

    /// The change of a row of its number, first and last row touched.
    static func mark(_ row: Statement) -> ChangeMark {
        ChangeMark(counter: row.integer(0), first: row.integer(1), last: row.integer(2))
    }

    /// Appends the touched rows as ranges behind `counter`, rows next to each other in one if the same changed of them.
    ///
    /// - Returns: the new counter.
    static func append(
        touched: [Int64: WorkChange.Kinds],
        fresh: Range<Int64>,
        after counter: Int64,
        _ connection: Connection
    ) throws -> Int64 {
        var ranges: [(rows: ClosedRange<Int64>, kinds: WorkChange.Kinds)] = []
        for (id, kinds) in touched.sorted(by: { $0.key < $1.key }) where !fresh.contains(id) {
            if let last = ranges.last, last.rows.upperBound + 1 == id, last.kinds == kinds {
                ranges[ranges.count - 1].rows = last.rows.lowerBound...id
            } else {
                ranges.append((id...id, kinds))
            }
        }
        if let first = fresh.first, let last = fresh.last { ranges.append((first...last, .entered)) }
        let statement = try connection.cached("INSERT INTO change(seq, first, last, kinds) VALUES (?1, ?2, ?3, ?4)")
        var counter = counter
        for (rows, kinds) in ranges {
            counter += 1
            statement.bind(1, counter)
            statement.bind(2, rows.lowerBound)
            statement.bind(3, rows.upperBound)
            statement.bind(4, Int64(kinds.rawValue))
            try statement.run()
        }
        return counter
    }

    /// The rows touched after the change `counter`, as ascending ranges that do not overlap.
    static func touched(after counter: Int64, _ connection: Connection) throws -> [ClosedRange<Int64>] {
        let statement = try connection.cached("SELECT first, last FROM change WHERE seq > ?1 ORDER BY first, last")
        statement.bind(1, counter)
        defer { statement.reset() }
        var ranges: [ClosedRange<Int64>] = []
        while try statement.step() {
            let (first, last) = (statement.integer(0), statement.integer(1))
            if let previous = ranges.last, first <= previous.upperBound + 1 {
                ranges[ranges.count - 1] = previous.lowerBound...max(previous.upperBound, last)
            } else {
                ranges.append(first...last)
            }
        }
        return ranges
    }
}
