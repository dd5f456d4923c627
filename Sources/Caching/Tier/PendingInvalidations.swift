/// Invalidations that a tier has to be told; bounded: too many of them become one of everything.
struct PendingInvalidations: Sendable {
    private(set) var tags: Set<CacheTag> = []
    private(set) var keys: Set<CacheKey> = []
    private(set) var prefixes: Set<String> = []

    /// The most tags and keys that are remembered one by one.
    static let limit = 10_000

    init(tags: [CacheTag] = [], keys: [CacheKey] = [], prefixes: [String] = []) {
        self.tags = Set(tags)
        self.keys = Set(keys)
        self.prefixes = Set(prefixes)
    }

    /// Everything.
    static let everything = PendingInvalidations(prefixes: [""])

    /// Whether there is none.
    var isEmpty: Bool { tags.isEmpty && keys.isEmpty && prefixes.isEmpty }

    /// Adds others.
    mutating func add(_ other: PendingInvalidations) {
        tags.formUnion(other.tags)
        keys.formUnion(other.keys)
        prefixes.formUnion(other.prefixes)
        if tags.count + keys.count + prefixes.count > Self.limit || prefixes.contains("") { self = .everything }
    }

    /// Tells a tier.
    func apply(to tier: any CacheTier) async throws {
        for prefix in prefixes.sorted() { try await tier.invalidate(kindsWithPrefix: prefix) }
        if !tags.isEmpty { try await tier.invalidate(tags.sorted()) }
        if !keys.isEmpty { try await tier.remove(Array(keys)) }
    }
}

/// A tier that is not asked, because it failed again and again.
public struct CacheTierUnavailable: Error, CustomStringConvertible {
    /// The tier's name.
    public let name: String

    /// What is the matter.
    public var description: String { "the cache tier \(name) does not answer; it is tried again in a while" }
}
