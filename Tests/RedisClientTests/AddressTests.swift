import Testing

@testable import RedisClient

@Suite struct AddressTests {
    @Test func readsAddresses() throws {
        let plain = try RedisConfiguration(url: "redis://localhost")
        #expect(plain.endpoints == [RedisEndpoint(host: "localhost", port: 6379)])
        #expect(plain.password == nil && !plain.usesTLS && plain.database == 0)
        let full = try RedisConfiguration(url: "rediss://me:p%40ss@[::1]:7000/3")
        #expect(full.endpoints == [RedisEndpoint(host: "::1", port: 7000)])
        #expect(full.user == "me" && full.password == "p@ss" && full.usesTLS && full.database == 3)
        let many = try RedisConfiguration(url: "redis://:secret@a:1,b:2,c")
        #expect(many.endpoints.map(\.description) == ["a:1", "b:2", "c:6379"])
        #expect(many.user == nil && many.password == "secret")
        #expect(try RedisConfiguration(url: "redis://secret@a").password == "secret")
    }

    @Test(arguments: [
        "", "localhost:6379", "http://a", "redis://", "redis://a:0", "redis://a:70000", "redis://a:x", "redis://a/b",
        "redis://a/-1",
        "redis://a,,b", "redis://:geheim@", "redis://[::1", "redis://u:geheim@h:99999",
    ])
    func refusesOthersWithoutRepeatingSecrets(url: String) {
        do {
            _ = try RedisConfiguration(url: url)
            Issue.record("'\(url)' was read")
        } catch {
            #expect("\(error)".contains("redis://"))
            #expect(!"\(error)".contains("geheim"))
        }
    }

    @Test(arguments: [
        ("123456789", 12739), ("foo", 12182), ("{user1000}.following", 3443), ("{user1000}.followers", 3443), ("", 0),
        ("foo{}{bar}", 8363), ("foo{{bar}}zap", 4015), ("foo{bar}{zap}", 5061), ("bar", 5061), ("{bar", 4015),
    ])
    func findsTheSlotOfAKey(key: String, slot: Int) {
        #expect(RedisSlot.of(key) == slot)
    }

    @Test func readsRedirections() {
        let asked = RedisEndpoint(host: "10.0.0.1", port: 6379)
        func place(_ message: String) -> String? {
            ClusterSlots.redirection(message, from: asked).map { "\($0.slot) \($0.endpoint)" }
        }
        #expect(place("MOVED 3999 127.0.0.1:6381") == "3999 127.0.0.1:6381")
        #expect(place("ASK 3999 :6381") == "3999 10.0.0.1:6381")
        #expect(place("MOVED 1 2001:db8::1:6381") == "1 [2001:db8::1]:6381")
        #expect(place("MOVED 1 [2001:db8::1]:6381") == "1 [2001:db8::1]:6381")
        for bad in [
            "MOVED", "MOVED 1", "MOVED x a:1", "MOVED 16384 a:1", "MOVED -1 a:1", "MOVED 1 a", "MOVED 1 a:x",
            "MOVED 1 a:0",
        ] {
            #expect(place(bad) == nil, "\(bad)")
        }
    }
}
