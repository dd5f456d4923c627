/// A set of documents of one index, a bit each: what filters allow and what searches may return.
///
/// Documents are numbered from 0; the bitmap holds those below ``universe`` only. Sets of one index have equal universes
/// and combine word by word.
public struct DocumentBitmap: Hashable, Sendable {
    /// How many documents the index has: members are less.
    public let universe: Int
    /// The bits, document 0 in the lowest bit of the first word; bits past the universe are zero.
    public private(set) var words: [UInt64]

    /// The empty set, or the set of all documents.
    public init(universe: Int, all: Bool = false) {
        self.universe = max(0, universe)
        words = [UInt64](repeating: all ? .max : 0, count: (self.universe + 63) / 64)
        clearTail()
    }

    /// The set of the documents in `members` that lie in the universe.
    public init(universe: Int, members: some Sequence<Int>) {
        self.init(universe: universe)
        for member in members { insert(member) }
    }

    /// How many documents it holds.
    ///
    /// - Complexity: O(universe / 64).
    public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Whether it holds none.
    public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// Whether it holds `document`; false for numbers outside the universe.
    public func contains(_ document: Int) -> Bool {
        guard document >= 0, document < universe else { return false }
        return words[document >> 6] & (1 << UInt64(document & 63)) != 0
    }

    /// Adds `document`; numbers outside the universe are passed over.
    public mutating func insert(_ document: Int) {
        guard document >= 0, document < universe else { return }
        words[document >> 6] |= 1 << UInt64(document & 63)
    }

    /// Takes `document` out.
    public mutating func remove(_ document: Int) {
        guard document >= 0, document < universe else { return }
        words[document >> 6] &= ~(1 << UInt64(document & 63))
    }

    /// Keeps what is in `other` too.
    ///
    /// - Precondition: the universes are equal.
    public mutating func formIntersection(_ other: DocumentBitmap) {
        precondition(universe == other.universe, "bitmaps of different indexes do not combine")
        for index in words.indices { words[index] &= other.words[index] }
    }

    /// Adds what is in `other`.
    ///
    /// - Precondition: the universes are equal.
    public mutating func formUnion(_ other: DocumentBitmap) {
        precondition(universe == other.universe, "bitmaps of different indexes do not combine")
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// Takes out what is in `other`.
    ///
    /// - Precondition: the universes are equal.
    public mutating func subtract(_ other: DocumentBitmap) {
        precondition(universe == other.universe, "bitmaps of different indexes do not combine")
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    /// Holds what it did not hold, and nothing that it held.
    public mutating func complement() {
        for index in words.indices { words[index] = ~words[index] }
        clearTail()
    }

    /// Calls `body` with each member, in ascending order.
    ///
    /// - Complexity: O(universe / 64 + members).
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
        let used = universe & 63
        if used != 0, !words.isEmpty { words[words.count - 1] &= (1 << UInt64(used)) - 1 }
    }
}
