/// What a document must be, whatever its words: does not change scores.
public struct LexicalFilter: Hashable, Sendable {
    /// Categories of which a document must have one; empty takes all. `hep-th` is that category; `cs` is also every
    /// class of an archive (`cs.LG`), and so is `cs.*`. Letters are compared as they are.
    public var categories: [String] = []
    /// Categories that a document must not have, in the same notation.
    public var excludedCategories: [String] = []
    /// The years that a document may be of; one without a year passes only when there is no such condition.
    public var years: ClosedRange<Int>?
    /// Words that must all be among the authors' names, unstemmed as the analysis gives them.
    public var authorTerms: [String] = []
    /// Flags that a document must have.
    public var requiredFlags: LexicalDocument.Flags = []
    /// Flags that a document must not have.
    public var excludedFlags: LexicalDocument.Flags = []
    /// The documents that are taken; nil takes all. Belongs to the opened index that it is used with.
    public var allowed: DocumentBitmap?

    /// A filter that takes everything.
    public init() {}

    /// Whether it takes everything.
    public var isEmpty: Bool { self == LexicalFilter() }
}
