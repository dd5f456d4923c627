/// Decides which entries leave when there is no room: it knows weights and the order of use, nothing of keys and values.
///
/// An entry is known by the number of its place (a slot), which is small and used again after the entry has left; what an entry
/// leaves behind in a policy's memory of the past is known by the hash of its key.
protocol EvictionPolicy: Sendable {
    /// A policy for entries that together weigh `capacity` at most.
    init(capacity: Int)

    /// The entry was asked for.
    mutating func hit(_ slot: Int32)

    /// Takes a new entry.
    ///
    /// - Parameters:
    ///   - slot: a place that holds no entry.
    ///   - weight: 1...capacity.
    ///   - victims: gets the entries that have to leave for it; for the policy they have left already. The weights of those that
    ///     stay add up to `capacity` at most. The new entry is not among them.
    mutating func insert(_ slot: Int32, hash: UInt64, weight: Int, victims: inout [Int32])

    /// The entry left for another reason than room.
    mutating func remove(_ slot: Int32)
}

extension EvictionPolicyName {
    /// Calls `body` with the policy's type.
    func withType<Result>(_ body: (any EvictionPolicy.Type) throws -> Result) rethrows -> Result {
        switch self {
        case .lru: try body(LRUPolicy.self)
        case .s3fifo: try body(S3FIFOPolicy.self)
        case .sieve: try body(SievePolicy.self)
        case .arc: try body(ARCPolicy.self)
        case .adaptive: try body(AdaptiveS3FIFOPolicy.self)
        }
    }
}
