/// What a search ranks by.
public enum RetrievalMode: String, CaseIterable, Sendable {
    /// By words.
    case lexical
    /// By meaning.
    case semantic
    /// By both, and by citations where there are any.
    case hybrid
}
