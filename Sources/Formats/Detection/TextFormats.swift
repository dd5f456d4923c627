import Literature

/// Formats of plain text, told by their first lines.
enum TextFormats {
    /// The format, or an issue.
    static func format(_ text: TextHead, name: String?) -> Result<SourceFormat, ReadIssue> {
        let lines = text.lines(200)
        let known = cassette(lines) ?? listing(lines) ?? ris(lines) ?? bibtex(lines) ?? table(lines) ?? citations(lines)
        if let format = known ?? byName(name) { return .success(format) }
        let first = FieldText.excerpt(lines.first ?? "")
        return FormatDetector.refuse("the format cannot be told from '\(first)'; name it with --format")
    }

    private static func cassette(_ lines: [String]) -> SourceFormat? {
        for line in lines.prefix(20) {
            if line.hasPrefix("interactions:") || line.hasPrefix("recorded_with:") { return .recording }
        }
        return nil
    }

    private static func listing(_ lines: [String]) -> SourceFormat? {
        guard lines.prefix(20).contains(where: { $0 == "\\\\" }) else { return nil }
        let marks = ["Paper: ", "Paper (", "arXiv:", "From: ", "Title: "]
        return lines.contains { line in marks.contains { line.hasPrefix($0) } } ? .listing : nil
    }

    private static func ris(_ lines: [String]) -> SourceFormat? {
        lines.prefix(20).contains { $0.hasPrefix("TY  -") || $0.hasPrefix("TY -") } ? .ris : nil
    }

    private static func bibtex(_ lines: [String]) -> SourceFormat? {
        for line in lines {
            let start = line.drop { $0 == " " || $0 == "\t" }
            guard start.first == "@" else { continue }
            let kind = start.dropFirst().prefix { $0.isLetter }
            let rest = start.dropFirst(1 + kind.count).drop { $0 == " " }
            if !kind.isEmpty, rest.first == "{" || rest.first == "(" { return .bibtex }
        }
        return nil
    }

    private static func table(_ lines: [String]) -> SourceFormat? {
        guard let header = lines.first else { return nil }
        let columns = Set(header.split(separator: "\t").map { $0.lowercased() })
        let hasID = columns.contains("arxiv_id") || columns.contains("id")
        return hasID && columns.contains("title") ? .recordTable : nil
    }

    /// Two columns that both look like identifiers, in the first line that is no comment.
    private static func citations(_ lines: [String]) -> SourceFormat? {
        guard let line = lines.first(where: { !$0.hasPrefix("#") && !$0.hasPrefix("%") }) else { return nil }
        let columns = line.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == ";" }.prefix(3).map(String.init)
        guard columns.count == 2 else { return nil }
        if columns.allSatisfy(isIdentifier) { return .citations }
        return isHeader(columns) ? .citations : nil
    }

    private static func isIdentifier(_ word: String) -> Bool {
        let isNumber = word.utf8.count <= 7 && word.utf8.allSatisfy { $0 &- 0x30 < 10 }
        return isNumber || PaperIdentifier(word) != nil
    }

    private static func isHeader(_ columns: [String]) -> Bool {
        let names = columns.map { $0.lowercased() }
        return names[0].contains("citing") && names[1].contains("cited")
    }

    private static func byName(_ name: String?) -> SourceFormat? {
        guard let name = name?.lowercased() else { return nil }
        let endings: [(String, SourceFormat)] = [
            (".bib", .bibtex), (".ris", .ris), (".abs", .listing), (".yaml", .recording), (".yml", .recording),
        ]
        return endings.first { name.hasSuffix($0.0) || name.hasSuffix($0.0 + ".gz") }?.1
    }
}
