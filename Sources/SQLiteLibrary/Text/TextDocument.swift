import Literature

/// The text of a work as the text index knows it.
struct TextDocument: Hashable, Sendable {
    var title: String
    var abstract: String
    var authors: String

    init(title: String, abstract: String, authors: String) {
        self.title = title
        self.abstract = abstract
        self.authors = authors
    }

    /// The text of a work; nil for a stub, which is not found by words.
    init?(_ paper: Paper) {
        guard !paper.isStub else { return nil }
        title = paper.title ?? ""
        abstract = paper.abstract ?? ""
        authors = paper.authorsText ?? paper.authors.map(\.name).joined(separator: ", ")
    }

    /// The text of the work that has `record` only. White space may differ from ``init(_:)``; the terms do not.
    init?(lone record: PaperRecord) {
        guard !record.isMention else { return nil }
        title = record.title ?? ""
        abstract = record.abstract ?? ""
        authors = record.authorsText ?? record.authors.authors.map(\.name).joined(separator: ", ")
    }

    var byteCount: Int { title.utf8.count + abstract.utf8.count + authors.utf8.count }
}

/// How the text of one work changes.
struct TextChange: Sendable {
    var work: Int64
    /// What the index holds; nil for nothing.
    var old: TextDocument?
    /// What it shall hold; nil for nothing.
    var new: TextDocument?
}
