public import Literature
public import Ports

extension Shelves {
    // MARK: Tags

    /// All tags in the order of their names, with how many papers have them.
    public func tags() throws -> [TagCount] { try store.tags() }

    /// The tags of a paper.
    public func tags(of paper: PaperIdentifier) throws -> [ShelfName] { try store.tags(of: paper) }

    /// The papers that have a tag.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `invalid`.
    public func papers(tagged tag: String, offset: Int = 0, limit: Int = 100) throws -> ShelfPage {
        let name = try ShelfName(tag)
        guard let page = try store.papers(tagged: name, offset: offset, limit: limit) else {
            throw ShelfError(.unknown, "no paper is tagged '\(name)'")
        }
        return page
    }

    /// Gives papers tags.
    ///
    /// - Returns: what became of all pairs of paper and tag.
    /// - Throws: ``ShelfError``: `tooMany`, `invalid`, `busy`.
    public func tag(_ papers: [PaperIdentifier], with tags: [String]) async throws -> Change {
        let names = try tags.map { text throws(ShelfError) in try ShelfName(text) }
        let (known, unknown) = try sorted(papers)
        let added = try await edit { editor in try names.reduce(0) { try $0 + editor.tag(known, $1) } }
        return Change(changed: added, unchanged: known.count * names.count - added, unknown: unknown)
    }

    /// Takes tags from papers.
    ///
    /// - Throws: ``ShelfError``: `unknown` for a tag that nothing has, `invalid`, `busy`.
    public func untag(_ papers: [PaperIdentifier], from tags: [String]) async throws -> Change {
        let names = try tags.map { text throws(ShelfError) in try ShelfName(text) }
        let removed = try await edit { editor in try names.reduce(0) { try $0 + editor.untag(papers, $1) } }
        return Change(changed: removed, unchanged: papers.count * names.count - removed, unknown: [])
    }

    /// Gives a tag another name; one that is there takes its papers in.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `invalid`, `busy`.
    public func renameTag(_ tag: String, to other: String) async throws {
        let (tag, other) = (try ShelfName(tag), try ShelfName(other))
        try await edit { try $0.renameTag(tag, to: other) }
    }

    /// Takes a tag from all papers.
    ///
    /// - Returns: how many had it.
    /// - Throws: ``ShelfError``: `unknown`, `invalid`, `busy`.
    public func deleteTag(_ tag: String) async throws -> Int {
        let name = try ShelfName(tag)
        return try await edit { try $0.deleteTag(name) }
    }

    // MARK: Notes

    /// The note about a paper; nil when there is none.
    public func note(about paper: PaperIdentifier) throws -> PaperNote? { try store.note(about: paper) }

    /// A page of the papers that have a note, the last written first.
    public func papersWithNotes(offset: Int = 0, limit: Int = 100) throws -> ShelfPage {
        try store.papersWithNotes(offset: offset, limit: limit)
    }

    /// Writes the note about a paper.
    ///
    /// - Throws: ``ShelfError``: `unknown` for the paper, `invalid`, `busy`.
    public func setNote(about paper: PaperIdentifier, to text: String) async throws -> PaperNote {
        try requireKnown([paper])
        let text = try ShelfText.note(text)
        try await edit { try $0.setNote(about: paper, to: text) }
        guard let note = try note(about: paper) else { throw ShelfError(.unknown, "there is no note about \(paper)") }
        return note
    }

    /// Deletes the note about a paper; ``restoreNote(about:)`` brings it back.
    ///
    /// - Throws: ``ShelfError``: `unknown`, `busy`.
    public func deleteNote(about paper: PaperIdentifier) async throws {
        try await edit { try $0.deleteNote(about: paper) }
    }

    /// Exchanges the note about a paper with the text before.
    ///
    /// - Returns: the note; nil when there is none now.
    /// - Throws: ``ShelfError``: `unknown`, `busy`.
    public func restoreNote(about paper: PaperIdentifier) async throws -> PaperNote? {
        try await edit { try $0.restoreNote(about: paper) }
        return try note(about: paper)
    }

    /// Everything on the shelves about one paper.
    public struct Marks: Hashable, Sendable {
        /// The collections that hold it.
        public var collections: [ShelfName]
        /// Its tags.
        public var tags: [ShelfName]
        /// The note about it.
        public var note: PaperNote?
    }

    /// Everything on the shelves about one paper.
    public func marks(of paper: PaperIdentifier) throws -> Marks {
        Marks(
            collections: try store.collections(holding: paper),
            tags: try store.tags(of: paper),
            note: try store.note(about: paper)
        )
    }
}
