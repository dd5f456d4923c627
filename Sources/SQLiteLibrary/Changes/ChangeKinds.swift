/// What kinds of things the changes of a transaction were about.
struct ChangeKinds {
    /// The record of a work changed.
    var texts = false
    /// A citation changed, or which identifiers name one work.
    var citations = false
    /// A work lost an author or a category.
    var lostMemberships = false

    /// Everything that may have been about anything.
    static let unknown = ChangeKinds(texts: true, citations: true, lostMemberships: true)
}

/// When each kind of thing changed last, in the table `meta`.
///
/// A version of the program that does not know these notes leaves them behind the change counter; everything from there on then
/// counts as a change of each kind.
enum ChangeNotes {
    private static let texts = "texts_changed"
    private static let citations = "citations_changed"
    private static let memberships = "memberships_lost"
    private static let known = "change_kinds_known"

    /// Notes what the changes after `before`, up to `after`, were about.
    static func note(_ kinds: ChangeKinds, after before: Int64, upTo after: Int64, _ connection: Connection) throws {
        guard after > before else { return }
        let isGapless = try value(known, connection) == before
        if kinds.texts || !isGapless { try set(texts, kinds.texts ? after : before, connection) }
        if kinds.citations || !isGapless { try set(citations, kinds.citations ? after : before, connection) }
        if kinds.lostMemberships || !isGapless {
            try set(memberships, kinds.lostMemberships ? after : before, connection)
        }
        try set(known, after, connection)
    }

    /// What the changes after `mark` were about, in a library whose counter is `counter`.
    static func kinds(after mark: Int64, counter: Int64, _ connection: Connection) throws -> ChangeKinds {
        guard try value(known, connection) == counter else { return .unknown }
        return ChangeKinds(
            texts: try value(texts, connection) ?? .max > mark,
            citations: try value(citations, connection) ?? .max > mark,
            lostMemberships: try value(memberships, connection) ?? .max > mark
        )
    }

    private static func value(_ key: String, _ connection: Connection) throws -> Int64? {
        let statement = try connection.cached("SELECT value FROM meta WHERE key = ?1")
        statement.bind(1, key)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    private static func set(_ key: String, _ value: Int64, _ connection: Connection) throws {
        let statement = try connection.cached("INSERT OR REPLACE INTO meta(key, value) VALUES (?1, ?2)")
        statement.bind(1, key)
        statement.bind(2, value)
        try statement.run()
    }
}
