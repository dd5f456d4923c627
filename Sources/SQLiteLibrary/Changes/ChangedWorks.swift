import Literature
import Ports

/// Gathers what is to be said of works that changed.
struct ChangedWorks {
    let reader: WorkReader
    let limit: Int
    private(set) var works: [ChangeSummary.Work] = []
    private(set) var neighbours: [PaperIdentifier] = []

    private var seen: Set<Int64> = []
    private var seenNeighbours: Set<Int64> = []
    private var seenClaimants: Set<Int64> = []
    private var authorsSeen: [UInt32: String] = [:]

    init(reader: WorkReader, limit: Int) {
        self.reader = reader
        self.limit = limit
    }

    /// Gathers the works of ranges of rows, and those next to them.
    ///
    /// - Returns: false when there are more than the limit allows; what was gathered is then of no use.
    mutating func gather(_ ranges: [ClosedRange<Int64>]) throws -> Bool {
        guard ranges.reduce(0, { $0 + $1.count }) <= limit else { return false }
        for row in ranges.joined() {
            guard let work = try reader.work(of: row) else { continue }
            // A row that was filed under another work may have been asked for by its own name.
            if row != work, seen.insert(row).inserted { works.append(ChangeSummary.Work(names: try names(of: row))) }
            for other in try claimants(of: row) where seenClaimants.insert(other).inserted {
                works.append(ChangeSummary.Work(names: try names(of: other)))
            }
            guard seen.insert(work).inserted else { continue }
            works.append(try describe(work))
            for citing in [true, false] {
                for neighbour in try reader.neighbours(of: work, citing).keys {
                    guard seenNeighbours.insert(neighbour).inserted else { continue }
                    neighbours += try reader.members(of: neighbour).flatMap { try names(of: $0) }
                    guard works.count + neighbours.count <= limit else { return false }
                }
            }
        }
        return true
    }

    /// Rows that claim what the row claims or is: a claim more or less decides what all of them are filed under.
    private func claimants(of row: Int64) throws -> [Int64] {
        let statement = try reader.connection.cached("SELECT DISTINCT paper FROM identity WHERE identifier = ?1")
        var found: [Int64] = []
        for name in try names(of: row) {
            statement.bind(1, name.description)
            while try statement.step() { found.append(statement.integer(0)) }
            statement.reset()
        }
        return found.filter { $0 != row }.sorted()
    }

    private mutating func describe(_ work: Int64) throws -> ChangeSummary.Work {
        ChangeSummary.Work(
            names: try reader.members(of: work).flatMap { try names(of: $0) },
            authors: try authors(of: work),
            categories: try categories(of: work)
        )
    }

    /// The identifier of a row, and those that its records claim, whether that counts or not.
    private func names(of row: Int64) throws -> [PaperIdentifier] {
        [try reader.identifier(of: row)] + (try RecordRow.aliases(of: row, reader.connection))
    }

    private mutating func authors(of work: Int64) throws -> [String] {
        let statement = try reader.connection.cached("SELECT authors FROM paper WHERE id = ?1")
        statement.bind(1, work)
        defer { statement.reset() }
        guard try statement.step() else { return [] }
        let rows = statement.blob(0)
        let numbers = stride(from: 0, to: rows.count & ~3, by: 4).map {
            UInt32(littleEndian: rows.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
        }
        return try numbers.compactMap { try author($0) }
    }

    private mutating func author(_ number: UInt32) throws -> String? {
        if let known = authorsSeen[number] { return known }
        let statement = try reader.connection.cached("SELECT key FROM author WHERE id = ?1")
        statement.bind(1, Int64(number))
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let key = statement.text(0)
        authorsSeen[number] = key
        return key
    }

    private func categories(of work: Int64) throws -> [String] {
        let statement = try reader.connection.cached("SELECT categories FROM record WHERE id BETWEEN ?1 AND ?2")
        var found: Set<String> = []
        for member in try reader.members(of: work) {
            let range = RecordKey.range(paper: member)
            statement.bind(1, range.lowerBound)
            statement.bind(2, range.upperBound)
            while try statement.step() {
                found.formUnion(
                    statement.bytes(0).split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
                )
            }
            statement.reset()
        }
        return found.sorted()
    }
}
