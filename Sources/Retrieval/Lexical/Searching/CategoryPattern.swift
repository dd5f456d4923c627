/// A category as filters name it: `hep-th`, `cs` with all its classes, or `cs.*`.
struct CategoryPattern {
    private let archive: [UInt8]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        archive = bytes.suffix(2) == [UInt8(ascii: "."), UInt8(ascii: "*")] ? bytes.dropLast(2) : bytes
    }

    /// Whether one of the categories, joined by blanks, is meant.
    func matches(anyOf filing: UnsafeRawBufferPointer) -> Bool {
        filing.split(separator: UInt8(ascii: " ")).contains { category in
            category.starts(with: archive)
                && (category.count == archive.count || category.dropFirst(archive.count).first == UInt8(ascii: "."))
        }
    }
}
