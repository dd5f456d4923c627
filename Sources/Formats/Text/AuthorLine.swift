public import Literature

/// Takes apart author lines as people and arXiv write them: `C. Itzykson and J.-B. Zuber`,
/// `A. Foo (CERN), B. Bar (MIT and Caltech)`.
public enum AuthorLine {
    /// The authors of a line, in order.
    ///
    /// Affiliations in parentheses and `et al.` are dropped; commas, semicolons, colons and `and` separate; what is inside
    /// braces is protected. `Last, First` is only assumed where semicolons separate the authors. The family name is the last
    /// word with the particles before it. Total; linear in the length of the line.
    public static func parse(_ text: String) -> [Author] {
        var cutter = AuthorLineCutter(text)
        cutter.cut()
        if cutter.hasSemicolon { return cutter.groups.flatMap(invertedGroup) }
        return cutter.groups.flatMap { names($0.filter { !$0.isEmpty }) }
    }

    /// The authors of a line in the packed form.
    public static func list(_ text: String) -> AuthorList {
        AuthorList(parse(text))
    }

    /// One author, `First Last`, without a look at commas; a collaboration that the name speaks for comes as a second one.
    static func parseOne(_ text: String) -> [Author] {
        names([RawText.folded(text) ?? ""])
    }

    /// One author, `Last, First` or `Last, First, Jr.`; without a comma the whole is a family name.
    static func inverted(_ text: String) -> Author {
        let parts = text.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
            .map { RawText.folded(String($0)) ?? "" }
        return Author(family: parts[0], given: parts.count > 1 ? parts[1] : "", suffix: parts.count > 2 ? parts[2] : "")
    }

    // MARK: Names

    /// The authors of pieces between commas: each is a name, a suffix of the one before, or nothing.
    private static func names(_ pieces: [String]) -> [Author] {
        var authors: [Author] = []
        for piece in pieces {
            if isSuffix(piece), let last = authors.indices.last, authors[last].suffix.isEmpty {
                authors[last].suffix = piece
            } else {
                append(piece, to: &authors)
            }
        }
        return authors
    }

    private static func append(_ piece: String, to authors: inout [Author]) {
        guard let name = withoutEtAl(piece) else { return }
        let (person, collaboration) = splitCollaboration(name)
        if let author = PersonName.split(person) { authors.append(author) }
        if !collaboration.isEmpty { authors.append(Author(family: collaboration)) }
    }

    /// Pieces between two semicolons: `Last, First`, or a group of names from one institute.
    private static func invertedGroup(_ pieces: [String]) -> [Author] {
        let parts = pieces.filter { !$0.isEmpty }
        guard parts.count == 2 || (parts.count == 3 && isSuffix(parts[2])), isGiven(parts[1], of: parts[0]) else {
            return names(parts)
        }
        return [Author(family: parts[0], given: PersonName.spaced(parts[1]), suffix: parts.count == 3 ? parts[2] : "")]
    }

    /// Whether `Foo, A.` reads as family and given names: the first part is one word or begins with a particle, or the second
    /// is initials only.
    private static func isGiven(_ second: String, of first: String) -> Bool {
        guard !isSuffix(second), !first.contains(".") else { return false }
        if !first.contains(" ") || PersonName.isParticle(first.prefix { $0 != " " }) { return true }
        return second.split(separator: " ").allSatisfy { $0.hasSuffix(".") || $0.utf8.count == 1 }
    }

    static func isSuffix(_ text: String) -> Bool {
        switch text.lowercased() {
        case "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "2nd", "3rd": true
        default: false
        }
    }

    private static func withoutEtAl(_ piece: String) -> String? {
        let lower = piece.lowercased()
        if ["et al", "et al.", "et. al.", "et. al", "others", "and others", "et alii", "al.", "al"].contains(lower) {
            return nil
        }
        for tail in [" et al.", " et al", " et. al.", " et. al"] where lower.hasSuffix(tail) {
            return String(piece.dropLast(tail.count))
        }
        return piece
    }

    /// Takes `for the X Collaboration` off a name; the whole may be a collaboration.
    private static func splitCollaboration(_ name: String) -> (person: String, collaboration: String) {
        let lower = name.lowercased()
        guard collaborationWords.contains(where: lower.contains) else { return (name, "") }
        for link in [" on behalf of ", " for the ", " for "] {
            guard let range = name.range(ofLowercased: link) else { continue }
            return (String(name[..<range.lowerBound]), withoutArticle(String(name[range.upperBound...])))
        }
        for link in ["on behalf of ", "for the ", "for "] where lower.hasPrefix(link) {
            return ("", withoutArticle(String(name.dropFirst(link.count))))
        }
        return ("", withoutArticle(name))
    }

    private static let collaborationWords = ["collaboration", "consortium", " team", " working group", "study group"]

    private static func withoutArticle(_ name: String) -> String {
        name.lowercased().hasPrefix("the ") ? String(name.dropFirst(4)) : name
    }
}

extension String {
    /// Where a lower-case ASCII text stands in this one, in any case.
    func range(ofLowercased needle: String) -> Range<String.Index>? {
        let needle = Array(needle.utf8)
        let bytes = utf8
        var start = bytes.startIndex
        while start != bytes.endIndex {
            var at = start
            var matched = 0
            while matched < needle.count, at != bytes.endIndex {
                let byte = bytes[at]
                guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == needle[matched] else { break }
                matched += 1
                at = bytes.index(after: at)
            }
            if matched == needle.count { return start..<at }
            start = bytes.index(after: start)
        }
        return nil
    }
}
