/// A tier that remembers up to which state of the source of its answers its tags are right.
///
/// Whoever sees that the source has moved on invalidates the tags of what changed, and then records the new state. When it dies in
/// between, the next one does it again; so no answer outlives the change that made it wrong. The state must be kept with the
/// versions of the tags: whatever happens to the tier, it is never newer than they are.
public protocol CacheLedger: CacheTier {
    /// Reads as ``CacheTier/read(_:tags:)`` does and, not after the versions, the state that was recorded last.
    func readWithState(_ keys: [CacheKey], tags: [CacheTag]) async throws -> (reading: CacheTierReading, state: String?)

    /// Records a state, unless somebody else has recorded one since.
    ///
    /// - Parameters:
    ///   - state: up to where the tags are right; not empty.
    ///   - previous: what ``readWithState(_:tags:)`` gave.
    func record(_ state: String, after previous: String?) async throws
}
