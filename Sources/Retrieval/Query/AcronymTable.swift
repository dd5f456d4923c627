public import MappedFiles
import TextAnalysis

/// What the abbreviations of a library stand for, counted over its texts.
///
/// A derived file (kind `ACRONYMS`, format version 1): `TEXT` holds a line for each expansion, `acronym TAB count TAB words`,
/// sorted by acronym, the most frequent expansion first.
public struct AcronymTable: @unchecked Sendable {
    // Unchecked: the memory that `text` points to is constant, and held by `file`.

    /// One meaning of an abbreviation.
    public struct Expansion: Hashable, Sendable {
        /// Its words, folded and not stemmed, in their most frequent form.
        public var terms: [String]
        /// In how many papers it was defined.
        public var count: Int

        /// A meaning.
        public init(terms: [String], count: Int) {
            self.terms = terms
            self.count = count
        }
    }

    private static let kind = "ACRONYMS"
    private static let formatVersion: UInt32 = 1

    private let file: DerivedFile
    private let text: UnsafeRawBufferPointer

    /// Opens the table at `path`.
    ///
    /// - Throws: when it is missing, damaged or of another version.
    public init(path: String) throws(MappedFileError) {
        file = try DerivedFile(path: path, kind: Self.kind, formatVersion: Self.formatVersion)
        text = try file.requiredSection("TEXT")
    }

    /// The change counter of the truth whose texts were counted.
    public var source: Int64 { file.source }

    /// The meanings of a term, the most frequent first.
    ///
    /// - Complexity: O(log size of the table).
    public func expansions(of acronym: String) -> [Expansion] {
        let wanted = Array(acronym.utf8) + [UInt8(ascii: "\t")]
        var (low, high) = (0, text.count)
        while low < high {
            let start = lineStart(before: (low + high) / 2)
            let end = lineEnd(from: start)
            if text[start..<end].lexicographicallyPrecedes(wanted) { low = min(end + 1, high) } else { high = start }
        }
        var found: [Expansion] = []
        var start = low
        while start < text.count {
            let end = lineEnd(from: start)
            guard text[start..<end].starts(with: wanted) else { break }
            let fields = text[start..<end].split(separator: UInt8(ascii: "\t"))
                .map { String(decoding: $0, as: UTF8.self) }
            if fields.count == 3, let count = Int(fields[1]) {
                found.append(Expansion(terms: fields[2].split(separator: " ").map(String.init), count: count))
            }
            start = end + 1
        }
        return found
    }

    private func lineStart(before place: Int) -> Int {
        var start = place
        while start > 0, text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        return start
    }

    private func lineEnd(from start: Int) -> Int {
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
        return end
    }

    /// Counts definitions and writes them as a table.
    public struct Builder {
        private var finder = AcronymFinder()
        private var analyzer = TextAnalyzer()
        private var counts: [String: [String: [[String]: Int]]] = [:]

        /// Nothing counted yet.
        public init() {}

        /// Counts the definitions in the texts of a paper, each once.
        public mutating func add(_ text: String) {
            for definition in Set(finder.definitions(in: text)) {
                let stems = analyzer.terms(of: definition.expansion.joined(separator: " "), stemming: true)
                counts[definition.acronym, default: [:]][stems.joined(separator: " "), default: [:]][
                    definition.expansion,
                    default: 0
                ] += 1
            }
        }

        /// Writes the table to `path`.
        ///
        /// - Parameters:
        ///   - source: the change counter of the truth whose texts were counted.
        ///   - least: how many papers must define an expansion.
        public func write(to path: String, source: Int64, least: Int = 2) throws(MappedFileError) {
            var lines = ""
            for (acronym, meanings) in counts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                var rows: [Expansion] = []
                for forms in meanings.values {
                    // Of singular and plural, which have the same stems, the more frequent one is kept.
                    let best = forms.map { (text: $0.key.joined(separator: " "), terms: $0.key, count: $0.value) }
                        .max { ($0.count, $1.text) < ($1.count, $0.text) }
                    let total = forms.values.reduce(0, +)
                    if let best, total >= least { rows.append(Expansion(terms: best.terms, count: total)) }
                }
                rows.sort { ($1.count, $0.terms.joined(separator: " ")) < ($0.count, $1.terms.joined(separator: " ")) }
                for row in rows { lines += "\(acronym)\t\(row.count)\t\(row.terms.joined(separator: " "))\n" }
            }
            let writer = try DerivedFileWriter(
                path: path,
                kind: AcronymTable.kind,
                formatVersion: AcronymTable.formatVersion,
                source: source
            )
            try writer.addSection("TEXT", Array(lines.utf8))
            try writer.finish()
        }
    }
}
