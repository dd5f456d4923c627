/// Reads the parameters back from the canonical bytes of a key, in the order in which they were added.
///
/// Total: of bytes that are no key, or for a parameter of another type, each method answers nil.
public struct CacheKeyReader: Sendable {
    private let bytes: [UInt8]
    private var position = 0

    /// The version of the query's meaning.
    public let schema: Int

    /// The name of the kind.
    public let kind: String

    /// A reader behind the kind's name; nil when the bytes are no key of this version of the form.
    public init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        return nil
    }
}
