/// The revisions of the Model Context Protocol that are spoken here, the oldest first.
///
/// Up to 2025-11-25 a client opens a session with `initialize`. From 2026-07-28 on there is none: every request says in its `_meta`
/// which revision it keeps to.
public enum ProtocolRevision: String, CaseIterable, Comparable, Sendable {
    /// The first one.
    case november2024 = "2024-11-05"
    /// Adds annotations of tools, and batches.
    case march2025 = "2025-03-26"
    /// Adds titles, structured results and their schemas; takes batches away.
    case june2025 = "2025-06-18"
    /// The last one with a handshake.
    case november2025 = "2025-11-25"
    /// Stateless.
    case july2026 = "2026-07-28"

    /// Whether requests describe themselves, so that there is no handshake.
    public var isStateless: Bool { self >= .july2026 }

    /// The newest revision with a handshake: what a client is answered that asks for an unknown one.
    public static let newestWithHandshake = ProtocolRevision.november2025

    /// The names of all revisions, the newest first.
    public static var names: [String] { allCases.reversed().map(\.rawValue) }

    /// Revisions are ordered by their date.
    public static func < (left: ProtocolRevision, right: ProtocolRevision) -> Bool { left.rawValue < right.rawValue }
}
