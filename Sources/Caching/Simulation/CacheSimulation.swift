/// Replays a trace through an eviction policy: how many requests a cache of a given size would have answered.
///
/// Every entry weighs one. Keys are told apart by their 64 bits.
public struct CacheSimulation: Sendable {
    /// The policy.
    public let policy: EvictionPolicyName

    /// How many entries fit.
    public let capacity: Int

    private var run: any PolicyRun

    /// An empty cache.
    ///
    /// - Parameter capacity: 1 or more.
    public init(policy: EvictionPolicyName = .standard, capacity: Int) {
        self.policy = policy
        self.capacity = max(1, capacity)
        let entries = self.capacity
        func begin<Policy: EvictionPolicy>(_ type: Policy.Type) -> any PolicyRun {
            Run(policy: Policy(capacity: entries))
        }
        run = policy.withType { begin($0) }
    }

    /// How many requests there were.
    public var requests: Int { run.requests }

    /// How many of them found their key.
    public var hits: Int { run.hits }

    /// Hits by requests, 0...1; 0 when there were none.
    public var hitRatio: Double { requests == 0 ? 0 : Double(hits) / Double(requests) }

    /// Asks for keys in their order; those that are missing are put in.
    public mutating func request(_ keys: [UInt64]) { run.request(keys) }
}

private protocol PolicyRun: Sendable {
    var requests: Int { get }
    var hits: Int { get }
    mutating func request(_ keys: [UInt64])
}

/// The run of one policy, compiled for it.
private struct Run<Policy: EvictionPolicy>: PolicyRun {
    var policy: Policy
    private(set) var requests = 0
    private(set) var hits = 0

    private var slots: [UInt64: Int32] = [:]
    private var keys: [UInt64] = []
    private var free: [Int32] = []
    private var victims: [Int32] = []

    init(policy: Policy) { self.policy = policy }

    mutating func request(_ asked: [UInt64]) {
        for key in asked {
            if let slot = slots[key] {
                hits += 1
                policy.hit(slot)
            } else {
                insert(key)
            }
        }
        requests += asked.count
    }

    private mutating func insert(_ key: UInt64) {
        let slot = free.popLast() ?? Int32(keys.count)
        if Int(slot) == keys.count { keys.append(key) } else { keys[Int(slot)] = key }
        policy.insert(slot, hash: key, weight: 1, victims: &victims)
        for victim in victims {
            slots[keys[Int(victim)]] = nil
            free.append(victim)
        }
        victims.removeAll(keepingCapacity: true)
        slots[key] = slot
    }
}
