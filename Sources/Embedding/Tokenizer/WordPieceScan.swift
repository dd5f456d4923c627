/// What one pass over a text has collected: the word in hand, and the identifiers so far.
struct WordPieceScan {
    private let limit: Int
    private let longestWord: Int
    let word: UnsafeMutablePointer<UInt8>
    let hashes: UnsafeMutablePointer<UInt64>
    private(set) var length = 0
    private(set) var characters = 0
    var output: [Int32] = []

    /// - Parameters:
    ///   - limit: identifiers at most, one less than the text may have.
    ///   - word: room for the longest word in UTF-8 and one character more.
    ///   - hashes: as many.
    init(
        settings: WordPieceSettings,
        limit: Int,
        word: UnsafeMutablePointer<UInt8>,
        hashes: UnsafeMutablePointer<UInt64>
    ) {
        self.limit = limit
        longestWord = settings.longestWord
        self.word = word
        self.hashes = hashes
        output.reserveCapacity(64)
    }

    var isFull: Bool { output.count >= limit }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        characters += 1
        guard characters <= longestWord else { return }
        word[length] = byte
        length += 1
    }

    /// Adds a character. Of a word that is too long only the number of characters goes on.
    mutating func append(scalar: UInt32) {
        characters += 1
        guard characters <= longestWord else { return }
        switch scalar {
        case ..<0x80: put(scalar)
        case ..<0x800:
            put(0xC0 | scalar >> 6)
            put(0x80 | scalar & 0x3F)
        case ..<0x1_0000:
            put(0xE0 | scalar >> 12)
            put(0x80 | scalar >> 6 & 0x3F)
            put(0x80 | scalar & 0x3F)
        default:
            put(0xF0 | scalar >> 18)
            put(0x80 | scalar >> 12 & 0x3F)
            put(0x80 | scalar >> 6 & 0x3F)
            put(0x80 | scalar & 0x3F)
        }
    }

    private mutating func put(_ byte: UInt32) {
        word[length] = UInt8(truncatingIfNeeded: byte)
        length += 1
    }

    mutating func clear() {
        length = 0
        characters = 0
    }

    mutating func emit(_ identifier: Int32) {
        if !isFull { output.append(identifier) }
    }

    /// Cuts what is beyond the limit.
    mutating func trim() {
        if output.count > limit { output.removeSubrange(limit...) }
    }
}

/// Texts that are tokens by themselves, found before anything else is looked at.
struct WordPieceMarks: Sendable {
    private let marks: [(bytes: [UInt8], identifier: Int32)]

    init(_ marks: [(bytes: [UInt8], identifier: Int32)]) {
        self.marks = marks.sorted { $0.bytes.count > $1.bytes.count }
    }

    /// The bytes that one may start with.
    var firstBytes: Set<UInt8> { Set(marks.compactMap(\.bytes.first)) }

    /// The longest that stands at `position`, and its length.
    func match(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> (Int32, Int)? {
        let rest = UnsafeBufferPointer(rebasing: bytes[position...])
        guard let mark = marks.first(where: { rest.starts(with: $0.bytes) }) else { return nil }
        return (mark.identifier, mark.bytes.count)
    }
}
