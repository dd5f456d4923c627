internal import MappedFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The terms of a run of documents, in the order in which they stand there; sorted and written when memory is full.
///
/// A run file has, for each term in ascending order: the length of its key and the key; how many documents have it; the
/// length of its postings; then for each document the gap x 2 + 1 when the term occurs once in the last field of the
/// group only, or gap x 2 and the counts by field; then its places, as ``PostingList`` has them (all variable bytes).
final class TermRun {
    /// Stands for a place without a term: between two fields or authors.
    static let gap = UInt32.max
    /// Stands between two groups of fields.
    static let nextGroup = UInt32.max - 1
    /// Stands behind the last term of a document.
    static let nextDocument = UInt32.max - 2
    /// Set in a place that lies in the second field of a group.
    private static let secondField: UInt32 = 1 << 31

    /// The number of the first document.
    private let firstDocument: Int
    private var table = TermTable()
    private let tokens: UnsafeMutablePointer<UInt32>
    private let capacity: Int
    private(set) var tokenCount = 0

    init(firstDocument: Int, capacity: Int) {
        self.firstDocument = firstDocument
        self.capacity = capacity
        tokens = .allocate(capacity: capacity)
    }

    deinit { tokens.deallocate() }

    /// Whether so many more marks and terms have room.
    func hasRoom(for more: Int) -> Bool { capacity - tokenCount >= more }

    /// Appends one of the marks.
    func append(mark: UInt32) {
        guard tokenCount < capacity else { return }
        tokens[tokenCount] = mark
        tokenCount += 1
    }

    /// Appends terms that are separated by spaces; seven bytes must be readable behind them.
    ///
    /// - Returns: how many there were.
    func append(terms: UnsafeBufferPointer<UInt8>, group: UInt8) -> Int {
        guard let base = terms.baseAddress else { return 0 }
        let first = tokenCount
        var start = 0
        while start < terms.count, tokenCount < capacity {
            let end = Self.termEnd(base, from: start, to: terms.count)
            tokens[tokenCount] = table.number(group: group, term: base + start, count: end - start)
            tokenCount += 1
            start = end + 1
        }
        return tokenCount - first
    }

    /// The place of the next space, eight bytes at a time.
    @inline(__always)
    private static func termEnd(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var place = start
        while place < end {
            let word = UInt64(littleEndian: UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self))
            // A zero byte where there is a space; the lowest one found is right.
            let other = word ^ 0x2020_2020_2020_2020
            let zeros = (other &- 0x0101_0101_0101_0101) & ~other & 0x8080_8080_8080_8080
            if zeros != 0 { return min(end, place + zeros.trailingZeroBitCount / 8) }
            place += 8
        }
        return end
    }

    // MARK: Sorting

    /// Sorts and writes the run.
    func write(to path: String) throws(MappedFileError) -> MappedFile {
        let ends = UnsafeMutablePointer<Int>.allocate(capacity: table.count + 1)
        let occurrences = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, tokenCount))
        defer {
            ends.deallocate()
            occurrences.deallocate()
        }
        scatter(to: occurrences, ends: ends)
        let file = try SpoolFile(path: path)
        var payload = ByteBuffer(capacity: 1 << 16)
        var head = ByteBuffer(capacity: 256)
        for term in termsInOrder() {
            let start = term == 0 ? 0 : ends[term - 1]
            let part = UnsafeBufferPointer(start: occurrences + start, count: ends[term] - start)
            let key = table.key(term)
            payload.removeAll()
            let documents = encode(part, isTextGroup: key[0] == LexicalFormat.textGroup, into: &payload)
            head.removeAll()
            head.append(variable: UInt32(key.count))
            head.append(key)
            head.append(variable: UInt32(documents))
            head.append(variable: UInt32(payload.count))
            try file.append(head.bytes)
            try file.append(payload.bytes)
        }
        return try file.finish()
    }

    /// Brings the occurrences of each term together: the document in the upper half, the place in the lower.
    ///
    /// - Returns: in `ends`, where each term's occurrences end.
    private func scatter(to occurrences: UnsafeMutablePointer<UInt64>, ends: UnsafeMutablePointer<Int>) {
        ends.initialize(repeating: 0, count: table.count + 1)
        for index in 0..<tokenCount where tokens[index] < Self.nextDocument { ends[Int(tokens[index])] += 1 }
        var sum = 0
        for term in 0..<table.count {
            let count = ends[term]
            ends[term] = sum
            sum += count
        }
        var document = UInt64(firstDocument) << 32
        var place: UInt32 = 0
        // Behind the first gap of a document's first group is the abstract.
        var isText = true
        var field: UInt32 = 0
        for index in 0..<tokenCount {
            let token = tokens[index]
            if token < Self.nextDocument {
                let slot = ends[Int(token)]
                occurrences[slot] = document | UInt64(place | field)
                ends[Int(token)] = slot + 1
                place += 1
            } else if token == Self.gap {
                place += 1
                if isText { field = Self.secondField }
            } else {
                place = 0
                field = 0
                isText = token == Self.nextDocument
                if isText { document += 1 << 32 }
            }
        }
    }

    private func termsInOrder() -> [Int] {
        /// The first eight bytes of the key decide most comparisons.
        struct Item {
            var prefix: UInt64
            var term: UInt32
        }
        var items: [Item] = []
        items.reserveCapacity(table.count)
        for term in 0..<table.count {
            let key = table.key(term)
            var prefix: UInt64 = 0
            for index in 0..<8 { prefix = prefix << 8 | (index < key.count ? UInt64(key[index]) : 0) }
            items.append(Item(prefix: prefix, term: UInt32(term)))
        }
        items.sort { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            return KeyOrder.isLess(table.key(Int(left.term)), table.key(Int(right.term)))
        }
        return items.map { Int($0.term) }
    }

    /// - Returns: the number of documents.
    private func encode(
        _ occurrences: UnsafeBufferPointer<UInt64>,
        isTextGroup: Bool,
        into out: inout ByteBuffer
    ) -> Int {
        var documents = 0
        var previous = UInt32.max
        var start = 0
        while start < occurrences.count {
            let document = UInt32(truncatingIfNeeded: occurrences[start] >> 32)
            var end = start
            var inSecond = 0
            while end < occurrences.count, UInt32(truncatingIfNeeded: occurrences[end] >> 32) == document {
                inSecond += Int(occurrences[end] >> 31 & 1)
                end += 1
            }
            let gap = (document &- previous &- 1) << 1
            let isPlain = end - start == 1 && (inSecond == 1 || !isTextGroup)
            out.append(variable: gap | (isPlain ? 1 : 0))
            if !isPlain {
                out.append(variable: UInt32(end - start - inSecond))
                if isTextGroup { out.append(variable: UInt32(inSecond)) }
            }
            var place: UInt32 = 0
            for index in start..<end {
                let next = UInt32(truncatingIfNeeded: occurrences[index]) & ~Self.secondField
                out.append(variable: next &- place)
                place = next
            }
            documents += 1
            previous = document
            start = end
        }
        return documents
    }
}

