import Testing

@testable import Caching

@Suite struct EvictionTests {
    /// Requests of which some are for popular keys, some for recent ones, some in loops.
    private func trace(seed: UInt64, count: Int) -> [UInt64] {
        var random = SplitMix64(seed: seed)
        var keys: [UInt64] = []
        for number in 0..<count {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: keys.append(UInt64(number % 150) + 10_000)
            case 1: keys.append(keys.suffix(30).randomElement(using: &random) ?? 1)
            default: keys.append(UInt64(200 * random.unitInterval() * random.unitInterval() * random.unitInterval()))
            }
        }
        return keys
    }

    @Test(arguments: [1, 2, 7, 50, 100])
    func leastRecentlyUsedIsExact(capacity: Int) {
        let requests = trace(seed: 5, count: 5000)
        var recent: [UInt64] = []
        var hits = 0
        for key in requests {
            if let place = recent.firstIndex(of: key) {
                hits += 1
                recent.remove(at: place)
            } else if recent.count == capacity {
                recent.removeFirst()
            }
            recent.append(key)
        }
        var simulation = CacheSimulation(policy: .lru, capacity: capacity)
        simulation.request(requests)
        #expect(simulation.hits == hits)
        #expect(simulation.requests == 5000)
    }

    @Test(arguments: EvictionPolicyName.allCases)
    func sameAnswerEachTime(policy: EvictionPolicyName) {
        let requests = trace(seed: 6, count: 20_000)
        let results = (0..<2).map { _ in
            var simulation = CacheSimulation(policy: policy, capacity: 60)
            simulation.request(requests)
            return simulation.hits
        }
        #expect(results[0] == results[1])
        #expect(results[0] > 2000)
    }

    @Test(arguments: [EvictionPolicyName.adaptive, .s3fifo])
    func loopsDoNotDriveOutWhatIsPopular(policy: EvictionPolicyName) {
        var requests: [UInt64] = []
        var random = SplitMix64(seed: 9)
        for number in 0..<100_000 {
            requests.append(
                number % 2 == 0 ? UInt64(number / 2 % 1000) + 1000 : UInt64.random(in: 0..<60, using: &random)
            )
        }
        var lru = CacheSimulation(policy: .lru, capacity: 100)
        var other = CacheSimulation(policy: policy, capacity: 100)
        lru.request(requests)
        other.request(requests)
        #expect(other.hitRatio > 0.48)
        #expect(lru.hitRatio < 0.41)
    }

    /// Drives a policy with weights against a model that only knows what is inside.
    @Test(arguments: EvictionPolicyName.allCases, [31, 32] as [UInt64])
    func weightIsKept(policy name: EvictionPolicyName, seed: UInt64) {
        print("EvictionTests \(name) seed \(seed)")
        func run<Policy: EvictionPolicy>(_ type: Policy.Type) {
            var random = SplitMix64(seed: seed)
            let capacity = 1000
            var policy = Policy(capacity: capacity)
            var inside: [Int32: (key: UInt64, weight: Int)] = [:]
            var slots: [UInt64: Int32] = [:]
            var free = (0..<2000).map { Int32($0) }
            var victims: [Int32] = []
            for _ in 0..<30_000 {
                let key = UInt64(400 * random.unitInterval() * random.unitInterval())
                if let slot = slots[key] {
                    if Int.random(in: 0..<10, using: &random) == 0 {
                        policy.remove(slot)
                        inside[slot] = nil
                        slots[key] = nil
                        free.append(slot)
                    } else {
                        policy.hit(slot)
                    }
                    continue
                }
                let slot = free.removeLast()
                let weight =
                    Int.random(in: 0..<50, using: &random) == 0 ? capacity : Int.random(in: 1...30, using: &random)
                policy.insert(slot, hash: key, weight: weight, victims: &victims)
                for victim in victims {
                    guard let gone = inside.removeValue(forKey: victim) else {
                        Issue.record("\(name) lets \(victim) go, which is not inside")
                        return
                    }
                    slots[gone.key] = nil
                    free.append(victim)
                }
                victims = []
                inside[slot] = (key, weight)
                slots[key] = slot
                let sum = inside.values.reduce(0) { $0 + $1.weight }
                guard sum <= capacity else {
                    Issue.record("\(name) holds \(sum) of \(capacity)")
                    return
                }
            }
        }
        name.withType { run($0) }
    }

    @Test func ghostsAreForgottenInOrder() {
        var ghosts = GhostQueue(limit: 3)
        for hash in 1...5 { ghosts.push(UInt64(hash), weight: 1) }
        let first = (1...3).map { ghosts.remove($0) }
        #expect(first == [false, false, true])
        #expect(ghosts.weight == 2)
        for hash in [4, 6, 7] as [UInt64] { ghosts.push(hash, weight: 1) }
        // 4 was remembered again, so 5 was the oldest.
        let second = [5, 4].map { ghosts.remove($0) }
        #expect(second == [false, true])
        for hash in 0..<100_000 { ghosts.push(UInt64(hash), weight: 1) }
        #expect(ghosts.count == 3)
    }
}
