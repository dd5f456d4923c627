/// What a load found, when the value alone does not say it.
///
/// A load that answers nil needs no mark: it is known to be the absence of an answer.
public struct CacheLoad<Value: Sendable>: Sendable {
    /// The value.
    public var value: Value

    /// Whether it is an answer, or says that there is none.
    public var outcome: CacheOutcome

    /// How many bytes it takes in memory; nil to have it estimated from its encoding.
    public var weight: Int?

    /// An answer.
    public init(_ value: Value, outcome: CacheOutcome = .value, weight: Int? = nil) {
        self.value = value
        self.outcome = outcome
        self.weight = weight
    }

    /// An answer that says that there is nothing, such as an empty list of hits: it is kept for the negative time to live.
    public static func negative(_ value: Value) -> CacheLoad { CacheLoad(value, outcome: .negative) }
}

/// An answer that was found in memory.
public struct CacheHit<Value: Sendable>: Sendable {
    /// How good it is.
    public enum Freshness: Hashable, Sendable {
        /// As good as loaded.
        case fresh
        /// As good as loaded, but it is time to load it anew, before it ends.
        case refreshDue
        /// Its time is over; it may be given while it is loaded anew.
        case stale
    }

    /// The value.
    public let value: Value

    /// How good it is.
    public let freshness: Freshness

    /// An answer.
    @inlinable
    public init(value: Value, freshness: Freshness) {
        self.value = value
        self.freshness = freshness
    }
}

/// A value that knows how much memory it takes.
public protocol CacheWeighable {
    /// Bytes, with everything it refers to.
    var cacheWeight: Int { get }
}
