public import Literature

/// What happened to a described work between two states of the library.
public struct WorkChange: Hashable, Sendable {
    /// What changed, as a reader would put it.
    public struct Kinds: OptionSet, Hashable, Sendable {
        /// A bit for each kind, as stored.
        public let rawValue: UInt8

        /// Kinds by their bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// It was not described before.
        public static let entered = Kinds(rawValue: 1)
        /// Title, abstract, authors, comments or categories.
        public static let text = Kinds(rawValue: 2)
        /// There is a new version.
        public static let version = Kinds(rawValue: 4)
        /// It was withdrawn, or is no longer.
        public static let withdrawal = Kinds(rawValue: 8)
        /// Journal reference, venue or DOI.
        public static let publication = Kinds(rawValue: 16)
        /// A description under another identifier turned out to be of the same work, such as a preprint of an article.
        public static let identity = Kinds(rawValue: 32)
        /// A citation to it or from it. Not news of the work itself.
        public static let citations = Kinds(rawValue: 64)
        /// Something that readers do not see, such as the figures of a source. Not news.
        public static let other = Kinds(rawValue: 128)

        /// Everything that is news of the work itself.
        public static let news: Kinds = [.entered, .text, .version, .withdrawal, .publication, .identity]

        /// The names of the kinds that are news of a known work, in a fixed order.
        public var names: [String] {
            let all: [(Kinds, String)] = [
                (.version, "version"), (.withdrawal, "withdrawal"), (.publication, "publication"), (.text, "text"),
                (.identity, "identity"),
            ]
            return all.filter { contains($0.0) }.map(\.1)
        }
    }

    /// The identifier under which the work is filed.
    public var identifier: PaperIdentifier
    /// Whether the library did not describe the work before.
    public var isNew: Bool
    /// What happened.
    public var kinds: Kinds

    /// A change.
    public init(identifier: PaperIdentifier, isNew: Bool, kinds: Kinds) {
        self.identifier = identifier
        self.isNew = isNew
        self.kinds = kinds
    }
}
