import Literature
import Ports
import Testing

@testable import SQLiteLibrary

struct TextIndexTests {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func indexIsAlwaysThatOfARebuild(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var source = RandomFacts(generator: SeededGenerator(seed: seed &* 13))
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            for _ in 0..<6 {
                let writer = try library.makeWriter()
                // Sometimes the index is not fed and falls behind; sometimes a transaction is left undone.
                if Int.random(in: 0..<3, using: &generator) > 0 { try writer.startTextIndex() }
                for _ in 0..<3 {
                    _ = try writer.write(source.facts(8))
                    if Int.random(in: 0..<4, using: &generator) > 0 { try writer.commit() }
                }
                writer.close()
            }
            let writer = try library.makeWriter()
            defer { writer.close() }
            try writer.startTextIndex()
            try writer.finishTextIndex()
            #expect(try library.textIndexState() == .current)
            try TextIndexFile(library).checkIntegrity()
            let followed = try library.indexedTerms()
            #expect(!followed.isEmpty)
            try writer.rebuildTextIndex()
            #expect(try library.indexedTerms() == followed, "seed \(seed)")
        }
    }

    @Test func indexOfAnotherStateIsBuiltAnew() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(Sample.records, textIndex: true)
            let terms = try library.indexedTerms()
            for damage in ["counter = 1000000", "library = 'x'", "analyzer = -1", "format = 99"] {
                try Connection(path: library.textIndexPath, mode: .readWrite).execute("UPDATE state SET \(damage)")
                #expect(try library.textIndexState() == .missing)
                var query = LexicalQuery()
                query.clauses = [.init(text: "superconformal")]
                #expect(try library.search(query, offset: 0, limit: 1).total > 0)
                #expect(try library.textIndexState() == .current)
                #expect(try library.indexedTerms() == terms)
            }
        }
    }

    @Test func searchBringsTheIndexUpToDateOrSaysThatItIsBehind() throws {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            var query = LexicalQuery()
            query.clauses = [.init(text: "entropy")]
            let reader = try Library.open(at: path, mode: .readOnly)
            #expect(throws: LibraryError.self) { try reader.search(query, offset: 0, limit: 1) }
            try library.add([record(.snapshot, ["2001.00001"], title: "Entropy")])
            #expect(try library.search(query, offset: 0, limit: 1).total == 1)
            try library.add([record(.snapshot, ["2001.00002"], title: "More entropy")])
            let behind = try reader.search(query, offset: 0, limit: 9)
            #expect(behind.isBehind && behind.total == 1)
            #expect(try library.search(query, offset: 0, limit: 9).total == 2)
            let now = try reader.search(query, offset: 0, limit: 9)
            #expect(!now.isBehind && now.total == 2)
        }
    }
}

/// Searching real records.
struct SearchTests {
    private static func search(
        _ clauses: [LexicalQuery.Clause],
        offset: Int = 0,
        limit: Int = 10,
        _ change: (inout LexicalQuery) -> Void = { _ in }
    ) throws -> LexicalHits {
        try withFolder { path in
            let library = try Library.open(at: path, mode: .create)
            try library.add(
                Sample.records + [
                    citation("hep-th/9802150", "hep-th/9711200"), citation("hep-th/9711200", "1901.00001"),
                ],
                textIndex: true
            )
            var query = LexicalQuery()
            query.clauses = clauses
            change(&query)
            return try library.search(query, offset: offset, limit: limit)
        }
    }

    private static func words(_ text: String, _ field: LexicalQuery.Field = .any) -> [LexicalQuery.Clause] {
        text.split(separator: " ").map { .init(field: field, text: String($0)) }
    }

    @Test func wordsFindTheKnownPaper() throws {
        let hits = try Self.search(Self.words("large N limit of superconformal field theories"))
        let names = hits.hits.prefix(3).map(\.paper.identifier)
        #expect(names.contains(id("hep-th/9711200")))
        #expect(!hits.isRelaxed && !hits.isBehind)
        #expect(hits.hits.first { $0.paper.identifier == id("hep-th/9711200") }?.citationCount == 1)
        #expect(zip(hits.hits, hits.hits.dropFirst()).allSatisfy { $0.score >= $1.score })
    }

    @Test func authorsAndTitlesAreFields() throws {
        let author = try Self.search([.init(field: .authors, text: "Juan Maldacena")])
        #expect(author.hits.map(\.paper.identifier) == [id("hep-th/9711200")])
        let title = try Self.search(Self.words("holography", .title) + Self.words("witten", .authors))
        #expect(title.hits.map(\.paper.identifier) == [id("hep-th/9802150")])
        #expect(
            try Self.search(Self.words("witten", .title)).hits.allSatisfy { $0.paper.title?.contains("itten") == true }
        )
    }

    @Test func phrasesAreInOrderAndExclusionsHold() throws {
        let phrase = LexicalQuery.Clause(text: "large N limit", isPhrase: true)
        let reversed = LexicalQuery.Clause(text: "limit N large", isPhrase: true)
        let found = try Self.search([phrase])
        #expect(found.total > 1)
        #expect(try Self.search([reversed]).total == 0)
        let without = try Self.search([phrase, .init(text: "supergravity", isExcluded: true)])
        #expect(without.total < found.total)
        #expect(!without.hits.contains { $0.paper.identifier == id("hep-th/9711200") })
    }

    @Test func stemsMeetAndOperatorsAreHarmless() throws {
        let singular = try Self.search(Self.words("superconformal theory")).total
        #expect(try Self.search(Self.words("superconformal theories")).total == singular)
        for text in ["\"", "AND", "NEAR(", "title:", "*", "-", "a\" OR \"b", "^", "{x}", "\u{0}", "(((("] {
            _ = try Self.search([.init(text: text), .init(field: .authors, text: text, isPhrase: true)])
        }
    }

    @Test func wordsThatNothingHasAllOfAreRelaxed() throws {
        let hits = try Self.search(Self.words("superconformal zebrafish supergravity"))
        #expect(hits.isRelaxed && hits.total > 0)
        #expect(try Self.search(Self.words("zebrafish qwertz")).total == 0)
    }

    @Test func filtersAndPages() throws {
        let all = try Self.search([], limit: 500)
        #expect(all.total == Sample.records.count && all.hits.allSatisfy { $0.score == 0 && !$0.paper.isStub })
        let dates = all.hits.compactMap(\.paper.submitted)
        #expect(zip(dates, dates.dropFirst()).allSatisfy { $0 >= $1 })
        let years = try Self.search(Self.words("theory")) { $0.years = 1997...1998 }
        #expect(years.total > 0 && years.hits.allSatisfy { (1997...1998).contains($0.paper.year ?? 0) })
        #expect(try Self.search([]) { $0.categories = ["cs"] }.total == 0)
        #expect(try Self.search([]) { $0.excludedCategories = ["hep-th"] }.total == 0)
        let wanted = try Self.search([.init(text: "theory", isExcluded: true)], limit: 500)
        let theory = try Self.search(Self.words("theory"), limit: 500)
        #expect(wanted.total + theory.total == Sample.records.count)
        let page = try Self.search(Self.words("theory"), offset: 5, limit: 3)
        #expect(page.hits == Array(theory.hits[5..<8]) && page.total == theory.total)
        #expect(try Self.search(Self.words("theory"), offset: 100_000, limit: 3).hits.isEmpty)
    }
}
