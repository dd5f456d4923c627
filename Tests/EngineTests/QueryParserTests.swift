import Engine
import Literature
import Ports
import Testing

@Suite("Query parser")
struct QueryParserTests {
    private func lexical(_ text: String) throws -> LexicalQuery {
        guard case .lexical(let query) = try QueryParser.parse(text) else {
            throw QueryError(part: text, reason: "taken as an identifier")
        }
        return query
    }

    @Test("words, phrases and exclusions become clauses in their order")
    func clauses() throws {
        let query = try lexical(#"quantum "black hole entropy" -string -"super gravity""#)
        #expect(
            query.clauses == [
                .init(text: "quantum"), .init(text: "black hole entropy", isPhrase: true),
                .init(text: "string", isExcluded: true),
                .init(text: "super gravity", isPhrase: true, isExcluded: true),
            ]
        )
    }

    @Test("fields")
    func fields() throws {
        let query = try lexical(#"author:maldacena author:"van der waals" title:holography cat:hep-th,gr-qc -cat:math"#)
        #expect(
            query.clauses == [
                .init(field: .authors, text: "maldacena"),
                .init(field: .authors, text: "van der waals", isPhrase: true),
                .init(field: .title, text: "holography"),
            ]
        )
        #expect(query.categories == ["hep-th", "gr-qc"])
        #expect(query.excludedCategories == ["math"])
    }

    @Test(
        "years",
        arguments: [
            ("year:1997", 1997...1997), ("year:1997..2001", 1997...2001), ("year:1997-2001", 1997...2001),
            ("year:..2001", 0...2001), ("year:1997..", 1997...9999),
        ]
    )
    func years(text: String, expected: ClosedRange<Int>) throws {
        #expect(try lexical(text).years == expected)
    }

    @Test(
        "filters with wrong values are errors that name the part",
        arguments: [
            "year:", "year:abc", "year:97", "year:2001..1997", "year:1997..2001..2003", "-year:1997", "cat:",
            "cat:hep/th", "author:", "title:",
        ]
    )
    func wrongFilters(text: String) {
        let error = #expect(throws: QueryError.self) { try QueryParser.parse("gravity " + text) }
        #expect(error?.part == text)
    }

    @Test(
        "an identifier in any form goes straight to the paper",
        arguments: [
            "hep-th/9711200", "arXiv:hep-th/9711200v3", "https://arxiv.org/abs/hep-th/9711200", " hep-th/9711200 ",
        ]
    )
    func identifiers(text: String) throws {
        let id = try #require(ArxivID("hep-th/9711200"))
        #expect(try QueryParser.parse(text) == .identifier(.arxiv(id)))
    }

    @Test("an identifier among words is a word, and an unknown field is words")
    func noIdentifiers() throws {
        #expect(try lexical("hep-th/9711200 maldacena").clauses.count == 2)
        #expect(try lexical("spin:half").clauses == [.init(text: "spin:half")])
    }

    @Test("a quotation mark that is never closed reaches to the end")
    func openQuotation() throws {
        #expect(try lexical(#"a "b c"#).clauses == [.init(text: "a"), .init(text: "b c", isPhrase: true)])
    }

    @Test("a quotation mark behind a backslash is a TeX accent")
    func accents() throws {
        #expect(try lexical(#"Schr\"odinger "a b""#).clauses.map(\.text) == [#"Schr\"odinger"#, "a b"])
    }

    @Test("every string is a query or an error with a part of it")
    func total() {
        var generator = SplitMix(state: 19_911_001)
        let pieces = [
            "\"", "-", ":", "author:", "year:", "cat:", "..", " ", "é", "\u{0}", "1997", "x", "\u{201C}", "\n",
        ]
        for _ in 0..<10_000 {
            let text = (0..<Int(generator.next() % 12)).map { _ in pieces[Int(generator.next() % 14)] }.joined()
            do throws(QueryError) {
                _ = try QueryParser.parse(text)
            } catch {
                #expect(text.contains(error.part), "seed 19911001, text \(text.debugDescription)")
            }
        }
    }
}

/// Steele, Lea and Flood's SplitMix64, so that every run sees the same strings.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