/// Reads a run file.
final class RunReader: TermSource {
    private let file: MappedFile
    private var bytes: VariableBytes
    private(set) var key = UnsafeRawBufferPointer(start: nil, count: 0)
    private(set) var postingLimit = 0
    private var postingsLeft = 0
    private var document = UInt32.max
    private var isTextGroup = false
    private var end = 0

    init(_ file: MappedFile) {
        self.file = file
        bytes = VariableBytes(file.bytes)
    }

    func advance() -> Bool {
        bytes = VariableBytes(file.bytes, at: end)
        guard end < file.bytes.count else { return false }
        key = bytes.take(Int(bytes.next()))
        postingLimit = Int(bytes.next())
        let size = Int(bytes.next())
        guard !bytes.isBroken, let group = key.first else { return false }
        end = bytes.position + size
        postingsLeft = postingLimit
        document = .max
        isTextGroup = group == LexicalFormat.textGroup
        return true
    }

    func read(into chunk: PostingChunk) -> Bool {
        chunk.removeAll()
        let count = min(postingsLeft, PostingChunk.capacity)
        for index in 0..<count {
            let code = bytes.next()
            document = document &+ code >> 1 &+ 1
            chunk.documents[index] = document
            let total = readCounts(code, index, chunk)
            chunk.reservePlaces(total)
            for place in chunk.placeCount..<chunk.placeCount + total { chunk.places[place] = bytes.next() }
            chunk.placeCount += total
        }
        chunk.count = count
        postingsLeft -= count
        return count > 0 && !bytes.isBroken
    }

    /// - Returns: how often the term occurs.
    @inline(__always)
    private func readCounts(_ code: UInt32, _ index: Int, _ chunk: PostingChunk) -> Int {
        let second = PostingChunk.capacity + index
        if code & 1 != 0 {
            chunk.counts[index] = isTextGroup ? 0 : 1
            chunk.counts[second] = isTextGroup ? 1 : 0
            return 1
        }
        chunk.counts[index] = bytes.next()
        chunk.counts[second] = isTextGroup ? bytes.next() : 0
        return Int(chunk.counts[index]) + Int(chunk.counts[second])
    }
}
