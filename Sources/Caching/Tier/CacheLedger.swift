/// A tier that remembers up to which state of the source of its answers its tags are right.
///
/// Whoever sees that the source has moved on invalidates the tags of what changed, and then records the new state. When it dies in
/// between, the next one does it again; so no answer outlives the change that made it wrong.
public protocol CacheLedger: Sendable {
    /// The state that was recorded last; nil when none was.
    func recordedState() async throws -> String?

    /// Records a state, unless somebody else has recorded one since.
    ///
    /// - Parameters:
    ///   - state: up to where the tags are right; not empty.
    ///   - previous: what ``recordedState()`` gave.
    func record(_ state: String, after previous: String?) async throws
}
