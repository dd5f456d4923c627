import Foundation
import Literature
import Ports

@testable import SQLiteLibrary

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Runs `body` with a folder of its own that is removed afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.path + "/library-test-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

func id(_ text: String) -> PaperIdentifier {
    guard let identifier = PaperIdentifier(text) else { fatalError("not an identifier: \(text)") }
    return identifier
}

func record(
    _ source: RecordSource,
    _ names: [String],
    title: String? = nil,
    _ change: (inout PaperRecord) -> Void = { _ in }
) -> SourceRecord {
    guard var record = PaperRecord(source: source, identifiers: names.map(id)) else { fatalError("no identifier") }
    record.title = title
    change(&record)
    return .paper(record)
}

func citation(_ citing: String, _ cited: String, _ source: RecordSource = .citationList) -> SourceRecord {
    .citation(CitationRecord(citing: id(citing), cited: id(cited), source: source))
}

extension Library {
    /// Writes and commits records.
    @discardableResult
    func add(_ records: [SourceRecord]) throws -> [WriteOutcome] {
        let writer = try makeWriter()
        defer { writer.close() }
        let outcomes = try writer.write(records)
        try writer.commit()
        return outcomes
    }

    /// Everything that a reader can learn of the works.
    func dump() throws -> [String] {
        var lines: [String] = []
        try forEachPaper(in: PaperSelection()) { paper, cited in
            lines.append("\(paper) -> \(cited)")
        }
        return lines
    }
}

/// Real records of hep-th, 1992 to 2003.
enum Sample {
    static let records: [SourceRecord] = {
        guard let url = Bundle.module.url(forResource: "hep-th", withExtension: "tsv", subdirectory: "Fixtures"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { fatalError("the fixture is missing") }
        return text.split(separator: "\n").map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return record(.listing, [fields[0]], title: fields[1]) { record in
                record.authorsText = fields[2]
                record.authors = AuthorList(
                    fields[2].components(separatedBy: " and ").flatMap { $0.components(separatedBy: ", ") }.map {
                        name in
                        let words = name.split(separator: " ").map(String.init)
                        return Author(family: words.last ?? "", given: words.dropLast().joined(separator: " "))
                    }
                )
                record.abstract = fields[4]
                record.categories = "hep-th"
                let day = fields[3].split(separator: "-").compactMap { Int($0) }
                if day.count == 3 { record.submitted = Timestamp(year: day[0], month: day[1], day: day[2]) }
            }
        }
    }()
}

/// Random facts about a few works whose names overlap in every way.
struct RandomFacts {
    var generator: SeededGenerator

    private static let names: [String] =
        (1...9).map { "2001.0000\($0)" } + ["hep-th/9711200", "math/0309136"]
        + (1...7).map { "10.1000/x\($0)" } + (1...4).map { "s2:" + String(repeating: "\($0)", count: 40) }
        + (1...4).map { "corpus:\($0)" } + (1...4).map { "openalex:W\($0)" }
    private static let words = ["Black", "holes", "entropy", "string", "of", "duality", "Gödel", "$\\alpha$-decay"]

    mutating func facts(_ count: Int) -> [SourceRecord] {
        (0..<count).map { _ in Int.random(in: 0..<4, using: &generator) == 0 ? randomCitation() : randomRecord() }
    }

    private mutating func name() -> String { Self.names.randomElement(using: &generator) ?? "2001.00001" }

    private mutating func randomCitation() -> SourceRecord {
        citation(
            name(),
            name(),
            [.citationList, .semanticScholar, .unarxive].randomElement(using: &generator) ?? .library
        )
    }

    private mutating func text(_ longest: Int) -> String? {
        if Int.random(in: 0..<5, using: &generator) == 0 { return nil }
        let count = Int.random(in: 0...longest, using: &generator)
        return (0..<count).map { _ in Self.words.randomElement(using: &generator) ?? "" }.joined(separator: "  ")
    }

    private mutating func randomRecord() -> SourceRecord {
        let sources: [RecordSource] = [.snapshot, .oaiRaw, .atom, .semanticScholar, .openAlex, .bibtex]
        var names = [name()]
        for _ in 0..<Int.random(in: 0...2, using: &generator) where Bool.random(using: &generator) {
            names.append(name())
        }
        guard
            var record = PaperRecord(
                source: sources.randomElement(using: &generator) ?? .library,
                identifiers: names.map(id)
            )
        else { fatalError("no identifier") }
        record.isMention = Int.random(in: 0..<4, using: &generator) == 0
        record.title = text(6)
        record.abstract = text(20)
        record.authorsText = text(3)
        if Bool.random(using: &generator) {
            record.authors = AuthorList([Author(family: name()), Author(family: "Gödel", given: "K.")])
        }
        record.categories = ["hep-th", "hep-th cs.LG", "math.AG hep-th", nil].randomElement(using: &generator) ?? nil
        record.year = [nil, 1999, 2004].randomElement(using: &generator) ?? nil
        let seconds = Int64.random(in: 0..<3, using: &generator) * 100_000_000
        record.updated = Bool.random(using: &generator) ? Timestamp(secondsSince1970: seconds) : nil
        record.submitted = Bool.random(using: &generator) ? Timestamp(secondsSince1970: seconds + 5) : nil
        record.isWithdrawn = Int.random(in: 0..<6, using: &generator) == 0
        record.versions = (1...3).filter { _ in Bool.random(using: &generator) }.map {
            PaperVersion(number: $0, created: Timestamp(secondsSince1970: Int64($0) * 1000), isWithdrawn: $0 == 3)
        }
        return .paper(record)
    }
}
