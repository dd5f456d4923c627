import GRDB

/// The tables of `library.sqlite`. A migration is never changed once it has shipped; a new one goes behind it.
enum Schema {
    /// The schema that this program reads and writes, stored as `user_version`.
    static let version: Int64 = 3

    /// Bytes in a page: large, because most of a library is rows of one to two kilobytes.
    static let pageSize = 16384

    /// Brings the file at `path` to the present schema, making it when it is missing.
    static func migrate(path: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = \(pageSize)") }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try migrator.migrate(queue)
            try queue.close()
        } catch let error as DatabaseError {
            throw LibraryError.sqlite(
                error.resultCode.rawValue,
                systemError: 0,
                detail: error.message ?? "cannot prepare the library",
                path: path
            )
        }
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { try $0.execute(sql: first) }
        // The index of words has been a derived file of its own making since: it needs no texts of the past.
        migrator.registerMigration("v2") { try $0.execute(sql: "DROP TABLE displaced_text; PRAGMA user_version = 2") }
        migrator.registerMigration("v3") { try $0.execute(sql: shelves) }
        return migrator
    }

    /// - `paper`: one row per identifier that has a record or a citation. `work` is the row under which the work is filed
    ///   (its own id for most). The other columns describe the work and are set in the row under which it is filed:
    ///   `flags` (1 has a record of its own, 2 withdrawn), `year`, `date` (seconds since 1970 of the first version),
    ///   `authors` (their rows in `author` in order, four bytes each, little-endian).
    /// - `record`: what one source says, as given; id = paper * 32 + source. `flags`: 1 mention, 2 withdrawn. `versions` as
    ///   `PackedVersions` writes them.
    /// - `paper_category`: of works, by the row under which a work is filed (none for stubs).
    /// - `citation`: as stated, between rows of `paper`.
    /// - `identity`: the record of `paper` in `source` says that it also is `identifier`: the proof of every union.
    /// - `distinct_claim`: pairs of identifiers that a user has separated, both ways round.
    /// - `change`: ranges of rows of `paper` touched; the greatest `seq` is the change counter.
    /// - `displaced_text`: gone since the second migration.
    private static let first = """
        CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE paper(
            id INTEGER PRIMARY KEY, key TEXT NOT NULL, work INTEGER NOT NULL, flags INTEGER NOT NULL, year INTEGER,
            date INTEGER, authors BLOB
        );
        CREATE UNIQUE INDEX paper_key ON paper(key);
        CREATE INDEX paper_member ON paper(work) WHERE work <> id;
        CREATE TABLE record(
            id INTEGER PRIMARY KEY, flags INTEGER NOT NULL, submitted INTEGER, updated INTEGER, year INTEGER,
            reported_citations INTEGER, aliases TEXT, categories TEXT, title TEXT, authors_text TEXT, authors TEXT,
            abstract TEXT, comments TEXT, journal_reference TEXT, report_number TEXT, doi TEXT, license TEXT,
            submitter TEXT, venue TEXT, versions TEXT
        );
        CREATE TABLE author(id INTEGER PRIMARY KEY, key TEXT NOT NULL);
        CREATE UNIQUE INDEX author_key ON author(key);
        CREATE TABLE category(id INTEGER PRIMARY KEY, code TEXT NOT NULL);
        CREATE UNIQUE INDEX category_code ON category(code);
        CREATE TABLE paper_category(
            category INTEGER NOT NULL, paper INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY(category, paper)
        ) WITHOUT ROWID;
        CREATE TABLE citation(
            citing INTEGER NOT NULL, cited INTEGER NOT NULL, source INTEGER NOT NULL,
            PRIMARY KEY(citing, cited, source)
        ) WITHOUT ROWID;
        CREATE INDEX citation_cited ON citation(cited, citing, source);
        CREATE TABLE identity(
            identifier TEXT NOT NULL, paper INTEGER NOT NULL, source INTEGER NOT NULL,
            PRIMARY KEY(identifier, paper, source)
        ) WITHOUT ROWID;
        CREATE TABLE distinct_claim(
            identifier TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY(identifier, other)
        ) WITHOUT ROWID;
        CREATE TABLE change(seq INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
        CREATE TABLE displaced_text(
            paper INTEGER NOT NULL, seq INTEGER NOT NULL, title TEXT NOT NULL, abstract TEXT NOT NULL,
            authors TEXT NOT NULL, PRIMARY KEY(paper, seq)
        ) WITHOUT ROWID;
        INSERT INTO meta(key, value) VALUES ('library', lower(hex(randomblob(16))));
        PRAGMA user_version = 1;
        """

    /// What users keep about papers, by identifiers as text (`PaperIdentifier.description`), and what changed of rows of `paper`.
    ///
    /// - `change.kinds`: bits of `WorkChange.Kinds`; NULL for changes of which that was not noted.
    /// - `collection.key`, `tag.key`, `watch.key`: what names are told apart by; `deleted`: when, for those that can come back.
    /// - `collection_paper.position`: ascending in the user's order, with gaps.
    /// - `note.text`: empty when the note was deleted; `previous`: the text before, empty when there was none.
    /// - `watch.mode`: `lexical`, `semantic`, `hybrid`; `mark`: a `ChangeMark` as text.
    private static let shelves = """
        CREATE TABLE collection(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, description TEXT NOT NULL,
            created INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER
        );
        CREATE UNIQUE INDEX collection_key ON collection(key) WHERE deleted IS NULL;
        CREATE TABLE collection_paper(
            collection INTEGER NOT NULL, identifier TEXT NOT NULL, position INTEGER NOT NULL, added INTEGER NOT NULL,
            PRIMARY KEY(collection, identifier)
        ) WITHOUT ROWID;
        CREATE INDEX collection_paper_identifier ON collection_paper(identifier);
        CREATE TABLE tag(id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL);
        CREATE UNIQUE INDEX tag_key ON tag(key);
        CREATE TABLE paper_tag(
            tag INTEGER NOT NULL, identifier TEXT NOT NULL, added INTEGER NOT NULL, PRIMARY KEY(tag, identifier)
        ) WITHOUT ROWID;
        CREATE INDEX paper_tag_identifier ON paper_tag(identifier);
        CREATE TABLE note(
            identifier TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL, previous TEXT NOT NULL,
            created INTEGER NOT NULL, updated INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE watch(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, query TEXT NOT NULL, mode TEXT NOT NULL,
            depth INTEGER NOT NULL, created INTEGER NOT NULL, marked INTEGER NOT NULL, mark TEXT NOT NULL
        );
        CREATE UNIQUE INDEX watch_key ON watch(key);
        ALTER TABLE change ADD COLUMN kinds INTEGER;
        PRAGMA user_version = 3;
        """
}
