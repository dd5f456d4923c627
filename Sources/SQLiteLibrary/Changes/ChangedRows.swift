import Literature
import Ports

/// Reads which works changed between two states, and what changed of them.
struct ChangedRows {
    let reader: WorkReader
    private var kinds: [Int64: WorkChange.Kinds] = [:]

    /// Reads the changes with numbers in a range.
    ///
    /// - Complexity: memory about 20 bytes for each row that changed.
    init(_ numbers: ClosedRange<Int64>, _ reader: WorkReader) throws {
        self.reader = reader
        let statement = try reader.connection.cached(
            "SELECT first, last, kinds FROM change WHERE seq BETWEEN ?1 AND ?2"
        )
        statement.bind(1, numbers.lowerBound)
        statement.bind(2, numbers.upperBound)
        defer { statement.reset() }
        while try statement.step() {
            let change = statement.optionalInteger(2).map { WorkChange.Kinds(rawValue: UInt8(truncatingIfNeeded: $0)) }
            let (first, last) = (statement.integer(0), statement.integer(1))
            guard first <= last else { continue }
            // Of the changes of earlier versions it is not known what they were about.
            for row in first...last { kinds[row, default: []].formUnion(change ?? .entered) }
        }
    }

    /// Gives the described works among them, each once.
    func forEach(_ body: (WorkChange) throws -> Void) throws {
        var works: [Int64: WorkChange.Kinds] = [:]
        var joined: [Int64: WorkChange.Kinds] = [:]
        for (row, change) in kinds {
            guard let work = try reader.work(of: row) else { continue }
            works[work, default: []].formUnion(row == work ? change : [])
            if row != work { joined[work, default: []].formUnion(change) }
        }
        for work in works.keys.sorted() {
            guard try isDescribed(work) else { continue }
            let own = works[work] ?? []
            var change = own.union(joined[work] ?? [])
            let isNew = try own.contains(.entered) && isNew(work)
            if !isNew, change.remove(.entered) != nil { change.insert(.identity) }
            try body(WorkChange(identifier: try reader.identifier(of: work), isNew: isNew, kinds: change))
        }
    }

    /// Whether no other row of a work was described before.
    private func isNew(_ work: Int64) throws -> Bool {
        for member in try reader.members(of: work).dropFirst() {
            guard kinds[member]?.contains(.entered) != true else { continue }
            if try hasDescription(member) { return false }
        }
        return true
    }

    private func isDescribed(_ work: Int64) throws -> Bool {
        let statement = try reader.connection.cached("SELECT flags FROM paper WHERE id = ?1")
        statement.bind(1, work)
        defer { statement.reset() }
        return try statement.step() && statement.integer(0) & WorkFacets.described != 0
    }

    private func hasDescription(_ row: Int64) throws -> Bool {
        let statement = try reader.connection.cached(
            "SELECT 1 FROM record WHERE id BETWEEN ?1 AND ?2 AND flags & \(RecordRow.mention) = 0 LIMIT 1"
        )
        let range = RecordKey.range(paper: row)
        statement.bind(1, range.lowerBound)
        statement.bind(2, range.upperBound)
        defer { statement.reset() }
        return try statement.step()
    }
}
