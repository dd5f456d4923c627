/// Why a file of a test collection cannot be used.
public struct EvaluationInputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// The line, from 1; nil when it is about the whole file.
    public var line: Int?
    /// What is wrong with it.
    public var reason: String

    /// An error about a line of a file.
    public init(path: String, line: Int? = nil, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }

    /// File, line and reason.
    public var description: String { "\(path):\(line.map { "\($0):" } ?? "") \(reason)" }
}
