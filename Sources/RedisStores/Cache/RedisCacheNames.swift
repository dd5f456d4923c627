import Caching
import RedisClient

/// The keys of one cache in Redis. All begin with `cosci:cache:v1:`.
///
/// Versions of tags, the ledger and the marks share the slot of the cache's name, so that in a cluster they lie on one server, are
/// read and changed together, and after a failover are all of one moment of the past: a change that was lost is then still missing in
/// the ledger as well, and is made again. Entries lie anywhere, each in one slot with its lease.
struct RedisCacheNames: Sendable {
    private static let schema = "cosci:cache:v1"

    /// What all keys but those of entries and leases begin with.
    private let common: String
    private let entries: String

    init(_ name: String) {
        // A closing brace would end the part of the key by which a cluster finds the slot.
        let name = String(name.map { $0 == "{" || $0 == "}" ? "_" : $0 })
        common = "\(Self.schema):{\(name)}:"
        entries = "\(Self.schema):\(name):"
    }

    /// The version of a tag.
    func tag(_ tag: CacheTag) -> String { common + "t:" + tag.text }

    /// The names of the kinds that were ever asked for.
    var kinds: String { common + "kinds" }

    /// The state of the source up to which the tags are right.
    var ledger: String { common + "ledger" }

    /// An entry.
    func entry(_ digest: CacheKeyDigest) -> String { entries + "e:{\(digest)}" }

    /// The lease on an entry.
    func lease(_ digest: CacheKeyDigest) -> String { entries + "l:{\(digest)}" }

    // MARK: Marks

    /// What the keys begin with that are written only to be heard of.
    var marks: String { common + "m:" }

    /// Says that a tag was invalidated.
    func mark(_ tag: CacheTag) -> String { marks + "t:" + tag.text }

    /// Says that an entry was removed.
    func mark(_ digest: CacheKeyDigest) -> String { marks + "k:" + digest.description }

    /// Says when that which is told with it was changed, in nanoseconds since 1970.
    func mark(issued: Int64) -> String { marks + "@\(issued)" }

    /// Says nothing: whoever wrote it hears that it is heard.
    func mark(probe: String) -> String { marks + "p:" + probe }

    /// Stays, and is touched when everything ended.
    var everything: String { marks + "all" }
}

/// What a mark says.
enum RedisCacheMark: Equatable {
    case tag(CacheTag)
    case key(CacheKeyDigest)
    case issued(Int64)
    case probe(String)
    case everything

    /// Nil for a key that is no mark.
    init?(_ key: String, _ names: RedisCacheNames) {
        guard key.hasPrefix(names.marks) else { return nil }
        let rest = key.utf8.dropFirst(names.marks.utf8.count)
        func text(_ count: Int) -> String { String(Substring(rest.dropFirst(count))) }
        if rest.starts(with: "t:".utf8) {
            self = .tag(CacheTag(text: text(2)))
        } else if rest.starts(with: "p:".utf8) {
            self = .probe(text(2))
        } else if rest.starts(with: "k:".utf8), let digest = CacheKeyDigest(text(2)) {
            self = .key(digest)
        } else if rest.starts(with: "@".utf8), let time = Int64(text(1)) {
            self = .issued(time)
        } else if rest.elementsEqual("all".utf8) {
            self = .everything
        } else {
            return nil
        }
    }
}
