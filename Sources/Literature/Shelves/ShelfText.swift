/// Checks the longer texts that users write: descriptions, notes and the queries of watches.
public enum ShelfText {
    /// The greatest number of bytes in the description of a collection.
    public static let descriptionLimit = 10_000
    /// The greatest number of bytes in a note.
    public static let noteLimit = 200_000
    /// The greatest number of bytes in the query of a watch.
    public static let queryLimit = 4_000

    /// A description as it is kept.
    ///
    /// - Throws: ``ShelfError/Code/invalid``: too long, or with control characters.
    public static func description(_ text: String) throws(ShelfError) -> String {
        try checked(text, "a description", limit: descriptionLimit)
    }

    /// A note as it is kept: Markdown; white space around it dropped, lines ended by line feeds. Never empty.
    ///
    /// - Throws: ``ShelfError/Code/invalid``: nothing left, too long, or with control characters.
    public static func note(_ text: String) throws(ShelfError) -> String {
        let note = try checked(text, "a note", limit: noteLimit)
        if note.isEmpty { throw ShelfError(.invalid, "the note is empty; to remove a note, delete it") }
        return note
    }

    /// A query as it is kept. Never empty.
    ///
    /// - Throws: ``ShelfError/Code/invalid``: nothing left, too long, or with control characters.
    public static func query(_ text: String) throws(ShelfError) -> String {
        let query = try checked(text, "a query", limit: queryLimit)
        if query.isEmpty { throw ShelfError(.invalid, "say what to watch for, as in a search") }
        return query
    }

    private static func checked(_ text: String, _ what: String, limit: Int) throws(ShelfError) -> String {
        guard text.utf8.count <= limit + 64 else { throw tooLong(text, what, limit) }
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\r" {
                scalars.append("\n")
            } else if !(scalar == "\n" && previous == "\r") {
                scalars.append(scalar)
            }
            previous = scalar
        }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        let result = String(String.UnicodeScalarView(scalars.drop(while: \.properties.isWhitespace)))
        guard result.utf8.count <= limit else { throw tooLong(result, what, limit) }
        let isClean = result.unicodeScalars.allSatisfy { !isControl($0) || $0 == "\n" || $0 == "\t" }
        guard isClean else { throw ShelfError(.invalid, "\(what) may not have control characters") }
        return result
    }

    private static func tooLong(_ text: String, _ what: String, _ limit: Int) -> ShelfError {
        ShelfError(.invalid, "\(what) may have \(limit) bytes, not \(text.utf8.count)")
    }

    /// Control characters, and those that turn the direction of text round.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
    }
}
