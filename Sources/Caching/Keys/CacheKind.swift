import Synchronization

/// A kind of query, such as `search` or `cites`: what statistics are kept by, and what can be invalidated at once.
///
/// Kinds come from the program, never from what a user types: each name that was ever used stays in memory, so that counters are
/// found by index. Two kinds with one name are the same kind.
public struct CacheKind: Hashable, Sendable, CustomStringConvertible {
    /// The name, for people, metrics and the keys of a shared tier.
    public let name: String

    /// The place of this kind in the process-wide list of kinds.
    let index: Int

    /// The kind of that name.
    public init(_ name: String) {
        self.name = name
        index = Self.names.withLock { names in
            if let known = names.firstIndex(of: name) { return known }
            names.append(name)
            return names.count - 1
        }
    }

    /// The name.
    public var description: String { name }

    /// The kinds that this process has named so far, in the order of their first use.
    static var all: [String] { names.withLock { $0 } }

    private static let names = Mutex<[String]>([])

    /// Whether both have the same name.
    public static func == (left: CacheKind, right: CacheKind) -> Bool { left.index == right.index }

    /// Feeds the place of the kind.
    public func hash(into hasher: inout Hasher) { hasher.combine(index) }
}
