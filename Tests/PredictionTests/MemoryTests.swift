import Testing

@testable import Prediction

/// The forms in which much is kept in little memory, against plain ones.
@Suite struct MemoryTests {
    /// Rows of random numbers with how often each comes, small and great ones.
    private static func rows(_ count: Int, below limit: Int, seed: UInt64) -> [[(number: Int32, times: Int32)]] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let numbers = Set((0..<generator.below(12)).map { _ in Int32(generator.below(limit)) }).sorted()
            return numbers.map { ($0, Int32(1 + generator.below(generator.below(5) == 0 ? 70_000 : 3))) }
        }
    }

    private static func packed(_ rows: [[(number: Int32, times: Int32)]]) -> PackedRows {
        var writer = PackedRowsWriter(rows: rows.count, bytes: 0)
        for row in rows { writer.append(row) }
        return writer.finish()
    }

    @Test(arguments: [UInt64(1), 2, 3]) func packedRowsAreWhatWasPacked(seed: UInt64) {
        let rows = Self.rows(200, below: seed == 3 ? 2_000_000_000 : 300, seed: seed)
        let packed = Self.packed(rows)
        #expect(packed.count == rows.count)
        for (index, row) in rows.enumerated() {
            #expect(packed.length(of: index) == row.count)
            #expect(packed.numbers(of: index) == row.map(\.number))
            #expect(packed.counted(index).map(\.count) == row.map { Float($0.times) })
        }
    }

    @Test(arguments: [200, 131, 0]) func turnedRowsHoldTheRowsOfEachNumber(kept: Int) {
        let rows = Self.rows(200, below: 300, seed: 7)
        let turned = Self.packed(rows).prefix(rows: kept).transposed(columns: 300)
        for number in 0..<300 {
            let naive = (0..<kept).compactMap { row in
                rows[row].first { $0.number == Int32(number) }.map { (Int32(row), Float($0.times)) }
            }
            #expect(turned.numbers(of: number) == naive.map(\.0))
            #expect(turned.counted(number).map(\.count) == naive.map(\.1))
        }
    }

    @Test func aVocabularyGivesNumbersInTheOrderOfArrival() {
        var vocabulary = Vocabulary()
        let words = (0..<5_000).map { "w\($0 % 1_700)é" } + [""]
        for word in words {
            #expect(vocabulary.number(of: word) == (word.isEmpty ? 1_700 : Int32(word.dropFirst().dropLast())))
        }
        #expect(vocabulary.count == 1_701)
        #expect(vocabulary[3] == "w3é" && vocabulary.known("w1699é") == 1_699)
        #expect(vocabulary.known("w1700é") == nil && vocabulary.known("") == 1_700)
        let turned = vocabulary.reordered([5, 0])
        #expect(turned.count == 2 && turned[0] == "w5é" && turned.known("w0é") == 1 && turned.known("w1é") == nil)
    }

    @Test func pairsBecomeDistinctAscendingRows() {
        var generator = SeededGenerator(seed: 12)
        let from = (0..<900).map { _ in Int32(generator.below(50)) - 1 }
        let to = (0..<900).map { _ in Int32(generator.below(60)) }
        let rows = CompressedRows(rows: 49, from: from, to: to) { $0 < 0 || $1 % 7 == 0 ? nil : ($0, $1) }
        for row in 0..<49 {
            let naive = Set(zip(from, to).filter { Int($0.0) == row && $0.1 % 7 != 0 }.map(\.1)).sorted()
            #expect(Array(rows[row]) == naive)
        }
    }

    @Test func aCorpusDoesNotDependOnTheOrderOfReading() {
        var builder = PredictionCorpusBuilder(ids: ["b", "a", "c"], days: [2, 2, 1])
        builder.read(0, title: "Strings", abstract: "gone", authors: ["x"], categories: [])
        builder.read(
            2,
            title: "Quantum branes",
            abstract: "branes and strings",
            authors: ["y", "x", "y"],
            categories: ["q"]
        )
        builder.read(
            0,
            title: "Strings on strings",
            abstract: "Branes of quantum strings",
            authors: ["z"],
            categories: ["q"]
        )
        let corpus = builder.finish(citing: [0, 0, -1, 1, 1, 2], cited: [2, 2, 1, 0, 1, 0])
        let other = PredictionCorpus(
            papers: [
                PredictionPaper(id: "a", day: 2, title: "", abstract: "", authors: [], categories: []),
                PredictionPaper(
                    id: "b",
                    day: 2,
                    title: "Strings on strings",
                    abstract: "Branes of quantum strings",
                    authors: ["z"],
                    categories: ["q"]
                ),
                PredictionPaper(
                    id: "c",
                    day: 1,
                    title: "Quantum branes",
                    abstract: "branes and strings",
                    authors: ["y", "x", "y"],
                    categories: ["q"]
                ),
            ],
            citations: [(1, 2), (1, 2), (0, 1), (0, 0), (2, 1)]
        )
        #expect(corpus.ids == ["c", "a", "b"] && corpus.ids == other.ids)
        #expect(corpus.droppedCitations == 3 && other.droppedCitations == 3)
        for paper in 0..<3 {
            #expect(corpus.words.numbers(of: paper) == other.words.numbers(of: paper))
            #expect(corpus.words.counted(paper).map(\.count) == other.words.counted(paper).map(\.count))
            #expect(Array(corpus.titleWords[paper]) == Array(other.titleWords[paper]))
            #expect(Array(corpus.authors[paper]) == Array(other.authors[paper]))
            #expect(corpus.references(of: paper) == other.references(of: paper))
        }
        #expect(
            (0..<corpus.wordNumbers.count).map { corpus.wordNumbers[Int32($0)] }.prefix(3) == [
                "quantum", "brane", "string",
            ]
        )
        #expect(corpus.words.counted(2).first { corpus.wordNumbers[$0.word] == "string" }?.count == 3)
    }

    @Test func compactVectorsAreNearTheWholeOnes() {
        let corpus = SmallWorld.corpus(papers: 400, seed: 8)
        let snapshot = CitationSnapshot(corpus: corpus, day: 1_380)
        let whole = SnapshotEmbeddings(snapshot: snapshot, isCompact: false)
        let compact = SnapshotEmbeddings(snapshot: snapshot, isCompact: true)
        let query = whole.text(of: LinkQuery(corpus: corpus, paper: 390, seeds: []), rarity: snapshot.text.rarity)
        for (one, other) in [
            (whole.text, compact.text), (whole.citersText, compact.citersText),
            (whole.referencesText, compact.referencesText), (whole.smoothedText, compact.smoothedText),
        ] {
            for paper in 0..<snapshot.count {
                #expect(abs(one.dot(query, paper) - other.dot(query, paper)) < 0.02)
                #expect(abs(compactDistance(one, other, paper)) < 0.04)
            }
        }
        for paper in 0..<snapshot.count { #expect(abs(compactDistance(whole.graph, compact.graph, paper)) < 0.04) }
    }

    /// The length of the difference of two vectors.
    private func compactDistance(_ one: VectorRows, _ other: VectorRows, _ paper: Int) -> Float {
        one.withRow(paper) { first in
            other.withRow(paper) { second in
                (0..<one.width).reduce(Float(0)) { $0 + (first[$1] - second[$1]) * (first[$1] - second[$1]) }
                    .squareRoot()
            }
        }
    }
}
