public import Literature

/// A place that papers and citations are put into.
public protocol IngestStore: Sendable {
    /// Names the store in answers (`library`).
    var name: String { get }

    /// Joins records into the store; they are durable when this returns. Repeating it changes nothing.
    func ingest(_ records: [SourceRecord]) async throws -> IngestTally
}

/// What happened to records in a store.
public struct IngestTally: Hashable, Sendable, Codable {
    /// Records that were new.
    public var inserted = 0
    /// Records that changed what was known.
    public var updated = 0
    /// Records that said nothing new.
    public var unchanged = 0

    /// Nothing happened.
    public init() {}

    /// All records.
    public var total: Int { inserted + updated + unchanged }

    /// Adds another tally.
    public static func += (one: inout IngestTally, other: IngestTally) {
        one.inserted += other.inserted
        one.updated += other.updated
        one.unchanged += other.unchanged
    }
}
