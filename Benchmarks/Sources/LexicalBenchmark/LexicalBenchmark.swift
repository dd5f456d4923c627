import Glibc
import MappedFiles
import Retrieval
import TextAnalysis

/// The lexical index over tables of documents: identifier, title, abstract, separated by tabs, a line each.
///
///     lexical-benchmark build CORPUS.tsv INDEX [threads]
///     lexical-benchmark time INDEX QUERIES.txt LIMIT any|counted|all
///     lexical-benchmark check INDEX QUERIES.txt LIMIT
///     lexical-benchmark rank CORPUS.tsv QUERIES.tsv LIMIT [title weight, k1, b]...
///
/// `build` and `time` print JSON; `check` compares pruned with exhaustive evaluation; `rank` prints a line for each hit:
/// the set of parameters, query, document, score.
@main
enum LexicalBenchmark {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "build": try build(arguments[1], arguments[2], threads: arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1)
        case "time": try time(arguments[1], arguments[2], limit: Int(arguments[3]) ?? 10, mode: arguments[4])
        case "check": try check(arguments[1], arguments[2], limit: Int(arguments[3]) ?? 10)
        case "rank":
            let settings = arguments[4...].compactMap { Float($0) }
            try rank(arguments[1], arguments[2], limit: Int(arguments[3]) ?? 10, settings)
        default: print("see the source for usage")
        }
    }

    /// Calls `body` with the fields of each line of a table.
    private static func forEachRow(_ path: String, _ body: ([String]) throws -> Void) throws {
        guard let file = fopen(path, "r") else { throw MappedFileError(.missing, path: path, reason: "cannot be read") }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer {
            fclose(file)
            free(line)
        }
        while case let count = getline(&line, &capacity, file), count > 0 {
            let bytes = UnsafeRawBufferPointer(start: line, count: count)
            let text = bytes.last == 10 ? bytes.dropLast() : bytes[...]
            try body(
                text.split(separator: 9, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
            )
        }
    }

    private static func add(_ row: [String], to writer: LexicalSegmentWriter) throws {
        guard row.count >= 3 else { return }
        try writer.add(LexicalDocument(key: row[0], title: row[1], abstract: row[2]))
    }

    private static func build(_ corpus: String, _ path: String, threads: Int) throws {
        var options = LexicalSegmentWriter.Options()
        options.usesSecondThread = threads > 1
        var documents = 0
        let clock = ContinuousClock()
        let seconds = try clock.measure {
            let writer = try LexicalSegmentWriter(path: path, source: 1, options: options)
            try forEachRow(corpus) { row in
                try add(row, to: writer)
                documents += 1
            }
            try writer.finish()
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let size = try MappedFile(path: path).bytes.count
        print(
            "{\"documents\": \(documents), \"seconds\": \(seconds / .seconds(1)), \"bytes\": \(size), "
                + "\"peak_kb\": \(usage.ru_maxrss)}"
        )
    }

    private static func plan(_ query: String, mode: String, _ analyzer: inout TextAnalyzer) -> LexicalPlan {
        var terms: [String] = []
        for term in analyzer.terms(of: query, stemming: true) where !terms.contains(term) { terms.append(term) }
        if mode == "all" { terms = Array(terms.prefix(3)) }
        let clauses = terms.map { LexicalPlan.Clause.term($0, .text) }
        var plan = LexicalPlan(mode == "all" ? .all(clauses) : .any(clauses))
        plan.countsAll = mode == "counted"
        return plan
    }

    private static func time(_ path: String, _ queries: String, limit: Int, mode: String) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let index = try LexicalIndex(paths: [path])
        let opening = clock.now - start
        var analyzer = TextAnalyzer()
        var times: [Double] = []
        for round in 0..<4 {
            try forEachRow(queries) { row in
                let start = clock.now
                let plan = plan(row[0], mode: mode, &analyzer)
                let result = index.search(plan, limit: limit)
                let time = (clock.now - start) / .milliseconds(1)
                // The first round brings the pages in.
                if round > 0, !result.hits.isEmpty { times.append(time) }
            }
        }
        times.sort()
        func percentile(_ share: Double) -> Double { times[min(times.count - 1, Int(share * Double(times.count)))] }
        print(
            "{\"open_us\": \(opening / .microseconds(1)), \"p50\": \(percentile(0.5)), \"p95\": \(percentile(0.95)), "
                + "\"p99\": \(percentile(0.99)), \"max\": \(times.last ?? 0), "
                + "\"mean\": \(times.reduce(0, +) / Double(times.count))}"
        )
    }

    private static func check(_ path: String, _ queries: String, limit: Int) throws {
        let index = try LexicalIndex(paths: [path])
        var analyzer = TextAnalyzer()
        var differences = 0
        try forEachRow(queries) { row in
            let plan = plan(row[0], mode: "any", &analyzer)
            // A clause that is not only terms is evaluated exhaustively.
            var exhaustive = plan
            exhaustive.clause = .weighted(plan.clause, 1)
            let left = index.search(plan, limit: limit).hits
            let right = index.search(exhaustive, limit: limit).hits
            if left != right { differences += 1 }
        }
        print("{\"differences\": \(differences)}")
    }

    private static func rank(_ corpus: String, _ queries: String, limit: Int, _ settings: [Float]) throws {
        let path = "\(corpus).\(getpid()).index"
        defer { unlink(path) }
        let writer = try LexicalSegmentWriter(path: path, source: 1)
        try forEachRow(corpus) { try add($0, to: writer) }
        try writer.finish()
        let index = try LexicalIndex(paths: [path])
        var sets = [LexicalParameters.standard]
        for start in stride(from: 0, to: settings.count - 2, by: 3) {
            let curve = LexicalParameters.Curve(k1: settings[start + 1], b: settings[start + 2])
            sets.append(LexicalParameters(titleWeight: settings[start], text: curve))
        }
        var analyzer = TextAnalyzer()
        try forEachRow(queries) { row in
            var plan = plan(row[1], mode: "any", &analyzer)
            for (number, parameters) in sets.enumerated() {
                plan.parameters = parameters
                for hit in index.search(plan, limit: limit).hits {
                    print("\(number)\t\(row[0])\t\(index.key(of: hit.document) ?? "")\t\(hit.score)")
                }
            }
        }
    }
}
