import Literature

/// Category codes in one string.
enum CategoryList {
    /// The codes separated by single spaces; commas and semicolons count as spaces.
    static func normalised(_ text: String) -> String {
        guard needsWork(text) else { return text }
        return text.utf8.split(whereSeparator: isSeparator).map { String(Substring($0)) }.joined(separator: " ")
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
    }

    private static func needsWork(_ text: String) -> Bool {
        var previous: UInt8 = 0x20
        for byte in text.utf8 {
            if isSeparator(byte), byte != 0x20 || previous == 0x20 { return true }
            previous = byte
        }
        return previous == 0x20
    }
}

/// Several DOIs in one string.
enum DOIList {
    /// The DOIs that are not arXiv's own; what is no DOI is passed over.
    static func parse(_ text: String) -> [DOI] {
        let parts = text.utf8.split { $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
        return parts.compactMap { DOI(String(Substring($0))) }.filter {
            if case .doi = PaperIdentifier($0) { true } else { false }
        }
    }
}

/// Author names as services give them, one string each.
enum AuthorText {
    /// One name: the last word is the family name.
    static func author(named name: String) -> Author {
        let words = name.utf8.split(whereSeparator: { $0 <= 0x20 }).map { String(Substring($0)) }
        guard let family = words.last else { return Author(family: "") }
        return Author(family: family, given: words.dropLast().joined(separator: " "))
    }
}

/// Texts of fields that are put together from parts or shown in messages.
enum FieldText {
    /// White space folded to single spaces.
    static func folded(_ text: String) -> String {
        text.utf8.split(whereSeparator: { $0 <= 0x20 }).map { String(Substring($0)) }.joined(separator: " ")
    }

    /// The beginning of a text that may be long.
    static func excerpt(_ text: String, limit: Int = 60) -> String {
        text.utf8.count <= limit ? text : String(text.unicodeScalars.prefix(limit - 3)) + "…"
    }
}
