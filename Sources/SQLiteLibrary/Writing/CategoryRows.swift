/// Writes the categories of a work.
struct CategoryRows {
    private var known = ByteKeyCache(limit: 4096, arenaLimit: 256 << 10)

    /// Forgets what a transaction left undone may have numbered.
    mutating func restart() { known.removeAll() }

    /// Writes the categories of a work that has none yet.
    ///
    /// - Parameter list: codes separated by spaces, the primary one first.
    mutating func insert(
        _ list: UnsafeBufferPointer<UInt8>,
        of work: Int64,
        _ statements: WriterStatements
    ) throws {
        var position: Int64 = 0
        for code in list.split(separator: 0x20) {
            statements.insertPaperCategory.bind(1, try row(UnsafeBufferPointer(rebasing: code), statements))
            statements.insertPaperCategory.bind(2, work)
            statements.insertPaperCategory.bind(3, position)
            try statements.insertPaperCategory.run()
            position += 1
        }
    }

    /// Removes a category of a work.
    mutating func remove(_ code: String, of work: Int64, _ statements: WriterStatements) throws {
        var code = code
        try code.withUTF8 { bytes in
            statements.deletePaperCategory.bind(1, try row(bytes, statements))
            statements.deletePaperCategory.bind(2, work)
            try statements.deletePaperCategory.run()
        }
    }

    private mutating func row(_ code: UnsafeBufferPointer<UInt8>, _ statements: WriterStatements) throws -> Int64 {
        let hash = ByteKeyCache.hash(code)
        if let id = known.value(code, hash: hash) { return id }
        let id = try find(code, statements.findCategory) ?? find(code, statements.insertCategory) ?? 0
        known.insert(code, hash: hash, value: id)
        return id
    }

    private func find(_ code: UnsafeBufferPointer<UInt8>, _ statement: Statement) throws -> Int64? {
        statement.bind(1, staying: code)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }
}
