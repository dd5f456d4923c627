import Engine
import Foundation
import Literature
import Ports
import Retrieval
import SQLiteLibrary
import Testing

/// Searches over a small library, from importing to the page.
@Suite("Searching a library")
struct SearchPapersTests {
    private static let papers: [(id: String, title: String, authors: String, year: Int, abstract: String)] = [
        (
            "hep-th/9711200", "The Large N Limit of Superconformal Field Theories and Supergravity",
            "Juan M. Maldacena", 1997,
            "We show that the large N limit of certain conformal field theories includes supergravity on Anti-deSitter space."
        ),
        (
            "hep-th/9802150", "Anti De Sitter Space And Holography", "Edward Witten", 1998,
            "Recently a correspondence between conformal field theory (CFT) and anti-de Sitter (AdS) space was proposed."
        ),
        (
            "hep-th/9802109", "Gauge Theory Correlators from Non-Critical String Theory",
            "S. S. Gubser, I. R. Klebanov, A. M. Polyakov",
            1998,
            "We suggest a means of obtaining correlators of a conformal field theory (CFT) from anti-de Sitter (AdS) space."
        ),
        (
            "hep-th/9601029", "Microscopic Origin of the Bekenstein-Hawking Entropy", "Andrew Strominger, Cumrun Vafa",
            1996,
            "The black hole entropy is derived by counting the degeneracy of BPS soliton bound states."
        ),
        (
            "gr-qc/9310026", "Dimensional Reduction in Quantum Gravity", "G. 't Hooft", 1993,
            "The entropy of a black hole suggests that our world is a hologram. Quantum gravity is discussed."
        ),
        (
            "hep-th/9409089", "The World as a Hologram", "L. Susskind", 1995,
            "According to 't Hooft the world is a hologram of quantum gravity."
        ),
        (
            "hep-th/9603142", "Eleven Dimension Supergravity on a Manifold with Boundary", "Petr Horava, Edward Witten",
            1996,
            "A systematic analysis is made of the relation of ten and eleven dimensions."
        ),
        (
            "hep-th/9711165", "Wilson loops and Maldacena's conjecture", "A. Author", 1998,
            "Loops of superconductors and superconductivity."
        ),
    ]

    private static let citations = [
        ("hep-th/9802150", "hep-th/9711200"), ("hep-th/9802109", "hep-th/9711200"),
        ("hep-th/9711165", "hep-th/9711200"),
        ("hep-th/9802150", "hep-th/9409089"), ("hep-th/9409089", "gr-qc/9310026"), ("hep-th/9711200", "2001.99999"),
    ]

    private static func records() throws -> [SourceRecord] {
        try papers.map { paper in
            let identifier = try #require(PaperIdentifier(paper.id))
            var record = try #require(PaperRecord(source: .snapshot, identifiers: [identifier]))
            record.title = paper.title
            record.abstract = paper.abstract
            record.authorsText = paper.authors
            record.authors = AuthorList(
                paper.authors.components(separatedBy: ", ").map { name in
                    let words = name.split(separator: " ").map(String.init)
                    return Author(family: words.last ?? "", given: words.dropLast().joined(separator: " "))
                }
            )
            record.categories = paper.id.hasPrefix("gr-qc") ? "gr-qc hep-th" : "hep-th"
            record.submitted = Timestamp(year: paper.year, month: 2, day: 1)
            if paper.id == "hep-th/9601029" { record.doi = "10.1016/0370-2693(96)00345-0" }
            return .paper(record)
        }
    }

    /// Runs `body` with a library of the papers above.
    private func withLibrary(_ body: (Library, String, SearchPapers) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/search-test-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let library = try Library.open(at: path, mode: .create)
        let writer = try library.makeWriter()
        _ = try writer.write(try Self.records())
        _ = try writer.write(
            try Self.citations.map { citing, cited in
                .citation(
                    CitationRecord(
                        citing: try #require(PaperIdentifier(citing)),
                        cited: try #require(PaperIdentifier(cited)),
                        source: .citationList
                    )
                )
            }
        )
        try writer.commit()
        writer.close()
        try body(library, path, Self.search(library, path, .readWrite))
    }

    private static func search(_ library: Library, _ path: String, _ access: LibraryIndexes.Access) -> SearchPapers {
        SearchPapers(
            papers: library,
            indexes: LibraryIndexes(
                DerivedLibrary(path: path, feed: library),
                access: access,
                models: EmbeddingModels(.none)
            )
        )
    }

    private func find(
        _ search: SearchPapers,
        _ text: String,
        _ change: (inout SearchRequest) -> Void = { _ in }
    ) throws -> SearchAnswer {
        var request = SearchRequest(text: text)
        change(&request)
        return try search(request)
    }

    private func names(_ answer: SearchAnswer) -> [String] { answer.results.map(\.paper.identifier.description) }

    @Test("the paper meant comes first, however it is asked for")
    func theKnownPaper() throws {
        try withLibrary { _, _, search in
            for text in [
                "large N limit superconformal", "Maldacena 1997", "maldacenna", "hep-th/9711200",
                "10.48550/arXiv.hep-th/9711200",
            ] {
                let found = try names(find(search, text))
                #expect(found.first == "hep-th/9711200", "\(text)")
            }
            let duality = try names(find(search, "AdS/CFT"))
            #expect(duality.prefix(3).contains("hep-th/9711200"))
            let misspelt = try find(search, "maldacenna")
            #expect(misspelt.correction == "maldacena")
            let found = try find(search, "Maldacena 1997", { $0.mode = .lexical })
            #expect(found.results.first?.paper.year == 1997)
        }
    }

