import Literature

/// Recognises identifiers among what a user types.
enum MentionedIdentifier {
    /// Fewer digits than this behind a `W` are a name of physics (`W3` algebras), not a work of OpenAlex.
    private static let shortestWorkNumber = 7

    /// The identifier that a whole query is.
    static func whole(_ text: String) -> PaperIdentifier? {
        guard let identifier = PaperIdentifier(text) else { return nil }
        return isPlain(identifier, text) ? identifier : nil
    }

    /// The identifier that a word of a query is, punctuation around it aside.
    static func word(_ text: String) -> PaperIdentifier? {
        guard text.utf8.count >= 8, !text.unicodeScalars.contains(where: QueryScanner.isQuote) else {
            return nil
        }
        if let identifier = whole(text) { return identifier }
        var name = Substring(text)
        while let first = name.first, "([<{,;:.".contains(first) { name.removeFirst() }
        while let last = name.last, ")]>},;:.".contains(last) { name.removeLast() }
        return name.utf8.count < text.utf8.count ? whole(String(name)) : nil
    }

    /// The identifier that the only term of a word is, whatever punctuation stood around it.
    static func term(_ term: String) -> PaperIdentifier? {
        guard term.utf8.count >= 8 else { return nil }
        return whole(term)
    }

    private static func isPlain(_ identifier: PaperIdentifier, _ text: String) -> Bool {
        guard case .openAlex(let number) = identifier, !text.contains(":") else { return true }
        return String(number).utf8.count >= shortestWorkNumber
    }
}
