import Formats
import Literature
public import Ports

/// Reads a draft: its references from a bibliography or a list of identifiers, its title and abstract from a text.
public struct LinkDraftReader {
    private let papers: any PaperStore

    /// Drafts are matched with the papers of this library.
    public init(papers: any PaperStore) {
        self.papers = papers
    }

    /// Adds the references in a file: BibTeX, RIS or any other format that the library imports, or else a list of
    /// identifiers, one a line or separated by spaces; what follows % or # in a line of a list is passed over.
    public func addReferences(path: String, to draft: inout LinkDraft) throws {
        let input = try ByteInput(path: path)
        guard case .success(let format) = FormatDetector.detect(input, name: path), format != .citations else {
            return try addList(try TextFile.read(path), to: &draft)
        }
        let reader = ReaderFactory.makeReader(for: format, input: input)
        var (records, mutable) = ([PaperRecord](), reader)
        while true {
            let items = mutable.nextBatch(256)
            if items.isEmpty { break }
            for case .record(.paper(let record)) in items { records.append(record) }
        }
        for record in records {
            try add(
                [record.identifier] + record.aliases,
                named: record.title ?? record.identifier.description,
                to: &draft
            )
        }
    }

    /// Adds the title (the first line that is not empty) and the abstract (what follows it) of a text.
    public func addText(path: String, to draft: inout LinkDraft) throws {
        let text = try TextFile.read(path)
        let lines = text.split(whereSeparator: \.isNewline)
        draft.title = lines.first.map(String.init) ?? ""
        draft.abstract = lines.dropFirst().joined(separator: "\n")
    }

    private func addList(_ text: String, to draft: inout LinkDraft) throws {
        for line in text.split(whereSeparator: \.isNewline) {
            let content = line.prefix { $0 != "%" && $0 != "#" }
            for word in content.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "," || $0 == ";" }) {
                guard let identifier = PaperIdentifier(String(word)) else {
                    draft.unknown.append(String(word))
                    continue
                }
                try add([identifier], named: String(word), to: &draft)
            }
        }
    }

    private func add(_ identifiers: [PaperIdentifier], named name: String, to draft: inout LinkDraft) throws {
        let found = try papers.papers(identifiers).compactMap { $0 }.first
        if let found {
            draft.references.append(found.identifier.description)
        } else {
            draft.unknown.append(name)
        }
    }
}

/// Text files of users.
private enum TextFile {
    /// The content of a file; bytes that are not UTF-8 are replaced.
    static func read(_ path: String) throws -> String {
        let input = try ByteInput(path: path)
        while input.fill() {
            if input.window.count > 1 << 24 {
                throw ReadIssue(line: 0, byte: 0, message: "\(path): longer than 16 MB", extent: .restOfInput)
            }
        }
        if let failure = input.failure { throw failure }
        return String(decoding: input.window, as: UTF8.self)
    }
}
