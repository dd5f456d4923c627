/// The right to load an answer for everybody who shares a tier.
public struct CacheLease: Hashable, Sendable {
    /// Who holds it: greater than that of every earlier lease of the same key (a fencing token), so that a holder who was asleep
    /// for longer than its lease cannot overwrite the answer of the next one.
    public let token: UInt64

    /// A lease with that token.
    public init(token: UInt64) { self.token = token }
}
