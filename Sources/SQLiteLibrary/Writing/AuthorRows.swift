import Literature
import TextAnalysis

/// Numbers the authors of works by their normalised key.
struct AuthorRows {
    /// Rows by the name as given, so that the normalisation runs once for each spelling.
    private var known = ByteKeyCache(limit: 300_000, arenaLimit: 12 << 20)
    private var makeKey = AuthorKey()
    private var key: [UInt8] = []
    /// The rows of the authors of the work at hand, little-endian.
    private var found: [UInt32] = []
    private var next: Int64 = 1

    /// Forgets what a transaction left undone may have numbered.
    mutating func restart(_ connection: Connection) throws {
        known.removeAll()
        try synchronize(connection)
    }

    /// Takes up the numbering.
    mutating func synchronize(_ connection: Connection) throws {
        next = try connection.integer("SELECT max(id) FROM author") + 1
    }

    /// Finds or makes the rows of the authors of a work, for ``withFound(_:)``. A name without letters or digits has no key
    /// and no row.
    mutating func find(_ authors: AuthorList, _ statements: WriterStatements) throws {
        found.removeAll(keepingCapacity: true)
        var packed = authors.packed
        let count = packed.utf8.count
        guard count > 0 else { return }
        try packed.withUTF8 { bytes in
            var start = 0
            for end in 0...count where end == count || bytes[end] == AuthorList.authorSeparator {
                let name = UnsafeBufferPointer(rebasing: bytes[start..<end])
                if !name.isEmpty, let row = UInt32(exactly: try row(name, statements)), row > 0 {
                    found.append(row.littleEndian)
                }
                start = end + 1
            }
        }
    }

    /// Gives the rows that were found last, as `paper.authors` holds them; no bytes for none.
    func withFound<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try found.withUnsafeBytes(body)
    }

    private mutating func row(_ name: UnsafeBufferPointer<UInt8>, _ statements: WriterStatements) throws -> Int64 {
        let hash = ByteKeyCache.hash(name)
        if let id = known.value(name, hash: hash) { return id }
        normalize(name)
        guard !key.isEmpty else { return 0 }
        let id = try key.withUnsafeBufferPointer { key in
            statements.findAuthor.bind(1, staying: key)
            defer { statements.findAuthor.reset() }
            if try statements.findAuthor.step() { return statements.findAuthor.integer(0) }
            statements.insertAuthor.bind(1, next)
            statements.insertAuthor.bind(2, staying: key)
            try statements.insertAuthor.run()
            next += 1
            return next - 1
        }
        known.insert(name, hash: hash, value: id)
        return id
    }

    private mutating func normalize(_ name: UnsafeBufferPointer<UInt8>) {
        let parts = name.split(
            separator: AuthorList.partSeparator,
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        key.removeAll(keepingCapacity: true)
        makeKey.key(
            family: UnsafeBufferPointer(rebasing: parts[0]),
            given: parts.count > 1
                ? UnsafeBufferPointer(rebasing: parts[1]) : UnsafeBufferPointer(start: nil, count: 0),
            into: &key
        )
    }
}
