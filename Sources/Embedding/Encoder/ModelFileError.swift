/// Why a model's folder cannot be used: which file, which field of it, and what is wrong there.
public struct ModelFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// The field or tensor within the file; empty when the file as a whole is meant.
    public var field: String
    /// What is wrong, in words.
    public var reason: String

    /// An error about `field` of the file at `path`.
    public init(path: String, field: String = "", reason: String) {
        self.path = path
        self.field = field
        self.reason = reason
    }

    /// File, field and reason.
    public var description: String {
        field.isEmpty ? "\(path): \(reason)" : "\(path): \(field): \(reason)"
    }
}
