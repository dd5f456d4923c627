CREATE TABLE author(id INTEGER PRIMARY KEY, key TEXT NOT NULL);
CREATE UNIQUE INDEX author_key ON author(key);
CREATE TABLE category(id INTEGER PRIMARY KEY, code TEXT NOT NULL);
CREATE UNIQUE INDEX category_code ON category(code);
CREATE TABLE change(seq INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE citation(
    citing INTEGER NOT NULL, cited INTEGER NOT NULL, source INTEGER NOT NULL,
    PRIMARY KEY(citing, cited, source)
) WITHOUT ROWID;
CREATE INDEX citation_cited ON citation(cited, citing, source);
CREATE TABLE distinct_claim(
    identifier TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY(identifier, other)
) WITHOUT ROWID;
CREATE TABLE identity(
    identifier TEXT NOT NULL, paper INTEGER NOT NULL, source INTEGER NOT NULL,
    PRIMARY KEY(identifier, paper, source)
) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value NOT NULL) WITHOUT ROWID;
CREATE TABLE paper(
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, work INTEGER NOT NULL, flags INTEGER NOT NULL, year INTEGER,
    date INTEGER, authors BLOB
);
CREATE TABLE paper_category(
    category INTEGER NOT NULL, paper INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY(category, paper)
) WITHOUT ROWID;
CREATE UNIQUE INDEX paper_key ON paper(key);
CREATE INDEX paper_member ON paper(work) WHERE work <> id;
CREATE TABLE record(
    id INTEGER PRIMARY KEY, flags INTEGER NOT NULL, submitted INTEGER, updated INTEGER, year INTEGER,
    reported_citations INTEGER, aliases TEXT, categories TEXT, title TEXT, authors_text TEXT, authors TEXT,
    abstract TEXT, comments TEXT, journal_reference TEXT, report_number TEXT, doi TEXT, license TEXT,
    submitter TEXT, venue TEXT, versions TEXT
)
