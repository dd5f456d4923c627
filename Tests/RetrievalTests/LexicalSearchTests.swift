import Testing
import TextAnalysis

@testable import Retrieval

@Suite struct LexicalSearchTests {
    /// Compares a search with the definition: the same documents, scores to 1e-5, best first, whatever the page.
    static func check(
        _ index: LexicalIndex,
        _ naive: NaiveIndex,
        _ plan: LexicalPlan,
        _ comment: Comment,
        location: SourceLocation = #_sourceLocation
    ) {
        var plan = plan
        plan.parameters = naive.parameters
        let expected = naive.search(plan)
        let scores = Dictionary(uniqueKeysWithValues: expected.map { ($0.key, $0.score) })
        let all = index.search(plan, limit: .max)
        #expect(all.isTotalExact, comment, sourceLocation: location)
        #expect(all.total == expected.count, comment, sourceLocation: location)
        #expect(all.hits.count == expected.count, comment, sourceLocation: location)
        for (hit, other) in zip(all.hits, expected) {
            let key = index.key(of: hit.document) ?? ""
            #expect(abs(Double(hit.score) - (scores[key] ?? -1)) < 1e-5, comment, sourceLocation: location)
            #expect(abs(Double(hit.score) - other.score) < 1e-5, comment, sourceLocation: location)
        }
        #expect(isOrdered(all.hits, index), comment, sourceLocation: location)
        // Pages and lists that are cut are parts of the whole list, bit by bit.
        for (offset, limit) in [(0, 1), (0, 10), (3, 7), (expected.count, 5), (0, 0)] {
            let page = index.search(plan, limit: limit, offset: offset)
            #expect(page.hits == Array(all.hits.dropFirst(offset).prefix(limit)), comment, sourceLocation: location)
            let isCounted = page.isTotalExact ? page.total == all.total : page.total <= all.total
            #expect(isCounted, comment, sourceLocation: location)
            plan.countsAll = true
            let counted = index.search(plan, limit: limit, offset: offset)
            #expect(counted.hits == page.hits, comment, sourceLocation: location)
            #expect(counted.isTotalExact && counted.total == all.total, comment, sourceLocation: location)
            plan.countsAll = false
        }
    }

    private static func isOrdered(_ hits: [LexicalResult.Hit], _ index: LexicalIndex) -> Bool {
        zip(hits, hits.dropFirst()).allSatisfy { left, right in
            if left.score != right.score { return left.score > right.score }
            let keys = (index.key(of: left.document) ?? "", index.key(of: right.document) ?? "")
            return Array(keys.0.utf8).lexicographicallyPrecedes(Array(keys.1.utf8))
        }
    }

