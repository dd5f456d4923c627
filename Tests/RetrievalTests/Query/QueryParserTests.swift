import Literature
import Retrieval
import Testing

@Suite("Query language")
struct QueryParserTests {
    private func canonical(_ text: String) throws -> String { try QueryParser.parse(text).canonical }

    @Test(
        "what is typed, in its canonical form",
        arguments: [
            ("quantum Gravity", "quantum gravity"),
            (
                #"quantum "black hole entropy" -string -"super gravity""#,
                #"quantum "black hole entropy" -string -"super gravity""#
            ),
            ("“black holes”", #""black holes""#),
            (#"a "b c"#, #"a "b c""#),
            ("black hole OR wormhole throat", "black hole | wormhole throat"),
            ("(black hole OR wormhole) throat", "(black hole | wormhole) throat"),
            ("a AND b && c", "a b c"),
            ("NOT string", "-string"),
            ("a NOT (b OR c)", "a -(b | c)"),
            ("a -(b c)", "a -(b c)"),
            ("NOT -a", "a"),
            ("((a))", "a"),
            ("a ) b (c", "a b c"),
            ("SU(2) gauge", "su-2 gauge"),
            ("(SU(2) OR SU(3)) gauge", "(su-2 | su-3) gauge"),
            ("AdS/CFT", "ads-cft"),
            (#"Schr\"odinger "a b""#, #"schrodinger "a b""#),
            (#"K"ahler metric"#, "kahler metric"),
            ("$N=4$ super-Yang-Mills", "n-4 super-yang-mills"),
            (#"${\cal N}=4$"#, "n-4"),
            ("supercond*", "supercond*"),
            ("super-cond*", "super cond*"),
            ("x* *", "x"),
            ("-- dash --like this", "dash like this"),
            ("title:holography abs:entropy ti:x", "title:holography abs:entropy title:x"),
            ("title:(black hole)", "title:black title:hole"),
            (#"author:"van der Waals" au:maldacena"#, #"author:"van der waals" author:maldacena"#),
            ("author: Witten", "author:witten"),
            ("Title: the sequel", "title the sequel"),
            ("cat:hep-th,gr-qc -cat:math.*", "cat:gr-qc,hep-th -cat:math"),
            ("cat:(hep-th OR cs.LG)", "cat:hep-th | cat:cs.lg"),
            ("year:1997", "year:1997"), ("year:1997..2001", "year:1997..2001"),
            ("year:1997-2001", "year:1997..2001"),
            ("since:1997", "year:1997.."), ("until:2001", "year:..2001"), ("-year:1997", "-year:1997"),
            ("has:DOI is:withdrawn -has:abstract", "has:doi is:withdrawn -has:abstract"),
            (
                "cites:arXiv:hep-th/9711200v3 refs:hep-th/9802150",
                "cites:hep-th/9711200 refs:hep-th/9802150"
            ),
            ("like:hep-th/9711200 black", "like:hep-th/9711200 black"),
            ("spin:half", "spin-half"),
            ("SEARCH FOR THIS OR THAT", "search for this or that"),
            ("!!! ???", ""), ("", ""), ("OR", "or"), ("-", ""),
        ]
    )
    func forms(text: String, expected: String) throws {
        #expect(try canonical(text) == expected)
    }

    @Test("fields and kinds")
    func kinds() throws {
        let query = try QueryParser.parse(#"AdS/CFT author:"juan maldacena" supercond* -"a b""#)
        #expect(
            query.conditions == [
                .text(QueryText(["ads", "cft"])),
                .text(QueryText(["juan", "maldacena"], field: .authors, kind: .phrase)),
                .text(QueryText(["supercond"], kind: .prefix)),
                .not(.text(QueryText(["a", "b"], kind: .phrase))),
            ]
        )
        #expect(query.topic == "ads cft supercond")
    }

    @Test(
        "an identifier in any form goes straight to the paper",
        arguments: [
            "hep-th/9711200", "arXiv:hep-th/9711200v3", "https://arxiv.org/abs/hep-th/9711200",
            " hep-th/9711200 ",
            "10.48550/arXiv.hep-th/9711200", "(hep-th/9711200)", "hep-th/9711200.",
        ]
    )
    func identifiers(text: String) throws {
        let query = try QueryParser.parse(text)
        #expect(query.identifiers.map(\.description) == ["hep-th/9711200"] && query.expression == nil)
    }

    @Test("identifiers among words are named, and names of physics are words")
    func mentions() throws {
        let cited = try QueryParser.parse(
            "J. Maldacena, Adv. Theor. Math. Phys. 2, 231 [hep-th/9711200], 10.1023/A:1026654312961"
        )
        #expect(
            cited.identifiers.map(\.description) == ["hep-th/9711200", "doi:10.1023/a:1026654312961"]
        )
        #expect(cited.topic == "j maldacena adv theor math phys 2 231")
        #expect(try QueryParser.parse("W3 algebra").identifiers.isEmpty)
        #expect(try QueryParser.parse("W3").identifiers.isEmpty)
        #expect(try QueryParser.parse("-hep-th/9711200").identifiers.isEmpty)
        #expect(
            try QueryParser.parse("W2741809807").identifiers.map(\.description) == [
                "openalex:W2741809807"
            ]
        )
    }

    @Test(
        "a wrong value is an error that names the part",
        arguments: [
            "year:", "year:abc", "year:97", "year:2001..1997", "year:1997..2001..2003", "year:..", "cat:",
            "cat:hep/th",
            "author:", "title:", "has:money", "is:good", "cites:maldacena", "refs:", "like:this",
            "since:now", "-like:hep-th/9711200",
        ]
    )
    func wrongValues(text: String) {
        let error = #expect(throws: QueryError.self) { try QueryParser.parse("gravity " + text) }
        #expect(error?.part == text && error?.reason.isEmpty == false)
    }

    @Test(
        "like: stands alone or beside conditions, never among alternatives",
        arguments: ["like:hep-th/9711200 OR a", "a OR like:hep-th/9711200"]
    )
    func likes(text: String) {
        #expect(throws: QueryError.self) { try QueryParser.parse(text) }
    }

    @Test(
        "every string is a query with a canonical form, or an error with a part of it",
        arguments: 1...8 as ClosedRange<UInt64>
    )
    func total(seed: UInt64) throws {
        var generator = QueryTexts(seed: seed)
        for _ in 0..<3000 {
            let text = generator.next()
            do throws(QueryError) {
                let query = try QueryParser.parse(text)
                let canonical = query.canonical
                let again = try QueryParser.parse(canonical)
                #expect(
                    again == query && again.canonical == canonical,
                    "seed \(seed), text \(text.debugDescription)"
                )
            } catch {
                #expect(Array(text.utf8).contains(error.part.utf8), "seed \(seed), text \(text.debugDescription)")
            }
        }
    }

    @Test("nesting and length are bounded")
    func bounds() throws {
        let deep = String(repeating: "(a OR b ", count: 10_000)
        #expect(try QueryParser.parse(try canonical(deep)).canonical == canonical(deep))
        let long = try QueryParser.parse((0..<5000).map { "w\($0)" }.joined(separator: " "))
        #expect(long.conditions.count == Query.conditionLimit)
    }
}

/// Random texts made of the pieces that matter to the parser.
private struct QueryTexts {
    private static let pieces = [
        "\"", "-", ":", "author:", "title:", "year:", "cat:", "like:", "cites:", "has:doi", "..", " ",
        " ", "é", "\u{0}", "1997",
        "x", "\u{201C}", "\n", "(", ")", " OR ", " | ", "NOT ", "AND", "*", "hep-th/9711200",
        "10.1016/a(96)1", "10.1/\u{AB}q",
        "W1234567", "\\\"o", "$N=4$", "量子", "α", "'s", "\u{301}", "doi:", "s2:", "/", ",", "math.AG",
        "\u{A0}", "\\", "ﬁ", "İ",
    ]
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func number() -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) >> 33)
    }

    mutating func next() -> String {
        (0..<number() % 14).map { _ in Self.pieces[number() % Self.pieces.count] }.joined()
    }
}

extension [UInt8] {
    /// Whether the bytes of `part` stand somewhere in these.
    fileprivate func contains(_ part: String.UTF8View) -> Bool {
        let part = Array(part)
        return part.isEmpty || indices.contains { self[$0...].starts(with: part) }
    }
}
