CREATE TABLE author(id INTEGER PRIMARY KEY, key TEXT NOT NULL);
CREATE UNIQUE INDEX author_key ON author(key);
CREATE TABLE category(id INTEGER PRIMARY KEY, code TEXT NOT NULL);
CREATE UNIQUE INDEX category_code ON category(code);
CREATE TABLE change(seq INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, kinds INTEGER);
CREATE TABLE citation(
    citing INTEGER NOT NULL, cited INTEGER NOT NULL, source INTEGER NOT NULL,
    PRIMARY KEY(citing, cited, source)
) WITHOUT ROWID;
CREATE INDEX citation_cited ON citation(cited, citing, source);
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
CREATE TABLE distinct_claim(
    identifier TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY(identifier, other)
) WITHOUT ROWID;
CREATE TABLE identity(
    identifier TEXT NOT NULL, paper INTEGER NOT NULL, source INTEGER NOT NULL,
    PRIMARY KEY(identifier, paper, source)
) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value NOT NULL) WITHOUT ROWID;
CREATE TABLE note(
    identifier TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL, previous TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE paper(
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, work INTEGER NOT NULL, flags INTEGER NOT NULL, year INTEGER,
    date INTEGER, authors BLOB
);
CREATE TABLE paper_category(
    category INTEGER NOT NULL, paper INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY(category, paper)
) WITHOUT ROWID;
CREATE UNIQUE INDEX paper_key ON paper(key);
CREATE INDEX paper_member ON paper(work) WHERE work <> id;
CREATE TABLE paper_tag(
    tag INTEGER NOT NULL, identifier TEXT NOT NULL, added INTEGER NOT NULL, PRIMARY KEY(tag, identifier)
) WITHOUT ROWID;
CREATE INDEX paper_tag_identifier ON paper_tag(identifier);
CREATE TABLE record(
    id INTEGER PRIMARY KEY, flags INTEGER NOT NULL, submitted INTEGER, updated INTEGER, year INTEGER,
    reported_citations INTEGER, aliases TEXT, categories TEXT, title TEXT, authors_text TEXT, authors TEXT,
    abstract TEXT, comments TEXT, journal_reference TEXT, report_number TEXT, doi TEXT, license TEXT,
    submitter TEXT, venue TEXT, versions TEXT
);
CREATE TABLE tag(id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL);
CREATE UNIQUE INDEX tag_key ON tag(key);
CREATE TABLE watch(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, query TEXT NOT NULL, mode TEXT NOT NULL,
    depth INTEGER NOT NULL, created INTEGER NOT NULL, marked INTEGER NOT NULL, mark TEXT NOT NULL
);
CREATE UNIQUE INDEX watch_key ON watch(key)
