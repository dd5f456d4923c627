import Foundation
import MappedFiles
import Testing

@testable import Retrieval

@Suite struct LexicalDamageTests {
    /// Whatever is changed or cut: an error on opening, or some answer; nothing else.
    @Test func answersOrRefusesWhateverTheBytes() throws {
        let seed: UInt64 = 77
        var numbers = SeededNumbers(seed)
        let folder = try LexicalFolder()
        let documents = MadeUpPapers.documents(900, seed: seed)
        let whole = try folder.bytes(try folder.segment("a", documents, removing: ["gone"]))
        let newer = try folder.segment(
            "b",
            MadeUpPapers.documents(20, seed: 5, prefix: "n"),
            removing: [documents[3].key]
        )
        let plans = LexicalSearchTests.plans(seed: seed, count: 30)
        let path = "\(folder.path)/damaged.bin"
        var opened = 0
        for round in 0..<160 {
            var bytes = whole
            if round % 8 == 0 { bytes.removeLast(Int.random(in: 1...bytes.count, using: &numbers)) }
            // Headers and tables have checksums: the damage is between them.
            for _ in 0..<(round % 3 == 0 ? 1 : 40) where bytes.count > 5_000 {
                let place = Int.random(in: 64..<bytes.count - 1_000, using: &numbers)
                bytes[place] = round % 2 == 0 ? .random(in: .min ... .max, using: &numbers) : .max
            }
            try Data(bytes).write(to: URL(filePath: path))
            guard let index = try? LexicalIndex(paths: [path, newer]) else { continue }
            opened += 1
            Self.use(index, plans[round % plans.count], documents)
            Self.use(index, plans[(round + 7) % plans.count], documents)
            if round % 6 == 0 {
                try? LexicalMerge.merge(0..<2, of: [path, newer], into: "\(folder.path)/merged.bin", source: 1)
            }
        }
        #expect(opened > 60)
    }

    private static func use(_ index: LexicalIndex, _ plan: LexicalPlan, _ documents: [LexicalDocument]) {
        var plan = plan
        plan.prefixLimit = 20
        let result = index.search(plan, limit: 20)
        #expect(result.hits.count <= 20)
        _ = PlanExecution(index, plan, limit: 20, offset: 0, sweepLimit: 0).run()
        plan.countsAll = true
        for hit in index.search(plan, limit: .max).hits {
            _ = (index.key(of: hit.document), index.categories(of: hit.document), index.flags(of: hit.document))
        }
        _ = index.document(forKey: documents[0].key)
        _ = index.terms(withPrefix: "w", in: .title, limit: 10)
        _ = index.similarTerms(to: "witen", in: .authors, distance: 2, limit: 5)
    }

    @Test func refusesAnotherAnalysis() throws {
        let folder = try LexicalFolder()
        let path = "\(folder.path)/a.bin"
        let writer = try DerivedFileWriter(path: path, kind: "lexical", formatVersion: 1, source: 1)
        try writer.addSection("meta", [UInt64](repeating: 0, count: 64))
        try writer.finish()
        let error = #expect(throws: MappedFileError.self) { try LexicalIndex(paths: [path]) }
        #expect(error?.code == .otherVersion)
    }
}
