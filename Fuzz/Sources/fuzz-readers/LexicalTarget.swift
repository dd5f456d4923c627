import Retrieval

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A segment of the lexical index with damage between its header and its table, which have checksums, searched.
///
/// An input is a byte that chooses the query, then changes: three bytes of place and one of value each.
enum LexicalTarget {
    private static let folder = "/dev/shm/fuzz-lexical-\(getpid())"
    private static let path = "\(folder)/segment.bin"

    /// A sound segment with frequent terms, full blocks and several fields.
    private static let whole: [UInt8] = {
        mkdir(folder, 0o755)
        atexit {
            unlink(LexicalTarget.path)
            rmdir(LexicalTarget.folder)
        }
        do {
            let writer = try LexicalSegmentWriter(path: path, source: 1)
            for number in 0..<700 { try writer.add(document(number)) }
            writer.remove(key: "gone")
            try writer.finish()
        } catch {
            fatalError("\(error)")
        }
        return contents(of: path)
    }()

    private static func document(_ number: Int) -> LexicalDocument {
        LexicalDocument(
            key: "hep-th/\(9_700_000 + number)",
            title: "Quantum field \(number % 7 == 0 ? "black hole" : "gauge") theory",
            abstract: "The large \(number) limit of the gauge theory"
                + String(repeating: " string", count: number % 90),
            authors: ["Edward Witten", "J. Maldacena \(number % 50)"],
            furtherFields: number % 9 == 0 ? [.body: "Body of the text \(number)"] : [:],
            categories: [["hep-th", "gr-qc", "cs.LG"][number % 3]],
            year: 1992 + number % 30,
            flags: .init(rawValue: UInt8(number % 8))
        )
    }

    private static let clauses: [LexicalPlan.Clause] = [
        .any([.term("quantum", .text), .term("black", .text), .term("hole", .title), .term("witten", .authors)]),
        .all([.term("gaug", .text), .not(.term("string", .abstract))]),
        .phrase(["black", "hole"], .title),
        .phrase(["string", nil, "string"], .text),
        .prefix("m", .authors),
        .best([.term("bodi", .body), .term("theori", .text)]),
        .boosted(.term("limit", .all), by: .unscored(.term("field", .text))),
        .all([]),
    ]

    static func run(_ input: [UInt8]) {
        guard let choice = input.first else { return }
        write(damaged(by: Array(input.dropFirst())))
        guard let index = try? LexicalIndex(paths: [path, path]) else { return }
        var plan = LexicalPlan(clauses[Int(choice) % clauses.count])
        plan.countsAll = choice & 0x40 != 0
        if choice & 0x20 != 0 {
            plan.filter.categories = ["hep-th"]
            plan.filter.years = 1995...2010
            plan.filter.authorTerms = ["witten"]
        }
        let result = index.search(plan, limit: 10)
        precondition(result.hits.count <= 10, "more hits than were asked for")
        for hit in result.hits {
            precondition(index.isLive(hit.document), "a document that is not there")
            _ = (index.key(of: hit.document), index.categories(of: hit.document), index.year(of: hit.document))
        }
        _ = index.document(forKey: "hep-th/9700123")
        _ = index.terms(withPrefix: "g", in: .title, limit: 10)
        _ = index.similarTerms(to: "witen", in: .authors, distance: 2, limit: 5)
        if choice & 0x80 != 0 {
            let merged = "\(folder)/merged.bin"
            try? LexicalMerge.merge(0..<2, of: [path, path], into: merged, source: 1)
            unlink(merged)
        }
    }

    private static func damaged(by changes: [UInt8]) -> [UInt8] {
        var bytes = whole
        let table = bytes.withUnsafeBytes { Int(UInt64(littleEndian: $0.load(fromByteOffset: 40, as: UInt64.self))) }
        for start in stride(from: 0, to: changes.count - 3, by: 4) {
            let place = changes[start..<start + 3].reduce(0) { $0 << 8 | Int($1) }
            bytes[64 + place % (table - 64)] = changes[start + 3]
        }
        return bytes
    }

    private static func write(_ bytes: [UInt8]) {
        guard let file = fopen(path, "wb") else { fatalError("\(path) cannot be written") }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    private static func contents(of path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 22)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    }
}
