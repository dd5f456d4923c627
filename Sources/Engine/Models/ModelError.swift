/// Why a model cannot be installed, listed or removed.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Whether something else failed (a package index, a program), rather than what was asked for.
    public var isServiceFailure: Bool
    /// What failed, on what, and what to do.
    public var description: String

    /// An error about what was asked for.
    public init(_ description: String) {
        isServiceFailure = false
        self.description = description
    }

    /// An error of a service or a program.
    public static func service(_ description: String) -> ModelError {
        var error = ModelError(description)
        error.isServiceFailure = true
        return error
    }
}
