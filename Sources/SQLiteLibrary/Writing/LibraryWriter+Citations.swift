public import Literature
import Ports

extension LibraryWriter {
    /// Notes a citation; works that the library does not know become stubs.
    func write(_ citation: CitationRecord) throws -> WriteOutcome {
        let citing = try rowMakingStub(citation.citing)
        let cited = try rowMakingStub(citation.cited)
        statements.insertCitation.bind(1, citing)
        statements.insertCitation.bind(2, cited)
        statements.insertCitation.bind(3, Int64(citation.source.rawValue))
        try statements.insertCitation.run()
        guard connection.changes > 0 else { return .unchanged }
        transaction.touch(citing, .citations)
        transaction.touch(cited, .citations)
        transaction.kinds.citations = true
        return .inserted
    }

    // MARK: Corrections by a user

    /// Tells two identifiers apart for good: no claim that they name one work counts any longer, in either direction.
    /// The claims themselves stay in the library. Durable after ``commit()``.
    ///
    /// - Returns: whether this was new.
    @discardableResult
    public func separate(_ identifier: PaperIdentifier, from other: PaperIdentifier) throws -> Bool {
        try correct(identifier, other, "INSERT OR IGNORE INTO distinct_claim(identifier, other) VALUES (?1, ?2)")
    }

    /// Takes ``separate(_:from:)`` back: claims between the two count again. Durable after ``commit()``.
    ///
    /// - Returns: whether they had been separated.
    @discardableResult
    public func unite(_ identifier: PaperIdentifier, with other: PaperIdentifier) throws -> Bool {
        try correct(identifier, other, "DELETE FROM distinct_claim WHERE identifier = ?1 AND other = ?2")
    }

    private func correct(_ one: PaperIdentifier, _ other: PaperIdentifier, _ sql: String) throws -> Bool {
        try undoingOnFailure {
            let statement = try connection.cached(sql)
            var changes: Int32 = 0
            for (left, right) in [(one, other), (other, one)] {
                statement.bind(1, left.description)
                statement.bind(2, right.description)
                try statement.run()
                changes += connection.changes
            }
            guard changes > 0 else { return false }
            transaction.kinds = .unknown
            for identifier in [one, other] {
                if let row = try reader.row(identifier.description) { transaction.touch(row.id, .other) }
            }
            try settle(around: [one, other] + claimants(of: one) + claimants(of: other)) {}
            return true
        }
    }
}
