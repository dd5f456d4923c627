/// Makes a corpus of papers whose texts come one at a time, in any order, and are not kept.
public struct PredictionCorpusBuilder {
    private let ids: [String]
    private let days: [Int32]
    private var content = ContentWords()
    private var words = ArrivingRows()
    private var authors = ArrivingRows()
    private var categories = ArrivingRows()
    /// How many of the words of each row are in the title: they come first.
    private var titleWords: [Int32] = []
    /// The row of each paper; -1 as long as it has none.
    private var rows: [Int32]

    /// Starts a corpus.
    ///
    /// - Parameters:
    ///   - ids: what the papers are called, unlike each other.
    ///   - days: when each appeared, in days since 1970-01-01.
    public init(ids: [String], days: [Int32]) {
        precondition(ids.count == days.count, "a paper without a day")
        self.ids = ids
        self.days = days
        rows = [Int32](repeating: -1, count: ids.count)
    }

    /// Reads what a paper says; of a paper that is read twice, the last counts. Papers that are never read have no words.
    ///
    /// - Parameters:
    ///   - place: its place in the identifiers.
    ///   - authors: keys under which its authors meet; see `AuthorKey`.
    /// - Complexity: O(text).
    public mutating func read(
        _ place: Int,
        title: String,
        abstract: String,
        authors names: [String],
        categories subjects: [String]
    ) {
        rows[place] = Int32(words.count)
        content.forEach(of: title) { words.add($0) }
        titleWords.append(Int32(words.distinctCount))
        content.forEach(of: abstract) { words.add($0) }
        words.endRow()
        for name in names { authors.add(name) }
        authors.endRow()
        for subject in subjects { categories.add(subject) }
        categories.endRow()
    }

    /// The corpus.
    ///
    /// - Parameters:
    ///   - citing: who cites, as places in the identifiers; pairs with a place below 0 are passed over.
    ///   - cited: what is cited, at the same place as who cites it.
    /// - Complexity: O(text + papers · log papers + citations · log citations).
    public consuming func finish(citing: [Int32], cited: [Int32]) -> PredictionCorpus {
        let order = ids.indices.sorted { a, b in days[a] != days[b] ? days[a] < days[b] : ids[a] < ids[b] }
        let text = TextRows(words, titleWords: titleWords, order: order.map { rows[$0] })
        words = ArrivingRows()
        let people = NameRows(authors, order: order.map { rows[$0] })
        let fields = NameRows(categories, order: order.map { rows[$0] })
        var numbers = [Int32](repeating: 0, count: ids.count)
        for (number, place) in order.enumerated() { numbers[place] = Int32(number) }
        let sortedDays = order.map { days[$0] }
        var pairs = 0
        let references = CompressedRows(rows: ids.count, from: citing, to: cited) { citing, cited in
            guard citing >= 0, cited >= 0 else { return nil }
            pairs += 1
            let (from, to) = (numbers[Int(citing)], numbers[Int(cited)])
            return from != to && sortedDays[Int(to)] <= sortedDays[Int(from)] ? (from, to) : nil
        }
        return PredictionCorpus(
            ids: order.map { ids[$0] },
            days: sortedDays,
            droppedCitations: pairs / 2 - references.valueCount,
            references: references,
            text: text,
            authors: people,
            categories: fields
        )
    }
}

/// The words of papers in the order of the papers, numbered in the order in which they come there.
struct TextRows {
    let words: PackedRows
    let titles: CompressedRows
    let numbers: Vocabulary

    /// - Parameter order: the row of each paper; -1 for papers without one.
    init(_ arrived: ArrivingRows, titleWords: [Int32], order: [Int32]) {
        var renumber = Renumbering(count: arrived.words.count)
        var writer = PackedRowsWriter(rows: order.count, bytes: arrived.byteCount)
        var (titles, titleStarts): ([Int32], [Int]) = ([], [0])
        titles.reserveCapacity(titleWords.reduce(0) { $0 + Int($1) })
        titleStarts.reserveCapacity(order.count + 1)
        var row: [(number: Int32, times: Int32)] = []
        for index in order {
            row.removeAll(keepingCapacity: true)
            if index >= 0 {
                arrived.read(Int(index), into: &row)
                for place in row.indices { row[place].number = renumber(row[place].number) }
                titles.append(contentsOf: row.prefix(Int(titleWords[Int(index)])).lazy.map(\.number))
                titles[titleStarts[titleStarts.count - 1]...].sort()
            }
            titleStarts.append(titles.count)
            row.sort { $0.number < $1.number }
            writer.append(row)
        }
        words = writer.finish()
        self.titles = CompressedRows(starts: titleStarts, values: titles)
        numbers = arrived.words.reordered(renumber.order)
    }
}

/// The names of papers in the order of the papers, numbered in the order in which they come there.
struct NameRows {
    let rows: CompressedRows
    let numbers: Vocabulary

    /// - Parameter order: the row of each paper; -1 for papers without one.
    init(_ arrived: ArrivingRows, order: [Int32]) {
        var renumber = Renumbering(count: arrived.words.count)
        var (values, starts): ([Int32], [Int]) = ([], [0])
        var row: [(number: Int32, times: Int32)] = []
        for index in order {
            if index >= 0 {
                arrived.read(Int(index), into: &row)
                for (number, _) in row { values.append(renumber(number)) }
                values[starts[starts.count - 1]...].sort()
            }
            starts.append(values.count)
        }
        rows = CompressedRows(starts: starts, values: values)
        numbers = arrived.words.reordered(renumber.order)
    }
}
