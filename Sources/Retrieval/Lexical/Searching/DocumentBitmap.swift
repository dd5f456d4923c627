/// A set of documents of one opened index, a bit for each document number.
public struct DocumentBitmap: Hashable, Sendable {
    /// The bits, 64 to a word, the lowest first. Bits beyond ``count`` are 0.
    public internal(set) var words: [UInt64]
    /// How many documents there are to choose from.
    public let count: Int

    /// No document of `count`, or every one.
    public init(count: Int, filledWith value: Bool = false) {
        self.count = max(0, count)
        words = [UInt64](repeating: value ? .max : 0, count: (self.count + 63) / 64)
        if value { clearTail() }
    }

    /// Whether the document is in the set; never one beyond ``count``.
    public subscript(document: Int) -> Bool {
        get {
            guard document >= 0, document < count else { return false }
            return words[document >> 6] >> UInt64(document & 63) & 1 != 0
        }
        set {
            guard document >= 0, document < count else { return }
            let bit = UInt64(1) << UInt64(document & 63)
            if newValue { words[document >> 6] |= bit } else { words[document >> 6] &= ~bit }
        }
    }

    /// How many documents are in the set.
    public var population: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The set of those bits.
    init(words: [UInt64], count: Int) {
        self.words = words
        self.count = count
    }

    /// Keeps the documents that `other` has too.
    public mutating func formIntersection(_ other: DocumentBitmap) {
        for index in words.indices { words[index] &= index < other.words.count ? other.words[index] : 0 }
    }

    /// Adds the documents of `other`.
    public mutating func formUnion(_ other: DocumentBitmap) {
        for index in 0..<min(words.count, other.words.count) { words[index] |= other.words[index] }
        clearTail()
    }

    /// Removes the documents of `other`.
    public mutating func subtract(_ other: DocumentBitmap) {
        for index in 0..<min(words.count, other.words.count) { words[index] &= ~other.words[index] }
    }

    /// Calls `body` with each document of the set, ascending.
    public func forEach(_ body: (Int) throws -> Void) rethrows {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                try body(index << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }

    private mutating func clearTail() {
        guard count & 63 != 0, let last = words.indices.last else { return }
        words[last] &= (1 << UInt64(count & 63)) - 1
    }
}
