/// One author of a paper, as given.
public struct Author: Hashable, Sendable, Codable {
    /// The family name, or the whole name of a collaboration.
    public var family: String
    /// The given names or initials; empty when there are none.
    public var given: String
    /// `Jr.`, `III`; mostly empty.
    public var suffix: String

    /// An author by the parts of the name.
    public init(family: String, given: String = "", suffix: String = "") {
        self.family = family
        self.given = given
        self.suffix = suffix
    }

    /// The name as it is read: given names, family name, suffix.
    public var name: String {
        [given, family, suffix].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// The authors of a paper in order, packed into one string: a paper's authors travel from a file to the library without
/// an allocation each.
///
/// Authors are separated by U+001E, the parts of a name (family, given, suffix) by U+001F; trailing empty parts are left out.
public struct AuthorList: Hashable, Sendable {
    /// The packed form.
    public private(set) var packed: String

    /// The byte between two authors.
    public static let authorSeparator: UInt8 = 0x1E
    /// The byte between the parts of a name.
    public static let partSeparator: UInt8 = 0x1F

    /// No authors.
    public init() {
        packed = ""
    }

    /// A list from its packed form.
    public init(packed: String) {
        self.packed = packed
    }

    /// A list of authors; those without any name are dropped, separators inside a name become spaces.
    public init(_ authors: [Author]) {
        self.init()
        for author in authors { append(author) }
    }

    /// Adds an author at the end; one without any name is dropped.
    public mutating func append(_ author: Author) {
        guard !(author.family.isEmpty && author.given.isEmpty) else { return }
        if !packed.isEmpty { packed.unicodeScalars.append("\u{1E}") }
        packed += Self.clean(author.family)
        if !author.given.isEmpty || !author.suffix.isEmpty {
            packed.unicodeScalars.append("\u{1F}")
            packed += Self.clean(author.given)
        }
        if !author.suffix.isEmpty {
            packed.unicodeScalars.append("\u{1F}")
            packed += Self.clean(author.suffix)
        }
    }

    private static func clean(_ part: String) -> String {
        guard part.utf8.contains(where: { $0 == authorSeparator || $0 == partSeparator }) else { return part }
        return String(
            decoding: part.utf8.map { $0 == authorSeparator || $0 == partSeparator ? 0x20 : $0 },
            as: UTF8.self
        )
    }

    /// Whether there is no author.
    public var isEmpty: Bool { packed.isEmpty }

    /// The number of authors.
    public var count: Int {
        packed.isEmpty ? 0 : packed.utf8.reduce(1) { $1 == Self.authorSeparator ? $0 + 1 : $0 }
    }

    /// The authors, unpacked.
    public var authors: [Author] {
        guard !packed.isEmpty else { return [] }
        return packed.utf8.split(separator: Self.authorSeparator, omittingEmptySubsequences: false).map { author in
            let parts = author.split(separator: Self.partSeparator, maxSplits: 2, omittingEmptySubsequences: false)
                .map { String(Substring($0)) }
            return Author(
                family: parts[0],
                given: parts.count > 1 ? parts[1] : "",
                suffix: parts.count > 2 ? parts[2] : ""
            )
        }
    }
}
