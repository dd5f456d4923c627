/// A part of what is derived from a library for searching.
public enum IndexPart: String, Hashable, Sendable, Codable, CaseIterable {
    /// The index of words, and what abbreviations stand for.
    case lexical
    /// The citation graph.
    case graph
    /// Vectors of meaning, and the model that makes them.
    case vectors
}

/// Names of live files in the folder of derived files.
enum IndexFile {
    static let library = "library"
    static let lexical = "lexical"
    static let acronyms = "acronyms"
    static let graph = "graph"
    static let vectors = "vectors"
    /// Vectors of a run that has not ended.
    static let vectorsPart = "vectors-part"
    static let model = "model"
    static let all = [lexical, acronyms, graph, vectors, vectorsPart, model]
}

/// Why an index cannot be used or built: what failed, and what to do.
public struct IndexError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: Hashable, Sendable {
        /// There is none, and none can be made here.
        case missing
        /// Another process builds it.
        case locked
        /// A file is damaged.
        case damaged
        /// The folder cannot be written to.
        case readOnly
    }

    /// What kind of failure it is.
    public var code: Code
    /// What failed, on what, and what to do next.
    public var message: String

    /// A failure.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
