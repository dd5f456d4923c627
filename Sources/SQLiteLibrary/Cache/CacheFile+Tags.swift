import Caching

extension CacheFile {
    /// The versions of those tags that have one.
    func versions(_ tags: [CacheTag]) throws -> [CacheTag: CacheTagVersion] {
        let statement = try connection.cached("SELECT version FROM tag WHERE name = ?1")
        var found: [CacheTag: CacheTagVersion] = [:]
        for tag in tags {
            statement.bind(1, tag.text)
            if try statement.step() { found[tag] = UInt64(bitPattern: statement.integer(0)) }
            statement.reset()
        }
        return found
    }

    /// Gives a random version to those tags that have none.
    func begin(_ tags: [CacheTag]) throws {
        let statement = try connection.cached("INSERT OR IGNORE INTO tag(name, version) VALUES (?1, ?2)")
        for tag in tags {
            statement.bind(1, tag.text)
            statement.bind(2, Int64(bitPattern: UInt64.random(in: 1 ... .max)))
            try statement.run()
        }
    }

    /// Forgets the versions of tags; who asks next begins them anew.
    func end(_ tags: [CacheTag], issued: Int64) throws {
        let statement = try connection.cached("DELETE FROM tag WHERE name = ?1")
        for tag in tags {
            statement.bind(1, tag.text)
            try statement.run()
            try tell(.tag, tag.text, issued: issued)
        }
    }

    /// Forgets the versions of all kinds of which the name begins so.
    func end(kindsWithPrefix prefix: String, issued: Int64) throws {
        let kinds = try connection.cached("SELECT name FROM tag WHERE name >= 'kind:' AND name < 'kind;'")
        var found: [CacheTag] = []
        while try kinds.step() { found.append(CacheTag(text: kinds.text(0))) }
        kinds.reset()
        try end(found.filter { $0.text.hasPrefix("kind:" + prefix) }, issued: issued)
    }

    // MARK: News

    /// What a row of `news` tells of.
    enum News: Int64 {
        case tag = 0
        case key = 1
        case everything = 2
    }

    private static let newsKept: Int64 = 2000

    /// Notes something for processes that keep answers in memory.
    func tell(_ kind: News, _ name: String, issued: Int64) throws {
        let statement = try connection.cached("INSERT INTO news(kind, name, issued) VALUES (?1, ?2, ?3)")
        statement.bind(1, kind.rawValue)
        statement.bind(2, name)
        statement.bind(3, issued)
        try statement.run()
    }

    /// Forgets old news. The last row always stays, so that numbers go on.
    func forgetNews() throws {
        try connection.execute("DELETE FROM news WHERE seq <= (SELECT max(seq) FROM news) - \(Self.newsKept)")
    }

    /// The number of the last news; 0 when there was none.
    func lastNews() throws -> Int64 {
        let statement = try connection.cached("SELECT max(seq) FROM news")
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : 0
    }

    /// The news after a number, and the number of the last; everything ended when some were forgotten already.
    func news(after last: Int64) throws -> (changes: [CacheTierChange], last: Int64) {
        let statement = try connection.cached("SELECT seq, kind, name, issued FROM news WHERE seq > ?1 ORDER BY seq")
        statement.bind(1, last)
        defer { statement.reset() }
        var changes: [CacheTierChange] = []
        var place = last
        while try statement.step() {
            let (seq, name, issued) = (statement.integer(0), statement.text(2), statement.integer(3))
            if place == last, seq != last + 1 { changes.append(CacheTierChange(.everything, issued: issued)) }
            switch News(rawValue: statement.integer(1)) {
            case .tag: changes.append(CacheTierChange(.tags([CacheTag(text: name)]), issued: issued))
            case .key: CacheKeyDigest(name).map { changes.append(CacheTierChange(.keys([$0]), issued: issued)) }
            case .everything, nil: changes.append(CacheTierChange(.everything, issued: issued))
            }
            place = seq
        }
        return (changes, place)
    }
}
