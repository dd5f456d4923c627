import Testing

@testable import TextAnalysis

@Suite struct AnalyzerPropertyTests {
    /// Any bytes give well-formed terms, in both modes, and the three ways of asking agree.
    @Test func isTotalAndConsistentOnBrokenText() throws {
        let seed: UInt64 = 1
        var generator = SeededGenerator(seed: seed)
        var analyzer = TextAnalyzer()
        let records = try Fixtures.records()
        for round in 0..<10_000 {
            let record = records[round % records.count]
            let bytes = mutated(record.title + " " + record.abstract, using: &generator)
            let plain = analyzed(bytes, with: &analyzer)
            let stemmed = analyzed(bytes, stemming: true, with: &analyzer)
            let spans = bytes.withUnsafeBufferPointer { analyzer.spans(of: $0, stemming: false) }
            let context = "seed \(seed), round \(round): \(bytes)"
            #expect(Self.isWellFormed(plain) && Self.isWellFormed(stemmed), "\(context)")
            #expect(spans.map(\.term).joined(separator: " ").utf8.elementsEqual(plain), "\(context)")
            #expect(Self.isInOrder(spans.map(\.bytes), within: bytes.count), "\(context)")
            #expect(Self.count(plain) == Self.count(stemmed), "\(context)")
            #expect(analyzed(plain, with: &analyzer) == plain, "not idempotent: \(context)")
            // Valid text gives a query the terms that it gives an index.
            if let text = String(validating: bytes, as: UTF8.self) {
                #expect(analyzer.terms(of: text, stemming: true) == Self.split(stemmed), "\(context)")
            }
        }
    }

    /// A scanner written without any of the tricks, for text of ASCII without TeX, quotes or braces.
    @Test func agreesWithANaiveScannerOnPlainText() throws {
        var analyzer = TextAnalyzer()
        var compared = 0
        for record in try Fixtures.records() {
            let text = String(record.abstract.filter { $0.isASCII && !"\\'\"`{}".contains($0) })
            let naive = text.lowercased().split { !($0.isLetter || $0.isNumber) }.map { String($0.prefix(64)) }
            #expect(analyzer.terms(of: text, stemming: false) == naive, "\(record.identifier)")
            #expect(
                analyzer.terms(of: text, stemming: true)
                    == naive.map { $0.allSatisfy(\.isLetter) ? EnglishStemmer.stem($0) : $0 }
            )
            compared += naive.count
        }
        #expect(compared > 5_000)
    }

    /// The terms of many fields together are the terms of each: the inner buffer's limits do not show.
    @Test func longTextGivesTheTermsOfItsParts() throws {
        var analyzer = TextAnalyzer()
        let records = try Fixtures.records().filter { !$0.abstract.contains("$") }
        let whole = records.map(\.abstract).joined(separator: "\n")
        #expect(whole.utf8.count > 3 * TermScanner.bufferSize)
        let parts = records.flatMap { analyzer.terms(of: $0.abstract, stemming: true) }
        #expect(analyzer.terms(of: whole, stemming: true) == parts)
    }

    @Test func copiesDoNotDisturbEachOther() {
        var one = TextAnalyzer()
        _ = one.terms(of: "theories", stemming: true)
        var two = one
        #expect(two.terms(of: "symmetries of theories", stemming: true) == ["symmetri", "of", "theori"])
        #expect(one.terms(of: "theories of symmetries", stemming: true) == ["theori", "of", "symmetri"])
    }

    /// A megabyte of whatever makes the scanner look ahead takes no longer than other text.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "{", "{a", "\\'{", "\\'{\\'{", "\\c ", "\\", "'", "a'", "$", "\\cite{", "\\cite{a", "{\\i ", "α", "\u{AD}",
            "a", "{}",
        ]
    )
    func lookingAheadStaysLinear(piece: String) {
        let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
        var analyzer = TextAnalyzer()
        let bytes = analyzed(Array(text.utf8), stemming: true, with: &analyzer)
        #expect(bytes.count <= 5 * text.utf8.count)
        #expect(TeXText.unicode(text).utf8.count <= text.utf8.count)
    }

    private static func split(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func count(_ bytes: [UInt8]) -> Int { split(bytes).count }

    /// Valid UTF-8; terms of 1 to 64 bytes, one space between them.
    private static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        let parts = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        return bytes.isEmpty || parts.allSatisfy { (1...64).contains($0.count) }
    }

    private static func isInOrder(_ ranges: [Range<Int>], within count: Int) -> Bool {
        var last = 0
        for range in ranges {
            guard range.lowerBound >= last, !range.isEmpty, range.upperBound <= count else { return false }
            last = range.upperBound
        }
        return true
    }
}
