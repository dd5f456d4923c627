/// What an error means for trying again.
public enum FailureClass: Hashable, Sendable {
    /// Trying again cannot help (not found, invalid, unauthorised, unreadable).
    case permanent
    /// Trying again may help (cut connection, time-out, server error).
    case transient
    /// The far side asks to wait; nil when it does not say how long.
    case throttled(after: Duration?)

    /// The name in journals, metrics and reports.
    public var name: String {
        switch self {
        case .permanent: "permanent"
        case .transient: "transient"
        case .throttled: "throttled"
        }
    }
}

/// An error that knows what it means for trying again.
public protocol ClassifiedError: Error {
    /// What it means.
    var failureClass: FailureClass { get }
}

/// Decides what an error means.
public typealias FailureClassifier = @Sendable (any Error) -> FailureClass

extension FailureClass {
    /// The class an error states itself; errors that state none are taken for transient.
    @Sendable
    public static func of(_ error: any Error) -> FailureClass {
        (error as? any ClassifiedError)?.failureClass ?? .transient
    }
}
