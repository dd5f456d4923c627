public import Literature
public import Ports

extension Library: PaperStore {
    /// The state of the truth: grows with every change.
    public func changeCounter() throws -> Int64 {
        try read { try ChangeLog.counter($0) }
    }

    /// The work known by an identifier (any alias), or nil.
    ///
    /// An identifier that several works claim, and that has no record of its own, names none.
    public func paper(_ identifier: PaperIdentifier) throws -> Paper? {
        try papers([identifier])[0]
    }

    /// Works by several identifiers in one consistent state; the answer has the same order, nil for unknown ones.
    public func papers(_ identifiers: [PaperIdentifier]) throws -> [Paper?] {
        try read { connection in
            let reader = WorkReader(connection: connection)
            return try identifiers.map { identifier in
                try reader.work(identifier).map { try reader.paper($0) }
            }
        }
    }

    /// The works that a work cites or that cite it.
    ///
    /// - Complexity: O(n log n) in the number of neighbours, and for the order by citations O(m) in the number of theirs; only those
    ///   on the page are read whole.
    public func neighbours(
        of identifier: PaperIdentifier,
        _ direction: CitationDirection,
        by order: CitationOrder,
        offset: Int,
        limit: Int
    ) throws -> CitationPage? {
        try read { connection in
            let reader = WorkReader(connection: connection)
            guard let work = try reader.work(identifier) else { return nil }
            let found = try Self.sorted(try reader.neighbours(of: work, direction == .references), by: order, reader)
            let page = found.dropFirst(max(0, offset)).prefix(max(0, limit))
            return CitationPage(
                paper: try reader.paper(work),
                total: found.count,
                works: try page.map { neighbour in
                    CitationPage.Neighbour(
                        paper: try reader.paper(neighbour.row, identifier: neighbour.identifier),
                        citationCount: try reader.citationCount(of: neighbour.row),
                        sources: WorkReader.sources(neighbour.sources)
                    )
                }
            )
        }
    }

    /// How many works of the library cite each of `identifiers`; 0 for unknown ones.
    public func citationCounts(_ identifiers: [PaperIdentifier]) throws -> [Int] {
        try read { connection in
            let reader = WorkReader(connection: connection)
            return try identifiers.map { identifier in
                try reader.work(identifier).map { try reader.citationCount(of: $0) } ?? 0
            }
        }
    }

    private struct Neighbour {
        var identifier: PaperIdentifier
        var row: Int64
        var sources: UInt32
        /// What it is put in order by, the greatest first.
        var rank: Int
    }

    private static func sorted(
        _ found: [Int64: UInt32],
        by order: CitationOrder,
        _ reader: WorkReader
    ) throws -> [Neighbour] {
        try found.map { row, sources in
            let rank =
                switch order {
                case .identifier: 0
                case .citations: try reader.citationCount(of: row)
                case .year: try reader.year(of: row) ?? .min
                }
            return Neighbour(identifier: try reader.identifier(of: row), row: row, sources: sources, rank: rank)
        }
        .sorted { ($1.rank, $0.identifier) < ($0.rank, $1.identifier) }
    }

    // MARK: Everything

    /// Every work in the order of its key in UTF-8 bytes, with what it cites; memory does not grow with the library.
    ///
    /// `body` must not wait for a writer of the same library that waits for the log to be emptied: the state is held
    /// until the last work has been given.
    public func forEachPaper(in selection: PaperSelection, _ body: (Paper, [PaperReference]) throws -> Void) throws {
        try read { connection in
            let reader = WorkReader(connection: connection)
            try forEachWork(in: selection, reader) { row, paper in
                let cited = try Self.sorted(try reader.neighbours(of: row, true), by: .identifier, reader)
                try body(
                    paper,
                    cited.map { PaperReference(identifier: $0.identifier, sources: WorkReader.sources($0.sources)) }
                )
            }
        }
    }

    /// The works selected, by the rows under which they are filed, in the order of their keys.
    func forEachWork(
        in selection: PaperSelection,
        _ reader: WorkReader,
        _ body: (Int64, Paper) throws -> Void
    ) throws {
        let filter = WorkSelection(selection)
        func give(_ row: Int64, _ key: String) throws {
            guard let identifier = PaperIdentifier(key) else { return }
            let paper = try reader.paper(row, identifier: identifier)
            if filter.takes(paper) { try body(row, paper) }
        }
        if let identifiers = selection.identifiers {
            for (key, row) in try Self.works(identifiers, reader) { try give(row, key) }
        } else {
            let all = try reader.connection.prepare("SELECT id, key FROM paper WHERE work = id ORDER BY key")
            while try all.step() { try give(all.integer(0), all.text(1)) }
        }
    }

    private static func works(_ identifiers: [PaperIdentifier], _ reader: WorkReader) throws -> [(String, Int64)] {
        var rows: [String: Int64] = [:]
        for identifier in identifiers {
            guard let row = try reader.work(identifier), let key = try reader.key(of: row) else { continue }
            rows[key] = row
        }
        return rows.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
    }
}

/// The conditions of a ``PaperSelection`` on a single work.
private struct WorkSelection {
    let selection: PaperSelection

    init(_ selection: PaperSelection) { self.selection = selection }

    func takes(_ paper: Paper) -> Bool {
        if paper.isStub && !selection.includesStubs { return false }
        if let years = selection.years {
            guard let year = paper.year, years.contains(year) else { return false }
        }
        if selection.categories.isEmpty { return true }
        return paper.categories.contains { code in
            selection.categories.contains { CategoryFilter.matches(code, $0) }
        }
    }
}