    @Test("words, phrases, fields, exclusions, alternatives and beginnings by words alone")
    func language() throws {
        try withLibrary { _, _, search in
            func lexical(_ text: String) throws -> Set<String> {
                Set(try names(find(search, text) { $0.mode = .lexical }))
            }
            #expect(try lexical("hologram quantum gravity") == ["gr-qc/9310026", "hep-th/9409089"])
            #expect(try lexical("hologram -entropy") == ["hep-th/9409089"])
            #expect(try lexical("\"black hole entropy\"") == ["hep-th/9601029"])
            #expect(try lexical("title:hologram") == ["hep-th/9409089"])
            #expect(try lexical("author:\"Juan Maldacena\"") == ["hep-th/9711200"])
            #expect(try lexical("author:\"J. Maldacena\"") == ["hep-th/9711200"])
            #expect(
                try lexical("author:witten OR author:vafa") == ["hep-th/9802150", "hep-th/9603142", "hep-th/9601029"]
            )
            #expect(try lexical("superconduct*") == ["hep-th/9711165"])
            #expect(try lexical("cat:gr-qc") == ["gr-qc/9310026"])
            #expect(try lexical("-cat:gr-qc entropy") == ["hep-th/9601029"])
            #expect(try lexical("cat:gr-qc OR author:susskind") == ["gr-qc/9310026", "hep-th/9409089"])
            #expect(try lexical("year:1996 author:witten") == ["hep-th/9603142"])
            #expect(try lexical("cites:hep-th/9711200") == ["hep-th/9802150", "hep-th/9802109", "hep-th/9711165"])
            #expect(try lexical("refs:hep-th/9802150") == ["hep-th/9711200", "hep-th/9409089"])
            #expect(try lexical("has:doi") == ["hep-th/9601029"])
            #expect(try lexical("-has:references").count == 3 && lexical("has:citations").count == 3)
            let newest = try find(search, "cat:hep-th")
            #expect(newest.total == 8 && newest.results.first?.paper.year == 1998)
        }
    }

    @Test("a query that nothing answers is relaxed, corrected, or answered by nothing")
    func nothing() throws {
        try withLibrary { _, _, search in
            let relaxed = try find(search, "hologram boundary") { $0.mode = .lexical }
            #expect(relaxed.isRelaxed && relaxed.total == 3)
            let unknown = try find(search, "xyzzyplugh")
            #expect(unknown.total == 0)
            let missing = try find(search, "hep-th/9901001")
            #expect(missing.total == 0)
            let found = try find(search, "author:wittten")
            #expect(found.correction == "author:witten")
        }
    }

    @Test("explanations add up to the score, and ranks say where they come from")
    func explanations() throws {
        try withLibrary { _, _, search in
            let answer = try find(search, "quantum gravity hologram") { $0.explains = true }
            for result in answer.results {
                let explanation = try #require(result.explanation)
                #expect(abs(explanation.arms.reduce(0) { $0 + $1.contribution } - result.score) < 1e-4)
            }
            #expect(answer.results[0].ranks.lexical == 1)
            #expect(answer.results[0].explanation?.terms.map(\.text) == ["quantum", "gravity", "hologram"])
        }
    }

    @Test("pages follow each other, in every mode")
    func pages() throws {
        try withLibrary { _, _, search in
            for mode in [SearchMode.hybrid, .lexical] {
                let whole = try find(search, "the") { $0.mode = mode }
                let parts = try (0..<whole.results.count).map { place in
                    try find(search, "the") {
                        $0.mode = mode
                        $0.limit = 1
                        $0.offset = place
                    }
                }
                #expect(parts.flatMap(names) == names(whole) && parts.allSatisfy { $0.total == whole.total })
            }
        }
    }

    @Test("a change is found at once, or the answer says that the index is behind")
    func following() throws {
        try withLibrary { library, path, search in
            let found = try find(search, "hologram")
            #expect(found.behind.isEmpty)
            let reader = Self.search(library, path, .readOnly)
            let writer = try library.makeWriter()
            let identifier = try #require(PaperIdentifier("2001.00001"))
            var record = try #require(PaperRecord(source: .snapshot, identifiers: [identifier]))
            record.title = "Zebrafish"
            _ = try writer.write([.paper(record)])
            try writer.commit()
            writer.close()
            let behind = try find(reader, "zebrafish hologram")
            #expect(behind.behind.contains(.lexical) && !names(behind).contains("2001.00001"))
            let added = try names(find(search, "zebrafish"))
            #expect(added == ["2001.00001"])
            #expect(try find(reader, "zebrafish").behind.isEmpty)
            #expect(
                try VerifyIndex(DerivedLibrary(path: path, feed: library), models: EmbeddingModels(.none))().allSatisfy(
                    \.isSound
                )
            )
        }
    }

    @Test("papers like one share citations with it")
    func similar() throws {
        try withLibrary { library, path, _ in
            let indexes = LibraryIndexes(
                DerivedLibrary(path: path, feed: library),
                access: .readWrite,
                models: EmbeddingModels(.none)
            )
            let paper = try #require(PaperIdentifier("hep-th/9802150"))
            let answer = try #require(try SimilarPapers(papers: library, indexes: indexes)(paper, limit: 5))
            #expect(Set(answer.results.map(\.paper.identifier.description)) == ["hep-th/9802109", "hep-th/9711165"])
            #expect(answer.results.allSatisfy { $0.sharedReferences == 1 && !$0.isCited })
        }
    }
}
