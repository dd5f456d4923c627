import Testing

@testable import TextAnalysis

@Suite struct SnippetTests {
    private static let abstract = """
        We study the large N limit of certain conformal field theories.  They are dual to
        supergravity on anti-de Sitter spaces. Black holes in this space correspond to thermal
        states, and the entropy of the black hole is the thermal entropy of the field theory.
        """

    private static func snippet(_ text: String, _ query: String, length: Int) -> Snippet {
        var analyzer = TextAnalyzer()
        let terms = Set(analyzer.terms(of: query, stemming: true))
        return Snippet.make(of: text, matching: terms, length: length, stemming: true, using: &analyzer)
    }

    private static func matched(_ snippet: Snippet) -> [String] {
        snippet.segments.filter(\.isMatch).map(\.text)
    }

    @Test func shortTextIsShownWholeOnOneLine() {
        let snippet = Self.snippet("  Black\n\tholes \u{1B}[31mand  K\\\"ahler ", "black hole kähler", length: 80)
        #expect(snippet.text == "Black holes [31mand K\\\"ahler")
        #expect(Self.matched(snippet) == ["Black", "holes", "K\\\"ahler"])
    }

    @Test func choosesThePieceWithMostDifferentTerms() {
        let snippet = Self.snippet(Self.abstract, "entropy of black holes", length: 60)
        #expect(snippet.text == "… entropy of the black hole is the thermal entropy of the …")
        #expect(Self.matched(snippet) == ["entropy", "of", "black", "hole", "entropy", "of"])
    }

    @Test func ofEqualPiecesTakesTheEarliest() {
        let snippet = Self.snippet(Self.abstract, "black hole", length: 50)
        #expect(Self.matched(snippet) == ["Black", "holes"])
        #expect(snippet.text.hasPrefix("… "))
        #expect(snippet.text.hasSuffix(" …"))
    }

    @Test func withoutAMatchShowsTheBeginning() {
        let snippet = Self.snippet(Self.abstract, "neutrino", length: 40)
        #expect(snippet.text == "We study the large N limit of certain …")
        #expect(snippet.matches.isEmpty)
        #expect(Self.snippet("", "x", length: 10) == Snippet(text: "", matches: []))
    }

    @Test func cutsTextWithoutSpacesBetweenScalars() {
        let snippet = Self.snippet(String(repeating: "量子重力", count: 30), "重", length: 20)
        #expect(snippet.text.hasSuffix(" …"))
        #expect(Self.matched(snippet).allSatisfy { $0 == "重" })
        #expect(!snippet.matches.isEmpty)
    }

    /// On real and broken text: the length holds, matches are the query's terms, the segments give the text.
    @Test func holdsItsPromises() throws {
        let seed: UInt64 = 51
        var generator = SeededGenerator(seed: seed)
        var analyzer = TextAnalyzer()
        let records = try Fixtures.records()
        for round in 0..<3_000 {
            let record = records[round % records.count]
            let text =
                round % 2 == 0
                ? record.abstract : String(decoding: mutated(record.abstract, using: &generator), as: UTF8.self)
            let all = analyzer.terms(of: text, stemming: true)
            let terms = Set((0..<3).compactMap { _ in all.randomElement(using: &generator) })
            let length = Int.random(in: 1...200, using: &generator)
            let snippet = Snippet.make(of: text, matching: terms, length: length, stemming: true, using: &analyzer)
            let context = "seed \(seed), round \(round)"
            #expect(snippet.segments.map(\.text).joined() == snippet.text, "\(context)")
            // A single match may be longer than the piece asked for; ellipses come on top.
            let longest = snippet.segments.filter(\.isMatch).map(\.text.unicodeScalars.count).max() ?? 0
            #expect(snippet.text.unicodeScalars.count <= max(length, longest) + 4, "\(context)")
            #expect(!snippet.text.contains { $0.isNewline }, "\(context)")
            #expect(terms.isEmpty || !snippet.matches.isEmpty, "\(context)")
            for (index, match) in snippet.matches.enumerated().dropFirst() {
                #expect(match.lowerBound >= snippet.matches[index - 1].upperBound, "\(context)")
            }
        }
    }
}
