/// The prepared statements of an import, in the order of their use.
struct WriterStatements {
    let insertPaper: Statement
    let findPaper: Statement
    let describePaper: Statement
    let fileUnder: Statement
    let hasRecord: Statement
    let hasClaim: Statement
    let insertClaim: Statement
    let replaceRecord: Statement
    let findAuthor: Statement
    let insertAuthor: Statement
    let findCategory: Statement
    let insertCategory: Statement
    let insertPaperCategory: Statement
    let deletePaperCategory: Statement
    let insertCitation: Statement

    init(_ connection: Connection) throws {
        insertPaper = try connection.prepare(
            "INSERT OR IGNORE INTO paper(id, key, work, flags, year, date, authors) VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6)"
        )
        findPaper = try connection.prepare("SELECT id FROM paper WHERE key = ?1")
        describePaper = try connection.prepare(
            "UPDATE paper SET flags = ?2, year = ?3, date = ?4, authors = ?5 WHERE id = ?1"
        )
        fileUnder = try connection.prepare("UPDATE paper SET work = ?2 WHERE id = ?1")
        hasRecord = try connection.prepare("SELECT 1 FROM record WHERE id BETWEEN ?1 AND ?2 LIMIT 1")
        hasClaim = try connection.prepare("SELECT 1 FROM identity WHERE identifier = ?1 LIMIT 1")
        insertClaim = try connection.prepare(
            "INSERT OR IGNORE INTO identity(identifier, paper, source) VALUES (?1, ?2, ?3)"
        )
        replaceRecord = try connection.prepare(
            """
            INSERT OR REPLACE INTO record(id, flags, submitted, updated, year, reported_citations, aliases, categories,
                title, authors_text, authors, abstract, comments, journal_reference, report_number, doi, license,
                submitter, venue, versions)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
            """
        )
        findAuthor = try connection.prepare("SELECT id FROM author WHERE key = ?1")
        insertAuthor = try connection.prepare("INSERT INTO author(id, key) VALUES (?1, ?2)")
        findCategory = try connection.prepare("SELECT id FROM category WHERE code = ?1")
        insertCategory = try connection.prepare("INSERT INTO category(code) VALUES (?1) RETURNING id")
        insertPaperCategory = try connection.prepare(
            "INSERT OR IGNORE INTO paper_category(category, paper, position) VALUES (?1, ?2, ?3)"
        )
        deletePaperCategory = try connection.prepare("DELETE FROM paper_category WHERE category = ?1 AND paper = ?2")
        insertCitation = try connection.prepare(
            "INSERT OR IGNORE INTO citation(citing, cited, source) VALUES (?1, ?2, ?3)"
        )
    }
}
