/// What a check found out about one thing that the program depends on.
public struct HealthFinding: Hashable, Sendable {
    /// How it stands.
    public enum Status: String, Hashable, Sendable {
        /// As it should be.
        case ok
        /// Works, but could be better.
        case warning
        /// Does not work.
        case failed
    }

    /// What was checked.
    public var subject: String
    /// How it stands.
    public var status: Status
    /// What was found.
    public var detail: String
    /// How to mend it; empty when there is nothing to mend.
    public var remedy: String

    /// A finding.
    public init(_ subject: String, _ status: Status, _ detail: String, remedy: String = "") {
        self.subject = subject
        self.status = status
        self.detail = detail
        self.remedy = remedy
    }
}
