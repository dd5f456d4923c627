public import Literature

/// What a user asks for, in the form that every face, and the cache, knows it by.
///
/// Made by ``QueryParser``. Two texts that mean the same have the same value and the same ``canonical`` form: words are kept as
/// the terms that ``TextAnalysis/TextAnalyzer`` reads from them.
public struct Query: Hashable, Sendable {
    /// What papers must or should have; nil when the text has neither words nor filters.
    public var expression: QueryExpression?
    /// Papers named outright; they are the answer, or stand before it when there is an expression too.
    public var identifiers: [PaperIdentifier] = []
    /// Papers whose likes are asked for.
    public var likes: [PaperIdentifier] = []

    /// The query that asks for nothing, which all papers answer.
    public init() {}

    /// How many words, phrases and filters a query holds at most; what follows them is passed over.
    public static let conditionLimit = 256

    /// The conditions that must all hold.
    public var conditions: [QueryExpression] {
        switch expression {
        case nil: []
        case .all(let parts): parts
        case .some(let other): [other]
        }
    }

    /// The words that are neither excluded nor bound to authors, in their order: what the query is about.
    public var topic: String {
        var terms: [String] = []
        func collect(_ expression: QueryExpression) {
            switch expression {
            case .text(let text) where text.field != .authors: terms += text.terms
            case .all(let parts), .any(let parts): parts.forEach(collect)
            case .text, .filter, .not: break
            }
        }
        if let expression { collect(expression) }
        return terms.joined(separator: " ")
    }
}

/// Conditions on a paper.
public indirect enum QueryExpression: Hashable, Sendable {
    /// Words or a phrase that the paper's texts have.
    case text(QueryText)
    /// A property of the paper.
    case filter(QueryFilter)
    /// All of these; at least two.
    case all([QueryExpression])
    /// At least one of these; at least two.
    case any([QueryExpression])
    /// Not this; never a negation itself.
    case not(QueryExpression)
}

/// A word, phrase or beginning of a word.
public struct QueryText: Hashable, Sendable {
    /// Where it must stand.
    public enum Field: String, Hashable, Sendable {
        /// Anywhere.
        case any = ""
        /// In the title.
        case title
        /// In the abstract.
        case abstract = "abs"
        /// Among the authors.
        case authors = "author"
    }

    /// What kind of text it is.
    public enum Kind: Hashable, Sendable {
        /// One term, or several that were written as one word (`AdS/CFT`, `anti-de`).
        case word
        /// Terms in quotation marks, which must follow each other.
        case phrase
        /// One term that begins a word (`supercond*`).
        case prefix
    }

    /// Where it must stand.
    public var field: Field
    /// What kind of text it is.
    public var kind: Kind
    /// Its terms, folded and not stemmed; at least one.
    public var terms: [String]

    /// A text.
    public init(_ terms: [String], field: Field = .any, kind: Kind = .word) {
        self.field = field
        self.kind = kind
        self.terms = terms
    }
}

/// A property of a paper.
public enum QueryFilter: Hashable, Sendable {
    /// Something that a paper has or is.
    public enum Property: String, Hashable, Sendable, CaseIterable {
        /// Its full text is in the library.
        case text
        /// It has an abstract.
        case abstract
        /// It has a DOI.
        case doi
        /// It has a journal reference.
        case journal
        /// Works of the library cite it.
        case citations
        /// The library knows what it cites.
        case references
        /// Its latest version is withdrawn.
        case withdrawn
    }

    /// In one of these categories, in lower case; an archive (`math`) takes all its classes.
    case categories([String])
    /// Of one of these years; open ends are 0 and 9999.
    case years(ClosedRange<Int>)
    /// Has or is something.
    case has(Property)
    /// Cites this work.
    case cites(PaperIdentifier)
    /// Is cited by this work.
    case citedBy(PaperIdentifier)
}

/// A part of a query that cannot be understood.
public struct QueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The part that is wrong, as typed.
    public var part: String
    /// Why, and what would be right.
    public var reason: String

    /// An error about a part of a query.
    public init(part: String, reason: String) {
        self.part = part
        self.reason = reason
    }

    /// The part and the reason.
    public var description: String { "'\(part)': \(reason)" }
}
