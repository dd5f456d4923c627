import Foundation
import TextAnalysis

@testable import Retrieval

/// Numbers that depend on nothing but the seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// A folder that is gone with the value.
final class LexicalFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "lexical-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The bytes of a file.
    func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    /// The names of all files.
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    /// Writes documents into a segment and gives its path.
    func segment(
        _ name: String,
        _ documents: [LexicalDocument],
        removing removed: [String] = [],
        options: LexicalSegmentWriter.Options = .init()
    ) throws -> String {
        let path = "\(path)/\(name).bin"
        let writer = try LexicalSegmentWriter(path: path, source: 7, options: options)
        for key in removed { writer.remove(key: key) }
        for document in documents { try writer.add(document) }
        try writer.finish()
        return path
    }
}

/// Made-up papers whose words are as unevenly frequent as those of a language.
enum MadeUpPapers {
    static let categories = ["hep-th", "hep-ph", "gr-qc", "cs.LG", "cs.IR", "math.GT", "math-ph"]
    static let names = ["Edward Witten", "J. Maldacena", "Strings Williams", "Witten Maldacena", "A. Field"]

    static func word(_ numbers: inout SeededNumbers) -> String {
        let rank = Int(pow(400, Double.random(in: 0..<1, using: &numbers)))
        return
            "w\(String(rank, radix: 26, uppercase: false).map { String(UnicodeScalar($0.asciiValue! % 26 + 97)) }.joined())x"
    }

    static func text(_ length: ClosedRange<Int>, _ numbers: inout SeededNumbers) -> String {
        (0..<Int.random(in: length, using: &numbers)).map { _ in word(&numbers) }.joined(separator: " ")
    }

    static func documents(_ count: Int, seed: UInt64, prefix: String = "p") -> [LexicalDocument] {
        var numbers = SeededNumbers(seed)
        return (0..<count).map { index in
            var document = LexicalDocument(key: "\(prefix)\(count &* 7919 &+ (index &* 31) % count)-\(index)")
            document.title = text(0...8, &numbers)
            document.abstract = text(0...60, &numbers)
            document.authors = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in
                names.randomElement(using: &numbers) ?? ""
            }
            document.categories = (0..<Int.random(in: 0...2, using: &numbers)).map { _ in
                categories.randomElement(using: &numbers) ?? ""
            }
            document.year = Bool.random(using: &numbers) ? Int.random(in: 1991...2026, using: &numbers) : nil
            document.flags = .init(rawValue: UInt8.random(in: 0...7, using: &numbers))
            if index % 17 == 0 { document.furtherFields[.body] = text(0...300, &numbers) }
            return document
        }
    }
}

/// The definition of scores and matches, written as plainly as can be.
final class NaiveIndex {
    struct Entry {
        var document: LexicalDocument
        /// By field: the terms with their places; neighbours have neighbouring places.
        var places: [LexicalField: [(term: String, place: Int)]] = [:]
        var counts: [LexicalField: [String: Int]] = [:]
    }

    var entries: [Entry] = []
    let parameters: LexicalParameters

    init(_ documents: [LexicalDocument], _ parameters: LexicalParameters = .standard) {
        self.parameters = parameters
        var analyzer = TextAnalyzer()
        for document in documents {
            var entry = Entry(document: document)
            func places(_ texts: [String], stemming: Bool) -> [(String, Int)] {
                var result: [(String, Int)] = []
                var place = 0
                for text in texts {
                    for term in analyzer.terms(of: text, stemming: stemming) {
                        result.append((term, place))
                        place += 1
                    }
                    place += 1
                }
                return result
            }
            entry.places[.title] = places([document.title], stemming: true)
            entry.places[.abstract] = places([document.abstract], stemming: true)
            entry.places[.authors] = places(document.authors, stemming: false)
            entry.places[.body] = places([document.furtherFields[.body] ?? ""], stemming: true)
            entry.counts = entry.places.mapValues { places in
                Dictionary(places.map { ($0.term, 1) }, uniquingKeysWith: +)
            }
            entries.append(entry)
        }
    }

    static let groups: [[LexicalField]] = [[.title, .abstract], [.authors], [.body]]

    func weight(_ field: LexicalField) -> Double {
        switch field {
        case .title: Double(parameters.titleWeight)
        case .abstract: Double(parameters.abstractWeight)
        default: 1
        }
    }

    func count(_ term: String, _ field: LexicalField, _ entry: Entry) -> Int {
        entry.counts[field]?[term] ?? 0
    }

    /// What all documents say about a term in fields of one group.
    struct Statistics {
        var having = 0
        var average = 0.0
    }

    private struct StatisticsKey: Hashable {
        var term: String
        var fields: [LexicalField]
    }

    private var known: [StatisticsKey: Statistics] = [:]

    private func length(_ entry: Entry, _ fields: [LexicalField]) -> Double {
        fields.reduce(0) { $0 + weight($1) * Double(entry.places[$1]?.count ?? 0) }
    }

