/// What a load found.
public enum CacheOutcome: UInt8, Hashable, Sendable, Codable {
    /// An answer.
    case value = 0
    /// The absence of one: nil.
    case none = 1
    /// An answer that says that there is nothing, such as an empty list of hits; kept for the negative time to live.
    case negative = 2
}

/// An answer as a tier keeps it: bytes, and what is needed to decide whether they are still good.
///
/// All times are nanoseconds since 1970, so that other machines understand them.
public struct CacheTierEntry: Hashable, Sendable {
    /// The encoded value; empty when the outcome is ``CacheOutcome/none``.
    public var payload: [UInt8]

    /// What the load found.
    public var outcome: CacheOutcome

    /// When the load ended.
    public var created: Int64

    /// How long the load took, in nanoseconds.
    public var loadNanoseconds: Int64

    /// Until when the answer is fresh.
    public var freshUntil: Int64

    /// Until when it may be given while it is loaded anew; not before ``freshUntil``.
    public var staleUntil: Int64

    /// Until when it may be given when loading it anew fails; not before ``freshUntil``.
    public var errorUntil: Int64

    /// The tags with the versions that were read before the load began.
    public var tags: [CacheTag: CacheTagVersion]

    /// An entry.
    public init(
        payload: [UInt8],
        outcome: CacheOutcome,
        created: Int64,
        loadNanoseconds: Int64,
        freshUntil: Int64,
        staleUntil: Int64,
        errorUntil: Int64,
        tags: [CacheTag: CacheTagVersion]
    ) {
        self.payload = payload
        self.outcome = outcome
        self.created = created
        self.loadNanoseconds = loadNanoseconds
        self.freshUntil = freshUntil
        self.staleUntil = staleUntil
        self.errorUntil = errorUntil
        self.tags = tags
    }

    /// When the tier need not keep it any longer.
    public var expires: Int64 { max(freshUntil, staleUntil, errorUntil) }

    /// Whether every tag of the entry still has the version it was loaded under.
    ///
    /// - Parameter versions: the current versions. A tag of the entry that is missing there makes it invalid.
    public func isValid(under versions: [CacheTag: CacheTagVersion]) -> Bool {
        tags.allSatisfy { versions[$0.key] == $0.value }
    }
}
