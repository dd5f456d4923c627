import Retrieval

/// Errors of those who ask.
enum AskingError {
    /// What is wrong with a query that cannot be understood; nil for any other error.
    static func explanation(of error: any Error) -> String? {
        guard let error = error as? QueryError else { return nil }
        return "The query cannot be understood: \(error)."
    }
}