    private func statistics(_ term: String, _ fields: [LexicalField]) -> Statistics {
        let key = StatisticsKey(term: term, fields: fields)
        if let found = known[key] { return found }
        let having = entries.filter { entry in fields.contains { count(term, $0, entry) > 0 } }.count
        let present = entries.filter { entry in fields.contains { entry.places[$0]?.isEmpty == false } }
        let average = present.reduce(0) { $0 + length($1, fields) } / Double(present.count)
        let result = Statistics(having: having, average: average)
        known[key] = result
        return result
    }

    /// The score of a term in fields of one group; nil when it is in none of them.
    func score(_ term: String, _ fields: [LexicalField], _ entry: Entry) -> Double? {
        guard fields.contains(where: { count(term, $0, entry) > 0 }) else { return nil }
        let statistics = statistics(term, fields)
        let (having, average) = (statistics.having, statistics.average)
        let curve = fields == [.authors] ? parameters.authors : parameters.text
        let (k1, b) = (Double(curve.k1), Double(curve.b))
        let factor: Double =
            switch fields.first {
            case .authors?: Double(parameters.authorsWeight)
            case .body?: Double(parameters.furtherWeight)
            default: 1
            }
        let rarity = log(1 + (Double(entries.count - having) + 0.5) / (Double(having) + 0.5))
        let frequency = fields.reduce(0) { $0 + weight($1) * Double(count(term, $1, entry)) }
        let norm = k1 * (1 - b + b * length(entry, fields) / average)
        return factor * rarity * frequency * (k1 + 1) / (frequency + norm)
    }

    /// The score of an entry; nil when it does not match.
    func score(_ clause: LexicalPlan.Clause, _ entry: Entry) -> Double? {
        switch clause {
        case .term(let term, let fields):
            return sum(
                Self.groups.map { group in
                    let asked = group.filter { fields.contains(LexicalFieldSet($0)) }
                    return asked.isEmpty ? nil : score(term, asked, entry)
                }
            )
        case .phrase(let words, let fields):
            return sum(
                Self.groups.map { group in
                    let asked = group.filter { fields.contains(LexicalFieldSet($0)) }
                    guard asked.contains(where: { hasPhrase(words, $0, entry) }) else { return nil }
                    return words.compactMap { $0 }.reduce(0) { $0 + (score($1, asked, entry) ?? 0) }
                }
            )
        case .prefix(let prefix, let fields):
            return Self.groups.map { group -> Double? in
                let asked = group.filter { fields.contains(LexicalFieldSet($0)) }
                let terms = Set(group.flatMap { entry.counts[$0]?.keys.filter { $0.hasPrefix(prefix) } ?? [] })
                return terms.compactMap { score($0, asked, entry) }.max()
            }.compactMap { $0 }.max()
        case .all(let clauses):
            var total = 0.0
            for clause in clauses {
                guard let score = score(clause, entry) else { return nil }
                total += score
            }
            return total
        case .any(let clauses): return sum(clauses.map { score($0, entry) })
        case .best(let clauses): return clauses.compactMap { score($0, entry) }.max()
        case .not(let clause): return score(clause, entry) == nil ? 0 : nil
        case .unscored(let clause): return score(clause, entry).map { _ in 0 }
        case .weighted(let clause, let factor): return score(clause, entry).map { $0 * Double(factor) }
        case .boosted(let clause, let extra):
            return score(clause, entry).map { $0 + (score(extra, entry) ?? 0) }
        }
    }

    private func sum(_ scores: [Double?]) -> Double? {
        let present = scores.compactMap { $0 }
        return present.isEmpty ? nil : present.reduce(0, +)
    }

    private func hasPhrase(_ words: [String?], _ field: LexicalField, _ entry: Entry) -> Bool {
        let places = entry.places[field] ?? []
        guard words.allSatisfy({ $0 == nil || count($0 ?? "", field, entry) > 0 }) else { return false }
        let byPlace = Dictionary(uniqueKeysWithValues: places.map { ($0.place, $0.term) })
        return places.contains { start in
            words.enumerated().allSatisfy { $0.element == nil || byPlace[start.place + $0.offset] == $0.element }
        }
    }

    func takes(_ filter: LexicalFilter, _ document: LexicalDocument) -> Bool {
        func isIn(_ pattern: String) -> Bool {
            document.categories.contains { $0 == pattern || $0.hasPrefix("\(pattern).") }
        }
        if !filter.categories.isEmpty, !filter.categories.contains(where: isIn) { return false }
        if filter.excludedCategories.contains(where: isIn) { return false }
        if let years = filter.years, document.year.map({ years.contains($0) }) != true { return false }
        let names = document.authors.joined(separator: " ").lowercased().split { !$0.isLetter }.map(String.init)
        return Set(filter.authorTerms).isSubset(of: Set(names)) && document.flags.isSuperset(of: filter.requiredFlags)
            && document.flags.isDisjoint(with: filter.excludedFlags)
    }

    /// All matches, best first, ties by key.
    func search(_ plan: LexicalPlan) -> [(key: String, score: Double)] {
        entries.compactMap { entry in
            guard takes(plan.filter, entry.document), let score = score(plan.clause, entry) else { return nil }
            return (entry.document.key, score)
        }
        .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
    }
}
