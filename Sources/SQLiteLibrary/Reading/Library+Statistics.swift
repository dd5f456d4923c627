public import Ports

extension Library {
    /// Counts over the whole library, exact, in one consistent state.
    ///
    /// - Complexity: a pass over the narrow tables; the texts are not touched.
    public func statistics() throws -> LibraryStatistics {
        try read { connection in
            var result = LibraryStatistics()
            let works = try connection.cached("SELECT flags, year, count(*) FROM paper WHERE work = id GROUP BY 1, 2")
            while try works.step() {
                let (flags, count) = (works.integer(0), Int(works.integer(2)))
                if flags & WorkFacets.described != 0 { result.papers += count } else { result.stubs += count }
                if flags & WorkFacets.withdrawn != 0 { result.withdrawn += count }
                if let year = works.optionalInteger(1), flags & WorkFacets.described != 0 {
                    result.years[Int(year), default: 0] += count
                }
            }
            works.reset()
            let categories = try connection.cached(
                "SELECT c.code, count(*) FROM paper_category p JOIN category c ON c.id = p.category GROUP BY p.category"
            )
            while try categories.step() { result.categories[categories.text(0)] = Int(categories.integer(1)) }
            categories.reset()
            result.authors = try Self.authors(connection)
            result.citations = try Self.citations(connection)
            return result
        }
    }

    /// Authors of any work.
    private static func authors(_ connection: Connection) throws -> Int {
        var isSeen = [Bool](repeating: false, count: Int(try connection.integer("SELECT max(id) FROM author")) + 1)
        let statement = try connection.cached("SELECT authors FROM paper WHERE authors IS NOT NULL")
        defer { statement.reset() }
        while try statement.step() {
            let rows = statement.blob(0)
            for offset in stride(from: 0, to: rows.count & ~3, by: 4) {
                let row = Int(UInt32(littleEndian: rows.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
                if row < isSeen.count { isSeen[row] = true }
            }
        }
        return isSeen.count { $0 }
    }

    /// Distinct pairs of works. Rows are works but for the few that were united, whose pairs are counted apart.
    private static func citations(_ connection: Connection) throws -> Int {
        let rows = try connection.integer("SELECT count(*) FROM (SELECT DISTINCT citing, cited FROM citation)")
        guard try connection.integer("SELECT EXISTS (SELECT 1 FROM paper WHERE work <> id)") == 1 else {
            return Int(rows)
        }
        let united = """
            WITH united(id) AS (
                SELECT id FROM paper WHERE work <> id UNION SELECT work FROM paper WHERE work <> id),
            touched(citing, cited) AS (
                SELECT citing, cited FROM citation WHERE citing IN united
                UNION SELECT citing, cited FROM citation WHERE cited IN united)
            """
        let stated = try connection.integer(united + " SELECT count(*) FROM touched")
        let distinct = try connection.integer(
            united + """
                 SELECT count(*) FROM (SELECT DISTINCT a.work, b.work FROM touched t
                JOIN paper a ON a.id = t.citing JOIN paper b ON b.id = t.cited)
                """
        )
        return Int(rows - stated + distinct)
    }
}
