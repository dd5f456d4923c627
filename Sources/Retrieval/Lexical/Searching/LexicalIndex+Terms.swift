extension LexicalIndex {
    /// What the index holds of a term.
    public struct TermStatistics: Hashable, Sendable {
        /// The term.
        public var term: String
        /// How many documents have it; in terms listed from a dictionary, removed documents may be counted.
        public var documents: Int

        /// A term with its number of documents.
        public init(term: String, documents: Int) {
            self.term = term
            self.documents = documents
        }
    }

    /// How many live documents have a term in one of the fields; of fields that share no dictionary the greatest count.
    public func documentFrequency(of term: String, in fields: LexicalFieldSet) -> Int {
        let compiler = PlanCompiler(self, .standard, prefixLimit: 0)
        return compiler.flatTerms(.term(term, fields))?.map(\.documents).max() ?? 0
    }

    /// Terms of a field's dictionary that begin with `prefix`, in byte order. Title and abstract share a dictionary (of
    /// stems); that of the authors has the words of names, unstemmed.
    /// - Complexity: O(terms with the prefix).
    public func terms(withPrefix prefix: String, in field: LexicalField, limit: Int) -> [TermStatistics] {
        Array(termCounts(prefix: prefix, group: Self.group(of: field)).prefix(max(0, limit)))
    }

    /// Terms of a field's dictionary within an edit distance (insertions, deletions, substitutions and transpositions of
    /// neighbours, of bytes of UTF-8) of `term`, which is not among them: the nearest first, then the most frequent, then
    /// by term.
    ///
    /// - Parameters:
    ///   - distance: 1 or 2.
    ///   - prefixLength: how many first bytes must agree; makes it faster.
    /// - Complexity: O(terms of the dictionary) at worst.
    public func similarTerms(
        to term: String,
        in field: LexicalField,
        distance: Int,
        prefixLength: Int = 0,
        limit: Int
    ) -> [(statistics: TermStatistics, distance: Int)] {
        let word = Array(term.utf8)
        let prefix = Array(word.prefix(max(0, prefixLength)))
        var found: [[UInt8]: (documents: Int, distance: Int)] = [:]
        var distances = EditDistances(to: word, limit: min(2, max(0, distance)))
        forEachTerm(prefix: prefix, group: Self.group(of: field)) { key, shared, documents in
            guard let distance = distances.distance(of: key, sharing: shared), distance > 0 else { return }
            found[Array(key), default: (0, distance)].documents += documents
        }
        return found.map { key, value in
            let text = String(decoding: key, as: UTF8.self)
            return (TermStatistics(term: text, documents: value.documents), value.distance)
        }
        .sorted { left, right in
            if left.1 != right.1 { return left.1 < right.1 }
            if left.0.documents != right.0.documents { return left.0.documents > right.0.documents }
            return left.0.term < right.0.term
        }
        .prefix(max(0, limit))
        .map { (statistics: $0.0, distance: $0.1) }
    }

    private static func group(of field: LexicalField) -> UInt8 {
        field == .abstract ? LexicalFormat.textGroup : field.rawValue
    }

    /// The terms of a group with a prefix, in byte order.
    func termCounts(prefix: String, group: UInt8) -> [TermStatistics] {
        var counts: [[UInt8]: Int] = [:]
        forEachTerm(prefix: Array(prefix.utf8), group: group) { key, _, documents in
            counts[Array(key), default: 0] += documents
        }
        return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { TermStatistics(term: String(decoding: $0.key, as: UTF8.self), documents: $0.value) }
    }

    /// Calls `body` with each term of each segment, the number of bytes that it shares with the one before, and the number
    /// of documents.
    private func forEachTerm(
        prefix: [UInt8],
        group: UInt8,
        _ body: (ArraySlice<UInt8>, Int, Int) -> Void
    ) {
        let start = [group] + prefix
        for part in parts.all {
            var reader = part.segment.dictionary.reader(from: start)
            var isFirst = true
            while reader.next(), reader.key.starts(with: start) {
                body(reader.key[1...], isFirst ? 0 : max(0, reader.shared - 1), reader.entry.documents)
                isFirst = false
            }
        }
    }
}

/// Edit distances (optimal string alignment: Damerau's four edits, no part edited twice) from one word to many that come in
/// order, so that what they share with the one before is not computed again.
private struct EditDistances {
    private let word: [UInt8]
    private let limit: Int
    /// Row i: the distances of the first i bytes of the other word to each prefix of the word.
    private var rows: [[Int]]
    private var other: [UInt8] = []
    /// Rows that hold for ``other``.
    private var valid = 0
    /// Words that share more bytes than this are too far away; nil when that is not known.
    private var hopeless: Int?

    init(to word: [UInt8], limit: Int) {
        self.word = word
        self.limit = limit
        rows = [Array(0...word.count)]
    }

    /// The distance to a word that begins with `shared` bytes of the one asked for before; nil when it is too great.
    mutating func distance(of next: ArraySlice<UInt8>, sharing shared: Int) -> Int? {
        if let hopeless, shared >= hopeless { return nil }
        hopeless = nil
        valid = min(valid, shared)
        other.removeSubrange(min(shared, other.count)...)
        other.append(contentsOf: next.dropFirst(other.count))
        while valid < other.count {
            if addRow(valid + 1) > limit {
                hopeless = valid + 1
                return nil
            }
            valid += 1
        }
        let distance = rows[other.count][word.count]
        return distance <= limit ? distance : nil
    }

    /// - Returns: the least value that this row and the one before leave to be continued.
    private mutating func addRow(_ index: Int) -> Int {
        if rows.count == index { rows.append(Array(repeating: 0, count: word.count + 1)) }
        rows[index][0] = index
        let byte = other[index - 1]
        var least = min(index, rows[index - 1].min() ?? 0)
        for column in 1..<max(1, word.count + 1) {
            var value = min(
                rows[index - 1][column] + 1,
                rows[index][column - 1] + 1,
                rows[index - 1][column - 1] + (word[column - 1] == byte ? 0 : 1)
            )
            if index > 1, column > 1, byte == word[column - 2], other[index - 2] == word[column - 1] {
                value = min(value, rows[index - 2][column - 2] + 1)
            }
            rows[index][column] = value
            least = min(least, value)
        }
        return least
    }
}
