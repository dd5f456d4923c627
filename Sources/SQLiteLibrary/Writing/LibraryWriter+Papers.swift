import Literature
import Ports

extension LibraryWriter {
    /// Joins a record into the library.
    ///
    /// Most records of a large import name a work that nothing else names yet: these take a short way without reading.
    func write(_ record: PaperRecord) throws -> WriteOutcome {
        scratch.clear()
        let key = scratch.append(key: record.identifier)
        let row = transaction.next
        try authors.find(record.authors, statements)
        if try insertRow(key, facets: WorkFacets(lone: record)) {
            if try isEntangled(record, key) { return try join(record, row: row, known: []) }
            try fill(row, with: record)
            return .inserted
        }
        let known = try find(record.identifier)
        let records = try RecordRow.records(of: known, identifier: record.identifier, connection)
        if records.isEmpty, try !isEntangled(record, key) {
            try describe(known, WorkFacets(lone: record), record.authors)
            transaction.touch(known, record.isMention ? .other : .entered)
            try fill(known, with: record)
            return .inserted
        }
        return try join(record, row: known, known: records)
    }

    // MARK: Rows of `paper`

    /// Makes the row of the key in `scratch`, with the authors found last; false when there is one.
    private func insertRow(_ key: ScratchText.Span, facets: WorkFacets) throws -> Bool {
        let statement = statements.insertPaper
        statement.bind(1, transaction.next)
        statement.bind(2, staying: scratch.bytes(key))
        statement.bind(3, facets.flags)
        statement.bind(4, facets.year)
        statement.bind(5, facets.date)
        try authors.withFound { found in
            statement.bind(6, staying: found)
            try statement.run()
        }
        guard connection.changes > 0 else { return false }
        if let bytes = scratch.bytes(key) {
            rows.insert(bytes, hash: ByteKeyCache.hash(bytes), value: transaction.next)
        }
        transaction.next += 1
        return true
    }

    private func describe(_ row: Int64, _ facets: WorkFacets?, _ list: AuthorList) throws {
        try authors.find(list, statements)
        let statement = statements.describePaper
        statement.bind(1, row)
        statement.bind(2, facets?.flags ?? 0)
        statement.bind(3, facets?.year)
        statement.bind(4, facets?.date)
        try authors.withFound { found in
            statement.bind(5, staying: found)
            try statement.run()
        }
    }

    /// The row of an identifier that has one.
    private func find(_ identifier: PaperIdentifier) throws -> Int64 {
        guard let row = try reader.row(identifier.description) else {
            throw LibraryError(.corrupt, "\(library.databasePath): the index of identifiers is damaged")
        }
        return row.id
    }

    /// The row of an identifier, made as a stub when there is none.
    func rowMakingStub(_ identifier: PaperIdentifier) throws -> Int64 {
        scratch.clear()
        let key = scratch.append(key: identifier)
        guard let bytes = scratch.bytes(key) else { return 0 }
        let hash = ByteKeyCache.hash(bytes)
        if let row = rows.value(bytes, hash: hash) { return row }
        statements.findPaper.bind(1, staying: bytes)
        defer { statements.findPaper.reset() }
        if try statements.findPaper.step() {
            let row = statements.findPaper.integer(0)
            rows.insert(bytes, hash: hash, value: row)
            return row
        }
        let row = transaction.next
        try authors.find(AuthorList(), statements)
        _ = try insertRow(key, facets: WorkFacets(stub: identifier))
        if try hasClaim(key) { try settle(around: [identifier]) {} }
        return row
    }

    // MARK: The short way

    /// Whether anything else in the library names the same work as `record`, or could.
    ///
    /// A name that is contested already proves nothing, whoever claims it next.
    private func isEntangled(_ record: PaperRecord, _ key: ScratchText.Span) throws -> Bool {
        if try hasClaim(key) { return true }
        for alias in record.aliases {
            let name = scratch.append(key: alias)
            if try hasClaim(name) {
                if try WorkGraph(reader: reader).isContested(alias) { continue }
                return true
            }
            statements.findPaper.bind(1, staying: scratch.bytes(name))
            defer { statements.findPaper.reset() }
            if try statements.findPaper.step() { return true }
        }
        return false
    }

    private func hasClaim(_ key: ScratchText.Span) throws -> Bool {
        statements.hasClaim.bind(1, staying: scratch.bytes(key))
        defer { statements.hasClaim.reset() }
        return try statements.hasClaim.step()
    }

    /// Writes the first record of a row that is a work by itself.
    private func fill(_ row: Int64, with record: PaperRecord) throws {
        try insertClaims(record.aliases, row: row, source: record.source)
        try store(record, row: row)
        if !record.isMention, let list = record.categories { try insertCategories(list, of: row) }
    }

    private func insertCategories(_ list: String, of row: Int64) throws {
        var list = list
        try list.withUTF8 { try categories.insert($0, of: row, statements) }
    }

    private func insertClaims(_ aliases: [PaperIdentifier], row: Int64, source: RecordSource) throws {
        for alias in aliases {
            scratch.clear()
            let name = scratch.append(key: alias)
            statements.insertClaim.bind(1, staying: scratch.bytes(name))
            statements.insertClaim.bind(2, row)
            statements.insertClaim.bind(3, Int64(source.rawValue))
            try statements.insertClaim.run()
        }
    }

