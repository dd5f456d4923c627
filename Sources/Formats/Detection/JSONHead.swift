import Literature

/// JSON formats, told by the keys of the first record.
enum JSONHead {
    /// The format, or an issue.
    static func format(_ text: TextHead, name: String?) -> Result<SourceFormat, ReadIssue> {
        var keys: Set<String> = []
        var scanner = JSONScanner(text.bytes)
        var isOpenAlex = false
        // The window may end within a record, so that an error only ends the look.
        do throws(JSONError) {
            try collect(&scanner, &keys, &isOpenAlex)
        } catch {
            if keys.isEmpty, error.reason != .cutOff, error.reason != .unterminatedString {
                return FormatDetector.refuse("broken JSON at byte \(error.offset): \(error)")
            }
        }
        if let format = isOpenAlex ? .openAlex : format(keys) { return .success(format) }
        if let format = byName(name) { return .success(format) }
        if keys.isEmpty { return .success(.semanticScholar) }
        let names = keys.sorted().prefix(8).map { FieldText.excerpt($0, limit: 24) }.joined(separator: ", ")
        return FormatDetector.refuse("JSON of an unknown kind (with the keys \(names)); name it with --format")
    }

    /// The keys of the first object: the outermost one, or the first one in the outermost array.
    private static func collect(
        _ scanner: inout JSONScanner,
        _ keys: inout Set<String>,
        _ isOpenAlex: inout Bool
    ) throws(JSONError) {
        if scanner.peekKind() == .array {
            try scanner.enterArray()
            while try scanner.nextElement(), scanner.peekKind() != .object { try scanner.skipValue() }
            guard scanner.peekKind() == .object else { return }
        }
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            let name = try scanner.string(key)
            keys.insert(name)
            if name == "id", scanner.peekKind() == .string {
                let id = try scanner.string(try scanner.takeText())
                if id.contains("openalex.org/") { isOpenAlex = true }
            } else {
                try scanner.skipValue()
            }
        }
    }

    /// For each format the combinations of keys that tell it, the surest first.
    private static let signs: [(format: SourceFormat, keys: [Set<String>])] = [
        (.recording, [["url", "status_code", "body"], ["url", "body"]]),
        (.unarxive, [["paper_id", "metadata"], ["paper_id", "bib_entries"], ["paper_id", "body_text"]]),
        (
            .openAlex,
            [
                ["results", "meta"], ["abstract_inverted_index"], ["authorships"], ["referenced_works"],
                ["open_access", "doi"], ["cited_by_count", "doi"],
            ]
        ),
        (
            .semanticScholar,
            [
                ["paperId"], ["corpusId"], ["externalIds"], ["citingPaper"], ["citedPaper"], ["recommendedPapers"],
                ["data"], ["authorId"], ["release_id"], ["snippet"], ["total", "offset"], ["error"], ["message"],
                ["start_release"], ["files", "name"],
            ]
        ),
        (
            .snapshot,
            [
                ["id", "authors_parsed"], ["id", "update_date"], ["arxiv_id"], ["id", "paper"], ["id", "identifiers"],
                ["id", "abstract", "categories"], ["id", "title", "authors"], ["id", "versions"], ["id", "submitter"],
                ["id", "categories"],
            ]
        ),
        (
            .cslJSON,
            [
                ["type", "title"], ["issued"], ["container-title"], ["DOI"], ["citation-key"], ["type", "id"],
                ["items"],
            ]
        ),
        (.snapshot, [["id"]]),
    ]

    private static func format(_ keys: Set<String>) -> SourceFormat? {
        for sign in signs where sign.keys.contains(where: { keys.isSuperset(of: $0) }) { return sign.format }
        return nil
    }

    private static func byName(_ name: String?) -> SourceFormat? {
        guard let name = name?.lowercased() else { return nil }
        if name.contains("csl") { return .cslJSON }
        if name.contains("openalex") { return .openAlex }
        if name.contains("snapshot") || name.contains(".jsonl") { return .snapshot }
        return nil
    }
}
