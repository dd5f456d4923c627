import Foundation
import Retrieval
import Testing

@Suite("Abbreviations")
struct AcronymTests {
    @Test(
        "what stands before a parenthesis",
        arguments: [
            ("We study quantum chromodynamics (QCD) here", "qcd", "quantum chromodynamics"),
            ("conformal field theories (CFTs)", "cft", "conformal field theories"),
            ("in anti-de Sitter (AdS) space", "ads", "anti de sitter"),
            ("a two-dimensional electron gas (2DEG)", "", ""),
            ("the black hole (see below)", "", ""),
            ("Sentences end. Here (SEH)", "", ""),
            ("(QCD)", "", ""), ("x (", "", ""), ("effective field theory (EFT", "", ""),
        ]
    )
    func definitions(text: String, acronym: String, expansion: String) {
        var finder = AcronymFinder()
        let found = finder.definitions(in: text)
        #expect(found.first?.acronym ?? "" == acronym)
        #expect(found.first?.expansion.joined(separator: " ") ?? "" == expansion)
    }

    @Test("a table gives the meanings, the most frequent first, singular and plural counted together")
    func table() throws {
        let path = FileManager.default.temporaryDirectory.path + "/acronyms-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var builder = AcronymTable.Builder()
        for _ in 0..<3 { builder.add("conformal field theories (CFTs)") }
        builder.add("conformal field theory (CFT)")
        for _ in 0..<2 { builder.add("cubic fuzzy torus (CFT)") }
        builder.add("large hadron collider (LHC)")
        for _ in 0..<2 { builder.add("quantum chromodynamics (QCD)") }
        try builder.write(to: path, source: 7)
        let table = try AcronymTable(path: path)
        #expect(table.source == 7)
        #expect(
            table.expansions(of: "cft") == [
                .init(terms: ["conformal", "field", "theories"], count: 4),
                .init(terms: ["cubic", "fuzzy", "torus"], count: 2),
            ]
        )
        #expect(table.expansions(of: "qcd").map(\.count) == [2])
        // Once is no habit.
        #expect(table.expansions(of: "lhc").isEmpty)
        for other in ["", "a", "cf", "cfts", "zzz", "\u{10FFFF}"] { #expect(table.expansions(of: other).isEmpty) }
    }
}
