/// What a key allows.
public enum Scope: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
    /// Reading.
    case read
    /// Changing things as well.
    case write
    /// Destroying things as well.
    case admin

    private var rank: Int {
        switch self {
        case .read: 0
        case .write: 1
        case .admin: 2
        }
    }

    /// A greater scope allows all that a smaller one does.
    public static func < (one: Scope, other: Scope) -> Bool { one.rank < other.rank }
}

/// Who asks.
public struct Caller: Hashable, Sendable {
    /// The name of the key or the subject of the token; nil for anybody.
    public var name: String?
    /// What they may do; nil: nothing that needs a key.
    public var scope: Scope?
    /// The address they ask from.
    public var address: String

    /// A caller.
    public init(name: String? = nil, scope: Scope? = nil, address: String) {
        self.name = name
        self.scope = scope
        self.address = address
    }
}
