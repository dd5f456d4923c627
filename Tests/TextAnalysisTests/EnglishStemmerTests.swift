import Testing

@testable import TextAnalysis

@Suite struct EnglishStemmerTests {
    /// `Fixtures/english-stems.tsv` holds every word of the titles and abstracts of 29,555 hep-th papers with the stem
    /// that Snowball's own implementation gives (PyStemmer 3.1.0, `english`).
    @Test func agreesWithSnowballOnTheWordsOfRealAbstracts() throws {
        let lines = try Fixtures.lines(of: "english-stems.tsv")
        #expect(lines.count > 20_000)
        var wrong: [String] = []
        for line in lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let stem = EnglishStemmer.stem(fields[0])
            if stem != fields[1] { wrong.append("\(fields[0]): \(stem), not \(fields[1])") }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(10))")
    }

    @Test func memoGivesTheSameStemsOnFirstAndLaterUse() throws {
        let words = try Fixtures.lines(of: "english-stems.tsv").map { $0.prefix { $0 != "\t" } }
            .filter { $0.allSatisfy { ("a"..."z").contains($0) } }
        var analyzer = TextAnalyzer()
        let text = words.joined(separator: " ")
        let expected = words.map { EnglishStemmer.stem(String($0)) }
        #expect(analyzer.terms(of: text, stemming: true) == expected)
        #expect(analyzer.terms(of: text, stemming: true) == expected)
    }

    @Test(arguments: [
        ("", ""), ("a", "a"), ("'", "'"), ("''s", ""), ("'''", "'"), ("skis", "ski"), ("dying", "die"),
        ("hoping", "hope"),
        ("hopping", "hop"), ("news", "news"), ("proceed", "proceed"), ("agreed", "agre"), ("theories", "theori"),
        ("theory", "theori"), ("symmetries", "symmetri"), ("internal", "internal"), ("by", "by"), ("say", "say"),
    ])
    func stems(word: String, stem: String) {
        #expect(EnglishStemmer.stem(word) == stem)
    }

    @Test func isTotalAndNeverLengthens() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...12, using: &generator)
            var word = (0..<count).map { _ in
                Bool.random(using: &generator)
                    ? Array("aeiousyldgintz'".utf8).randomElement(using: &generator) ?? 0
                    : UInt8.random(in: 0...255, using: &generator)
            }
            let length = word.withUnsafeMutableBufferPointer { EnglishStemmer.stem($0) }
            #expect((0...count).contains(length))
        }
    }
}
