import Literature

/// How records are numbered: by paper and source, so that a paper's records lie together without an index.
enum RecordKey {
    static let sourcesPerPaper: Int64 = 32

    static func id(paper: Int64, source: RecordSource) -> Int64 { paper * sourcesPerPaper + Int64(source.rawValue) }

    static func range(paper: Int64) -> ClosedRange<Int64> {
        paper * sourcesPerPaper...paper * sourcesPerPaper + sourcesPerPaper - 1
    }
}

/// Reads records from the table `record`.
enum RecordRow {
    static let mention: Int64 = 1
    static let withdrawn: Int64 = 2

    private static let columns = """
        id, flags, submitted, updated, year, reported_citations, aliases, categories, title, authors_text, authors, \
        abstract, comments, journal_reference, report_number, doi, license, submitter, venue, versions
        """

    /// All records of a row of `paper`, by source.
    static func records(of paper: Int64, identifier: PaperIdentifier, _ connection: Connection) throws -> [PaperRecord]
    {
        let statement = try connection.cached("SELECT \(columns) FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id")
        let range = RecordKey.range(paper: paper)
        statement.bind(1, range.lowerBound)
        statement.bind(2, range.upperBound)
        defer { statement.reset() }
        var records: [PaperRecord] = []
        while try statement.step() {
            guard let record = record(statement, identifier) else { continue }
            records.append(record)
        }
        return records
    }

    /// Nil when the row comes from a source that this version does not know.
    private static func record(_ row: Statement, _ identifier: PaperIdentifier) -> PaperRecord? {
        let id = row.integer(0)
        guard let source = RecordSource(rawValue: UInt8(id % RecordKey.sourcesPerPaper)) else { return nil }
        var record = PaperRecord(source: source, identifier: identifier)
        let flags = row.integer(1)
        record.isMention = flags & mention != 0
        record.isWithdrawn = flags & withdrawn != 0
        record.submitted = row.optionalInteger(2).map { Timestamp(secondsSince1970: $0) }
        record.updated = row.optionalInteger(3).map { Timestamp(secondsSince1970: $0) }
        record.year = row.optionalInteger(4).map { Int($0) }
        record.reportedCitations = row.optionalInteger(5).map { Int($0) }
        record.aliases = row.optionalText(6).map(aliases) ?? []
        record.categories = row.optionalText(7)
        record.title = row.optionalText(8)
        record.authorsText = row.optionalText(9)
        record.authors = AuthorList(packed: row.optionalText(10) ?? "")
        record.abstract = row.optionalText(11)
        record.comments = row.optionalText(12)
        record.journalReference = row.optionalText(13)
        record.reportNumber = row.optionalText(14)
        record.doi = row.optionalText(15)
        record.license = row.optionalText(16)
        record.submitter = row.optionalText(17)
        record.venue = row.optionalText(18)
        record.versions = PackedVersions.versions(row.bytes(19))
        return record
    }

    /// What the records of a row of `paper` say that it also is.
    static func aliases(of paper: Int64, _ connection: Connection) throws -> [PaperIdentifier] {
        let statement = try connection.cached(
            "SELECT aliases FROM record WHERE id BETWEEN ?1 AND ?2 AND aliases IS NOT NULL"
        )
        let range = RecordKey.range(paper: paper)
        statement.bind(1, range.lowerBound)
        statement.bind(2, range.upperBound)
        defer { statement.reset() }
        var found: [PaperIdentifier] = []
        while try statement.step() { found += aliases(statement.text(0)) }
        return found
    }

    /// Identifiers separated by spaces, which no identifier contains.
    private static func aliases(_ text: String) -> [PaperIdentifier] {
        text.utf8.split(separator: 0x20).compactMap { PaperIdentifier(String(Substring($0))) }
    }
}
