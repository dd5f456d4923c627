import Testing

@testable import Retrieval

@Suite struct LexicalTermTests {
    @Test func listsTermsByPrefix() throws {
        let folder = try LexicalFolder()
        let documents = MadeUpPapers.documents(400, seed: 12)
        let index = try LexicalIndex(paths: [
            try folder.segment("a", Array(documents[..<250])), try folder.segment("b", Array(documents[250...])),
        ])
        let naive = NaiveIndex(documents)
        for (prefix, field) in [
            ("w", LexicalField.title), ("wa", .abstract), ("", .authors), ("mal", .authors), ("zz", .title),
        ] {
            let fields: [LexicalField] = field == .authors ? [.authors] : [.title, .abstract]
            var counts: [String: Int] = [:]
            for entry in naive.entries {
                for term in Set(fields.flatMap { entry.places[$0] ?? [] }.map(\.term)) where term.hasPrefix(prefix) {
                    counts[term, default: 0] += 1
                }
            }
            let found = index.terms(withPrefix: prefix, in: field, limit: .max)
            #expect(found.map(\.term) == counts.keys.sorted())
            #expect(found.allSatisfy { counts[$0.term] == $0.documents })
            for statistics in found.prefix(20) {
                let set: LexicalFieldSet = field == .authors ? .authors : .text
                #expect(index.documentFrequency(of: statistics.term, in: set) == statistics.documents)
            }
        }
    }

    /// Optimal string alignment, by the definition.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var rows = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
        for i in 0...left.count {
            for j in 0...right.count {
                if i == 0 || j == 0 {
                    rows[i][j] = i + j
                    continue
                }
                rows[i][j] = min(
                    rows[i - 1][j] + 1,
                    rows[i][j - 1] + 1,
                    rows[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
                )
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
                }
            }
        }
        return rows[left.count][right.count]
    }

    @Test func findsSimilarTerms() throws {
        let folder = try LexicalFolder()
        let documents = MadeUpPapers.documents(600, seed: 21)
        let index = try LexicalIndex(paths: [try folder.segment("a", documents)])
        let all = index.terms(withPrefix: "", in: .title, limit: .max)
        #expect(all.count > 100)
        for word in ["wabx", "wx", "", "waax", "wxabc", "bwaxx"] {
            for distance in 1...2 {
                for prefixLength in [0, 1] {
                    let expected = all.filter { other in
                        let found = Self.distance(Array(word.utf8), Array(other.term.utf8))
                        return (1...distance).contains(found) && other.term.hasPrefix(word.prefix(prefixLength))
                    }
                    let found = index.similarTerms(
                        to: word,
                        in: .title,
                        distance: distance,
                        prefixLength: prefixLength,
                        limit: .max
                    )
                    #expect(Set(found.map(\.statistics)) == Set(expected), "\(word) \(distance)")
                    #expect(
                        found.allSatisfy {
                            $0.distance == Self.distance(Array(word.utf8), Array($0.statistics.term.utf8))
                        }
                    )
                    #expect(zip(found, found.dropFirst()).allSatisfy { $0.distance <= $1.distance })
                }
            }
        }
        let names = index.similarTerms(to: "maldacenna", in: .authors, distance: 1, limit: 3)
        #expect(names.map(\.statistics.term) == ["maldacena"])
    }
}