    /// Writes a record's own row.
    private func store(_ record: PaperRecord, row: Int64) throws {
        let id = RecordKey.id(paper: row, source: record.source)
        scratch.clear()
        let packed = record.authors.packed
        let spans = (
            scratch.append(record.aliases), scratch.append(record.categories), scratch.append(record.title),
            scratch.append(record.authorsText), scratch.append(packed.isEmpty ? nil : packed),
            scratch.append(record.abstract), scratch.append(record.comments), scratch.append(record.journalReference),
            scratch.append(record.reportNumber), scratch.append(record.doi), scratch.append(record.license),
            scratch.append(record.submitter), scratch.append(record.venue),
            PackedVersions.append(record.versions, to: &scratch)
        )
        transaction.kinds.texts = true
        let statement = statements.replaceRecord
        statement.bind(1, id)
        statement.bind(
            2,
            (record.isMention ? RecordRow.mention : 0) | (record.isWithdrawn ? RecordRow.withdrawn : 0)
        )
        statement.bind(3, record.submitted?.secondsSince1970)
        statement.bind(4, record.updated?.secondsSince1970)
        statement.bind(5, record.year.map { Int64($0) })
        statement.bind(6, record.reportedCitations.map { Int64($0) })
        statement.bind(7, staying: scratch.bytes(spans.0))
        statement.bind(8, staying: scratch.bytes(spans.1))
        statement.bind(9, staying: scratch.bytes(spans.2))
        statement.bind(10, staying: scratch.bytes(spans.3))
        statement.bind(11, staying: scratch.bytes(spans.4))
        statement.bind(12, staying: scratch.bytes(spans.5))
        statement.bind(13, staying: scratch.bytes(spans.6))
        statement.bind(14, staying: scratch.bytes(spans.7))
        statement.bind(15, staying: scratch.bytes(spans.8))
        statement.bind(16, staying: scratch.bytes(spans.9))
        statement.bind(17, staying: scratch.bytes(spans.10))
        statement.bind(18, staying: scratch.bytes(spans.11))
        statement.bind(19, staying: scratch.bytes(spans.12))
        statement.bind(20, staying: scratch.bytes(spans.13))
        try statement.run()
    }

    // MARK: The long way

    /// Joins a record into a row about which something is known, or whose work others name.
    private func join(_ record: PaperRecord, row: Int64, known: [PaperRecord]) throws -> WriteOutcome {
        let mine = known.first { $0.source == record.source }
        let joined = mine?.joined(with: record) ?? record
        if joined == mine { return .unchanged }
        let news = Set(joined.aliases).subtracting(mine?.aliases ?? []).sorted()
        // One more claim to a contested name changes nothing for those who claim it.
        let graph = WorkGraph(reader: reader)
        let contested = Set(try news.filter { try graph.isContested($0) })
        try insertClaims(news, row: row, source: record.source)
        transaction.touch(row, .other)
        let rivals = try news.flatMap { contested.contains($0) ? [] : try claimants(of: $0) }
        try settle(around: [record.identifier] + joined.aliases + rivals) {
            try store(joined, row: row)
        }
        let wasDescribed = known.contains { !$0.isMention }
        return known.isEmpty || (!wasDescribed && !record.isMention) ? .inserted : .updated
    }

    /// Every paper that claims to be `identifier`, whether that proves something or not.
    func claimants(of identifier: PaperIdentifier) throws -> [PaperIdentifier] {
        let statement = try connection.cached(
            "SELECT DISTINCT p.key FROM identity i JOIN paper p ON p.id = i.paper WHERE i.identifier = ?1"
        )
        statement.bind(1, identifier.description)
        defer { statement.reset() }
        var found: [PaperIdentifier] = []
        while try statement.step() {
            if let claimant = PaperIdentifier(statement.text(0)) { found.append(claimant) }
        }
        return found
    }

    /// Files the works around some identifiers anew, after `change`, and rewrites what follows from their records.
    ///
    /// Claims must be in `identity` already; the records must be as before.
    func settle(around starts: [PaperIdentifier], change: () throws -> Void) throws {
        let graph = WorkGraph(reader: reader)
        let component = try graph.component(around: starts)
        var before: [Int64: Paper] = [:]
        for row in component.rows.values where before[row.work] == nil {
            before[row.work] = try reader.paper(row.work)
        }
        try change()
        var after: [Int64: Paper] = [:]
        let works = try graph.filing(component)
        for work in works {
            guard let row = work.row else { continue }
            for member in work.rows { try file(member, under: row) }
        }
        for row in works.compactMap(\.row) { after[row] = try reader.paper(row) }
        for row in Set(before.keys).union(after.keys).sorted() where before[row] != after[row] {
            try rewrite(row, before[row], after[row])
        }
    }

    private func file(_ row: Int64, under work: Int64) throws {
        guard try reader.work(of: row) != work else { return }
        statements.fileUnder.bind(1, row)
        statements.fileUnder.bind(2, work)
        try statements.fileUnder.run()
        transaction.kinds.citations = true
        transaction.touch(row, .other)
    }

    /// Rewrites the properties of the work filed under a row (nil: no work is).
    private func rewrite(_ row: Int64, _ old: Paper?, _ new: Paper?) throws {
        transaction.touch(row, WorkChange.Kinds(from: old, to: new))
        transaction.kinds.texts = true
        let kept = Set(new?.authors ?? [])
        if let old, !old.authors.allSatisfy(kept.contains) { transaction.kinds.lostMemberships = true }
        try describe(row, new.map { WorkFacets($0) }, AuthorList(new?.authors ?? []))
        let (left, right) = (Self.countedCategories(old), Self.countedCategories(new))
        if left != right {
            if !left.allSatisfy(right.contains) { transaction.kinds.lostMemberships = true }
            for code in left { try categories.remove(code, of: row, statements) }
            try insertCategories(right.joined(separator: " "), of: row)
        }
    }

    /// The categories under which a work is counted and found: those of a stub are hearsay.
    private static func countedCategories(_ paper: Paper?) -> [String] {
        guard let paper, !paper.isStub else { return [] }
        return paper.categories
    }
}
