/// The name of a collection, a tag or a watch: one line that is no path, with white space folded.
///
/// Two names that differ in the case of letters only name the same thing; the spelling of whoever made it is kept.
public struct ShelfName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The greatest number of Unicode scalars in a name.
    public static let limit = 100

    /// The name as it is shown.
    public let text: String
    /// What names are compared by: the name in lower case.
    public let key: String

    /// Reads a name.
    ///
    /// Total: white space around it is dropped and runs of it become one space.
    ///
    /// - Throws: ``ShelfError/Code/invalid`` when nothing is left, when it is too long, or when it has control characters or a
    ///   slash, begins with a hyphen or consists of dots (it could not stand in an address or on a command line).
    public init(_ text: String) throws(ShelfError) {
        let name = Self.folded(text)
        if let complaint = Self.complaint(about: name) { throw ShelfError(.invalid, complaint) }
        self.text = name
        key = name.lowercased()
    }

    /// ``text``.
    public var description: String { text }

    /// Whether both name the same thing.
    public static func == (left: ShelfName, right: ShelfName) -> Bool { left.key == right.key }

    /// Hashes ``key``.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    /// Orders by ``key``, scalar by scalar.
    public static func < (left: ShelfName, right: ShelfName) -> Bool {
        left.key.unicodeScalars.lexicographicallyPrecedes(right.key.unicodeScalars)
    }

    private static func folded(_ text: String) -> String {
        // A hostile argument of many megabytes is not worth being folded whole.
        let scalars = text.unicodeScalars.prefix(64 * limit)
        return scalars.split(whereSeparator: \.properties.isWhitespace)
            .map { String(String.UnicodeScalarView($0)) }
            .joined(separator: " ")
    }

    private static func complaint(about name: String) -> String? {
        let scalars = name.unicodeScalars
        if scalars.isEmpty { return "a name is needed; it may have letters, digits, spaces and most signs" }
        if scalars.count > limit { return "a name may have \(limit) characters, not \(scalars.count)" }
        if scalars.contains(where: ShelfText.isControl) { return "a name may not have control characters" }
        if scalars.contains("/") { return "'\(name)': a name may not have a slash; use a hyphen or a colon" }
        if scalars.first == "-" { return "'\(name)': a name may not begin with a hyphen" }
        if scalars.allSatisfy({ $0 == "." }) { return "'\(name)': a name may not consist of dots" }
        return nil
    }
}
