/// A test collection: documents, queries, and which documents are relevant to which query.
public struct RetrievalTask: Sendable {
    /// A document.
    public struct Document: Hashable, Sendable {
        /// Its identifier.
        public var id: String
        /// Its title; may be empty.
        public var title: String
        /// Its text.
        public var text: String

        /// A document.
        public init(id: String, title: String, text: String) {
            self.id = id
            self.title = title
            self.text = text
        }
    }

    /// A query with its judgements.
    public struct Query: Hashable, Sendable {
        /// Its identifier.
        public var id: String
        /// What is asked.
        public var text: String
        /// The grade of each judged document; above 0 is relevant.
        public var judgements: [String: Int]

        /// A query.
        public init(id: String, text: String, judgements: [String: Int]) {
            self.id = id
            self.text = text
            self.judgements = judgements
        }
    }

    /// The documents.
    public var documents: [Document]
    /// The queries that have judgements.
    public var queries: [Query]

    /// A collection.
    public init(documents: [Document], queries: [Query]) {
        self.documents = documents
        self.queries = queries
    }
}
