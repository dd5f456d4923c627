/// The sorted terms of a segment.
///
/// A key is the group's number, then the term. Section `terms`: blocks of 32 keys, each: how many bytes it shares with the
/// key before it (0 at the start of a block), how many follow, these bytes; how many documents have it; for the text group
/// how many have it in the title and how many in the abstract; the sizes of its postings and of its places (variable
/// bytes). Section `tindex`, for each block: where its terms, its postings and its places begin, and how many frequent
/// terms there are before it; 64 bits each.
struct TermDictionary {
    static let indexEntrySize = 32

    let terms: UnsafeRawBufferPointer
    let index: UnsafeRawBufferPointer
    let count: Int
    let frequentMinimum: Int

    var blockCount: Int { index.count / Self.indexEntrySize }

    private func indexValue(_ block: Int, _ column: Int) -> Int {
        let offset = block * Self.indexEntrySize + column * 8
        return Int(clamping: UInt64(littleEndian: index.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
    }

    /// Reads from the start of a block on.
    func reader(atBlock block: Int) -> Reader {
        guard block < blockCount else { return Reader(self, block: block, 0, 0, 0, 0) }
        return Reader(
            self,
            block: block,
            indexValue(block, 0),
            indexValue(block, 1),
            indexValue(block, 2),
            indexValue(block, 3)
        )
    }

    /// A reader that stands before the first key not less than `key`.
    func reader(from key: [UInt8]) -> Reader {
        let block = lastBlock(startingBefore: key)
        var ahead = reader(atBlock: block)
        var steps = 0
        while ahead.next(), ahead.compare(to: key) < 0 { steps += 1 }
        var reader = reader(atBlock: block)
        for _ in 0..<steps { _ = reader.next() }
        return reader
    }

    /// What is known of a term; nil when it is not there.
    func entry(for key: [UInt8]) -> TermEntry? {
        var reader = reader(atBlock: lastBlock(startingBefore: key))
        while reader.next() {
            let order = reader.compare(to: key)
            if order >= 0 { return order == 0 ? reader.entry : nil }
        }
        return nil
    }

    /// The last block whose first key is not greater than `key`; the first when there is none.
    private func lastBlock(startingBefore key: [UInt8]) -> Int {
        var (low, high) = (0, blockCount)
        while low < high {
            let middle = (low + high) / 2
            if firstKeyIsGreater(block: middle, than: key) { high = middle } else { low = middle + 1 }
        }
        return max(0, low - 1)
    }

    private func firstKeyIsGreater(block: Int, than key: [UInt8]) -> Bool {
        var bytes = VariableBytes(terms, at: indexValue(block, 0))
        _ = bytes.next()
        let first = bytes.take(Int(bytes.next()))
        return key.withUnsafeBytes { KeyOrder.isLess($0, first) }
    }

    /// Reads term after term.
    struct Reader {
        private let dictionary: TermDictionary
        private var ordinal: Int
        private var bytes: VariableBytes
        private var postings: Int
        private var places: Int
        private var frequent: Int
        /// The key read last.
        private(set) var key: [UInt8] = []
        /// Bytes that the key read last shares with the one before it.
        private(set) var shared = 0
        /// What is known of the term read last.
        private(set) var entry = TermEntry()

        fileprivate init(
            _ dictionary: TermDictionary,
            block: Int,
            _ start: Int,
            _ postings: Int,
            _ places: Int,
            _ frequent: Int
        ) {
            self.dictionary = dictionary
            ordinal = block * LexicalFormat.termsPerBlock
            bytes = VariableBytes(dictionary.terms, at: start)
            self.postings = postings
            self.places = places
            self.frequent = frequent
        }

        /// Negative when the key read last comes before `other`, 0 when they are equal.
        func compare(to other: [UInt8]) -> Int {
            key.withUnsafeBytes { key in other.withUnsafeBytes { KeyOrder.compare(key, $0) } }
        }

        /// Reads the next term; false at the end or at damage.
        mutating func next() -> Bool {
            guard ordinal < dictionary.count else { return false }
            ordinal += 1
            shared = Int(bytes.next())
            let suffix = bytes.take(Int(bytes.next()))
            guard !bytes.isBroken, shared <= key.count else { return false }
            key.removeLast(key.count - shared)
            key.append(contentsOf: suffix)
            guard let group = key.first else { return false }
            return readEntry(group)
        }

        private mutating func readEntry(_ group: UInt8) -> Bool {
            entry.documents = Int(bytes.next())
            entry.byField = (entry.documents, 0)
            if group == LexicalFormat.textGroup { entry.byField = (Int(bytes.next()), Int(bytes.next())) }
            let (postingsSize, placesSize) = (Int(bytes.next()), Int(bytes.next()))
            guard !bytes.isBroken, postings < .max / 2, places < .max / 2 else { return false }
            entry.postings = postings..<postings + postingsSize
            entry.places = places..<places + placesSize
            postings += postingsSize
            places += placesSize
            entry.frequentIndex = nil
            if entry.documents >= dictionary.frequentMinimum {
                entry.frequentIndex = frequent
                frequent &+= 1
            }
            return true
        }
    }
}