    /// Queries of all forms over words that occur and words that do not.
    static func plans(seed: UInt64, count: Int) -> [LexicalPlan] {
        var numbers = SeededNumbers(seed)
        let fieldSets: [LexicalFieldSet] = [.text, .title, .abstract, .authors, .body, .all, [.title, .authors]]
        func word() -> String {
            Int.random(in: 0..<8, using: &numbers) == 0
                ? ["witten", "maldacena", "strings", "none"].randomElement(using: &numbers) ?? ""
                : EnglishStemmer.stem(MadeUpPapers.word(&numbers))
        }
        func fields() -> LexicalFieldSet { fieldSets.randomElement(using: &numbers) ?? .text }
        func clause(_ depth: Int) -> LexicalPlan.Clause {
            switch Int.random(in: 0..<(depth == 0 ? 3 : 12), using: &numbers) {
            case 0: return .phrase([word(), Bool.random(using: &numbers) ? nil : word(), word()], fields())
            case 1, 2: return .term(word(), fields())
            case 3: return .prefix(String(word().prefix(2)), fields())
            case 4, 5: return .all((0...Int.random(in: 0...2, using: &numbers)).map { _ in clause(depth - 1) })
            case 6: return .all([clause(depth - 1), .not(clause(depth - 1))])
            case 7: return .best([clause(depth - 1), clause(depth - 1)])
            case 8: return .boosted(clause(depth - 1), by: clause(depth - 1))
            case 9:
                return [.not(clause(depth - 1)), .unscored(clause(depth - 1)), .weighted(clause(depth - 1), 0.5)]
                    .randomElement(using: &numbers) ?? .all([])
            default: return .any((0...Int.random(in: 0...6, using: &numbers)).map { _ in clause(depth - 1) })
            }
        }
        return (0..<count).map { index in
            var plan = LexicalPlan(index % 3 == 0 ? .any((0...6).map { _ in .term(word(), .text) }) : clause(2))
            plan.prefixLimit = .max
            if index % 4 == 1 {
                plan.filter.categories = [["hep-th", "cs", "math.GT", "cs.IR"].randomElement(using: &numbers) ?? ""]
            }
            if index % 5 == 2 { plan.filter.excludedCategories = ["cs"] }
            if index % 7 == 3 { plan.filter.years = 1995...2010 }
            if index % 11 == 4 { plan.filter.requiredFlags = .hasText }
            if index % 11 == 5 { plan.filter.excludedFlags = [.withdrawn, .stub] }
            if index % 6 == 5 { plan.filter.authorTerms = ["witten"] }
            return plan
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func equalsTheDefinition(seed: UInt64) throws {
        let folder = try LexicalFolder()
        let documents = MadeUpPapers.documents(400, seed: seed)
        let index = try LexicalIndex(paths: [try folder.segment("a", documents)])
        #expect(index.documentCount == 400)
        let parameters =
            seed == 1
            ? .standard
            : LexicalParameters(
                titleWeight: 2.5,
                abstractWeight: 0.8,
                authorsWeight: 1.7,
                text: .init(k1: 0.9, b: 0.4),
                authors: .init(k1: 0, b: 0)
            )
        let naive = NaiveIndex(documents, parameters)
        for (number, plan) in Self.plans(seed: seed, count: 60).enumerated() {
            Self.check(index, naive, plan, "seed \(seed), plan \(number): \(plan.clause)")
        }
    }

    @Test func scoresDoNotDependOnSegments() throws {
        let folder = try LexicalFolder()
        let documents = MadeUpPapers.documents(1000, seed: 9)
        let one = try LexicalIndex(paths: [try folder.segment("one", documents)])
        // Replaced documents first have other words.
        var old = Array(documents[..<600])
        for index in stride(from: 0, to: 600, by: 5) { old[index].abstract += " waax wbbx extra words" }
        let changed = stride(from: 0, to: 600, by: 5).map { documents[$0] }
        let gone = LexicalDocument(key: "gone", title: "waax wbbx", authors: ["Witten"])
        var paths = [
            try folder.segment("a", old + [gone]),
            try folder.segment(
                "b",
                Array(documents[600..<950]) + changed,
                removing: changed.map(\.key) + ["gone", "x"]
            ),
            try folder.segment("c", Array(documents[950...])),
        ]
        let several = try LexicalIndex(paths: paths)
        #expect(several.documentCount == 1000)
        #expect(several.document(forKey: "gone") == nil)
        let merged = "\(folder.path)/merged.bin"
        try LexicalMerge.merge(1..<3, of: paths, into: merged, source: 8)
        let two = try LexicalIndex(paths: [paths[0], merged])
        #expect(two.documentCount == 1000)
        let all = "\(folder.path)/all.bin"
        try LexicalMerge.merge(0..<3, of: paths, into: all, source: 8)
        paths = [all]
        let again = try LexicalIndex(paths: paths)
        #expect(again.documentCount == 1000 && again.capacity == 1000)
        for (number, plan) in Self.plans(seed: 5, count: 60).enumerated() {
            let expected = Self.found(plan, one)
            for (name, index) in [("several", several), ("two", two), ("merged", again)] {
                #expect(Self.found(plan, index) == expected, "\(name), plan \(number): \(plan.clause)")
            }
        }
    }

    /// Keys and scores of the hits.
    private static func found(_ plan: LexicalPlan, _ index: LexicalIndex) -> [String] {
        index.search(plan, limit: 40).hits.map { "\(index.key(of: $0.document) ?? "") \($0.score)" }
    }

    /// Many ranges, of which most are passed over, and frequent terms that some of them lack.
    @Test func passesOverNothingThatBelongsToTheBest() throws {
        let seed: UInt64 = 31
        var numbers = SeededNumbers(seed)
        let documents = (0..<14_000).map { index in
            var document = LexicalDocument(key: "d\(index)", title: MadeUpPapers.text(1...3, &numbers))
            // Clusters, so that ranges differ.
            let cluster = index / 500
            document.abstract = MadeUpPapers.text(0...6, &numbers) + (index % 2 == 0 ? " cluster\(cluster % 3)" : "")
            // Frequent, and still missing from whole ranges.
            if cluster % 5 < 2 { document.abstract += " wide" }
            if (index / 64) % 3 == 0 { document.title += " deep" }
            document.year = 1990 + index % 30
            return document
        }
        let folder = try LexicalFolder()
        let index = try LexicalIndex(paths: [
            try folder.segment("a", Array(documents[..<12_000])), try folder.segment("b", Array(documents[12_000...])),
        ])
        for round in 0..<24 {
            var words = (0..<5).map { _ in EnglishStemmer.stem(MadeUpPapers.word(&numbers)) }
            words += ["cluster\(round % 3)", "wide", "deep"].filter { _ in Bool.random(using: &numbers) }
            var plan = LexicalPlan(.any(words.map { .term($0, round % 5 == 4 ? [.text, .authors] : .text) }))
            if round % 4 == 3 {
                let some = words.suffix(3).map { LexicalPlan.Clause.term($0, .text) }
                plan.clause = .all(
                    some + [.not(.term(words[0], .text)), .unscored(.term("deep", .text))]
                )
            }
            if round % 3 == 1 { plan.filter.years = 2000...2003 }
            if round % 7 == 2 { plan.parameters = LexicalParameters(titleWeight: 3, text: .init(k1: 2, b: 1)) }
            var exhaustive = plan
            exhaustive.clause = .weighted(plan.clause, 1)
            for limit in [1, 10, 300] {
                let expected = index.search(exhaustive, limit: limit)
                // Once by ranges, once by adding up everything.
                for sweepLimit in [0, .max] {
                    plan.countsAll = false
                    let run = PlanExecution(index, plan, limit: limit, offset: 0, sweepLimit: sweepLimit)
                    #expect(run.run().hits == expected.hits, "seed \(seed), round \(round), limit \(limit)")
                    plan.countsAll = true
                    let counted = PlanExecution(index, plan, limit: limit, offset: 0, sweepLimit: sweepLimit).run()
                    #expect(counted.hits == expected.hits && counted.total == expected.total)
                }
            }
        }
    }

    @Test func bytesDependOnNeitherMemoryNorThreads() throws {
        let folder = try LexicalFolder()
        let documents = MadeUpPapers.documents(1500, seed: 4)
        var small = LexicalSegmentWriter.Options()
        small.memory = 0
        var threaded = small
        threaded.usesSecondThread = true
        let whole = try folder.bytes(try folder.segment("whole", documents))
        #expect(whole == (try folder.bytes(try folder.segment("small", documents, options: small))))
        #expect(whole == (try folder.bytes(try folder.segment("threaded", documents, options: threaded))))
        let path = try folder.segment("again", documents)
        try LexicalMerge.merge(0..<1, of: [path], into: "\(folder.path)/merged.bin", source: 7)
        #expect(whole == (try folder.bytes("\(folder.path)/merged.bin")))
        #expect(try folder.names() == ["again.bin", "merged.bin", "small.bin", "threaded.bin", "whole.bin"])
    }

    @Test func tellsAboutDocuments() throws {
        let folder = try LexicalFolder()
        let documents = MadeUpPapers.documents(200, seed: 3)
        let index = try LexicalIndex(paths: [
            try folder.segment("a", Array(documents[..<70])), try folder.segment("b", Array(documents[70...])),
        ])
        for document in documents {
            let number = try #require(index.document(forKey: document.key))
            #expect(index.key(of: number) == document.key)
            #expect(index.year(of: number) == document.year)
            #expect(index.flags(of: number) == document.flags)
            #expect(index.categories(of: number) == document.categories)
            #expect(index.isLive(number))
        }
        #expect(index.document(forKey: "nothing") == nil)
        #expect(index.key(of: -1) == nil && index.key(of: 75) == nil && index.key(of: 10_000) == nil)
        var filter = LexicalFilter()
        filter.categories = ["cs.*"]
        filter.allowed = DocumentBitmap(count: index.capacity, filledWith: true)
        filter.allowed?[index.document(forKey: documents[0].key) ?? 0] = false
        let expected = documents.dropFirst().filter { $0.categories.contains { $0.hasPrefix("cs.") } }.map(\.key)
        var found: [String] = []
        index.documents(where: filter).forEach { found.append(index.key(of: $0) ?? "") }
        #expect(found.sorted() == expected.sorted())
        let everything = index.search(LexicalPlan(.all([])), limit: .max)
        #expect(everything.hits.map { index.key(of: $0.document) } == documents.map(\.key).sorted())
    }

    @Test func anEmptyIndexAnswers() throws {
        let folder = try LexicalFolder()
        for index in [try LexicalIndex(paths: []), try LexicalIndex(paths: [try folder.segment("a", [])])] {
            #expect(index.documentCount == 0)
            for plan in Self.plans(seed: 1, count: 12) {
                #expect(index.search(plan, limit: 10).hits.isEmpty)
            }
            #expect(index.terms(withPrefix: "", in: .title, limit: 5).isEmpty)
        }
    }

    @Test func theLastDocumentOfAKeyCounts() throws {
        let folder = try LexicalFolder()
        let path = try folder.segment(
            "a",
            [
                LexicalDocument(key: "k", title: "old words"), LexicalDocument(key: "l", title: "others"),
                LexicalDocument(key: "k", title: "new words"),
            ]
        )
        let index = try LexicalIndex(paths: [path])
        #expect(index.documentCount == 2)
        #expect(index.search(LexicalPlan(.term("old", .text)), limit: 5).hits.isEmpty)
        let hits = index.search(LexicalPlan(.term("new", .text)), limit: 5).hits
        #expect(hits.map(\.document) == [2])
        #expect(index.document(forKey: "k") == 2)
    }

    @Test func phrasesStayInsideAFieldAndAName() throws {
        let folder = try LexicalFolder()
        let document = LexicalDocument(
            key: "k",
            title: "black holes",
            abstract: "evaporate slowly",
            authors: ["Edward Witten", "Juan Maldacena"]
        )
        let index = try LexicalIndex(paths: [try folder.segment("a", [document])])
        func finds(_ words: [String?], _ fields: LexicalFieldSet) -> Bool {
            !index.search(LexicalPlan(.phrase(words, fields)), limit: 1).hits.isEmpty
        }
        #expect(finds(["black", "hole"], .text) && finds(["black", "hole"], .title))
        #expect(!finds(["black", "hole"], .abstract) && !finds(["hole", "evapor"], .text))
        #expect(finds(["edward", "witten"], .authors) && !finds(["witten", "juan"], .authors))
        #expect(finds(["black"], .text) && finds([nil, "hole"], .text))
    }
}
