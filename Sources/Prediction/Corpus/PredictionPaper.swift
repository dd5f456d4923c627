/// A paper as link prediction sees it.
public struct PredictionPaper: Sendable {
    /// What it is called in answers, e.g. an arXiv identifier.
    public var id: String
    /// When its first version appeared, in days since 1970-01-01.
    public var day: Int32
    /// Its title.
    public var title: String
    /// Its abstract.
    public var abstract: String
    /// Keys under which its authors meet; see `AuthorKey`.
    public var authors: [String]
    /// Its categories.
    public var categories: [String]

    /// A paper.
    public init(id: String, day: Int32, title: String, abstract: String, authors: [String], categories: [String]) {
        self.id = id
        self.day = day
        self.title = title
        self.abstract = abstract
        self.authors = authors
        self.categories = categories
    }
}
