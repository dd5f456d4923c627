/// What an answer depends on: invalidating a tag ends every answer that was loaded with it.
///
/// A tag is a versioned namespace, not a list of keys: an entry remembers the tag's version from before its load, and is valid
/// while the version is still the same; so an invalidation costs the same for one entry and for a million.
public struct CacheTag: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// `namespace` or `namespace:name`.
    public let text: String

    /// A tag that is its namespace's only one, such as `texts`.
    ///
    /// - Precondition: no colon.
    public init(_ namespace: StaticString) {
        text = namespace.description
        precondition(!text.utf8.contains(UInt8(ascii: ":")), "a namespace has no colon")
    }

    /// A tag of many in a namespace, such as `paper:hep-th/9711200`.
    ///
    /// - Precondition: no colon in the namespace; the name may be any text.
    public init(_ namespace: StaticString, _ name: String) {
        precondition(!namespace.description.utf8.contains(UInt8(ascii: ":")), "a namespace has no colon")
        text = "\(namespace):\(name)"
    }

    /// A tag from its text, as ``text`` gave it.
    public init(text: String) { self.text = text }

    /// One paper, by its identifier.
    public static func paper(_ identifier: String) -> CacheTag { CacheTag("paper", identifier) }

    /// One author, by the key under which the library groups names.
    public static func author(_ key: String) -> CacheTag { CacheTag("author", key) }

    /// One category, such as `hep-th`.
    public static func category(_ code: String) -> CacheTag { CacheTag("category", code) }

    /// One community of the citation graph.
    public static func community(_ identifier: String) -> CacheTag { CacheTag("community", identifier) }

    /// All texts: what a search depends on.
    public static let texts = CacheTag("texts")

    /// The citation graph as a whole.
    public static let graph = CacheTag("graph")

    /// The vectors of all papers.
    public static let vectors = CacheTag("vectors")

    /// Everything that the library holds.
    public static let library = CacheTag("library")

    /// All answers of a kind of query. ``QueryCache`` adds it to the tags of every answer by itself.
    public static func kind(_ kind: CacheKind) -> CacheTag { CacheTag("kind", kind.name) }

    /// One answer. ``QueryCache`` adds it in process to the tags of every answer that a tier may hold.
    static func key(_ digest: CacheKeyDigest) -> CacheTag { CacheTag("key", digest.description) }

    /// The text.
    public var description: String { text }

    /// The order of the texts.
    public static func < (left: CacheTag, right: CacheTag) -> Bool { left.text < right.text }
}

/// Which state of a tag an answer belongs to. Compared for equality only.
///
/// A tier begins a tag it does not know with a random version, so that an answer of before it forgot the tag stays dead.
public typealias CacheTagVersion = UInt64
