internal import Synchronization

/// A kind of query, such as `search` or `cites`: what statistics are kept by, and what can be invalidated at once.
///
/// Kinds come from the program, never from what a user types: each name that was ever used stays in memory, so that counters are
/// found by index. Two kinds with one name are the same kind.
public struct CacheKind: Hashable, @unchecked Sendable, CustomStringConvertible {
    /// What is known of a kind. Never changes, and lives as long as the process: it needs no reference counting.
    final class Record: Sendable {
        let name: String
        /// The place in the process-wide list of kinds.
        let index: Int
        /// How keys of the current form begin, up to the schema version's end for version 1, and from there on.
        let encodedName: [UInt8]

        init(name: String, index: Int) {
            self.name = name
            self.index = index
            encodedName = CacheKeyEncoder.encoded(name: name)
        }
    }

    private let record: Unmanaged<Record>

    /// The kind of that name.
    public init(_ name: String) {
        record = Self.records.withLock { records in
            if let known = records.first(where: { $0.name == name }) { return Unmanaged.passUnretained(known) }
            let new = Record(name: name, index: records.count)
            records.append(new)
            return Unmanaged.passUnretained(new)
        }
    }

    /// The name, for people, metrics and the keys of a shared tier.
    public var name: String { record._withUnsafeGuaranteedRef { $0.name } }

    /// The place of this kind in the process-wide list of kinds.
    var index: Int { record._withUnsafeGuaranteedRef { $0.index } }

    /// The name as keys have it.
    var encodedName: [UInt8] { record._withUnsafeGuaranteedRef { $0.encodedName } }

    /// The name.
    public var description: String { name }

    /// The kinds that this process has named so far, in the order of their first use.
    static var all: [String] { records.withLock { $0.map(\.name) } }

    private static let records = Mutex<[Record]>([])

    /// Whether both have the same name.
    public static func == (left: CacheKind, right: CacheKind) -> Bool {
        left.record.toOpaque() == right.record.toOpaque()
    }

    /// Feeds the place of the kind.
    public func hash(into hasher: inout Hasher) { hasher.combine(record.toOpaque()) }
}
