/// The documents in which terms follow each other.
final class PhraseCursor: DocumentCursor {
    /// A term and its distance from the first.
    struct Word {
        var cursor: TermCursor
        var offset: UInt32
    }

    private let words: [Word]
    private let all: ConjunctionCursor
    private let segment: LexicalSegment
    /// Where in a document the phrase may begin.
    private let fields: LexicalFieldSet
    private let isTextGroup: Bool
    private var starts: [UInt32] = []
    private var places: [UInt32] = []

    /// - Parameter fields: fields of one group in which the phrase may stand.
    init(_ words: [Word], group: UInt8, fields: LexicalFieldSet, _ segment: LexicalSegment) {
        self.words = words
        all = ConjunctionCursor(words.map(\.cursor), excluded: [])
        self.segment = segment
        self.fields = fields
        isTextGroup = group == LexicalFormat.textGroup
    }

    override var cost: Int { all.cost }

    override func advance(to target: Int) {
        guard target > document else { return }
        all.advance(to: target)
        while all.document != Self.end, !hasPhrase() { all.next() }
        document = all.document
    }

    override func score() -> Float { all.score() }

    private func hasPhrase() -> Bool {
        readStarts(words[0])
        for word in words.dropFirst() where !starts.isEmpty {
            word.cursor.readPlaces(into: &places)
            keepStarts(followedAt: word.offset)
        }
        return !starts.isEmpty
    }

    /// The places of the first term from which the phrase would lie in one of the fields asked for.
    private func readStarts(_ word: Word) {
        word.cursor.readPlaces(into: &starts)
        guard isTextGroup else { return }
        let titleLength = UInt32(segment.lengths[0]?[all.document] ?? 0)
        let span = words[words.count - 1].offset
        let (inTitle, inAbstract) = (fields.contains(.title), fields.contains(.abstract))
        starts.removeAll { start in
            // A word left open must not stand for what lies between title and abstract.
            start < titleLength ? !inTitle || start &+ span >= titleLength : !inAbstract
        }
    }

    /// Keeps the starts that have a place so far behind them; both lists ascend.
    private func keepStarts(followedAt offset: UInt32) {
        var kept = 0
        var next = 0
        for index in starts.indices {
            let start = starts[index]
            let wanted = start &+ offset
            while next < places.count, places[next] < wanted { next += 1 }
            if next < places.count, places[next] == wanted {
                starts[kept] = start
                kept += 1
            }
        }
        starts.removeSubrange(kept...)
    }
}
