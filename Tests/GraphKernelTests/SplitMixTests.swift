import Testing

@testable import GraphKernel

@Suite struct SplitMixTests {
    /// The first numbers of the reference implementation (Vigna, splitmix64.c) from the state 1234567.
    @Test func numbersAreThoseOfTheReference() {
        var numbers = SplitMix(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        ]
        #expect((0..<3).map { _ in numbers.next() } == expected)
    }

    @Test func boundedNumbersAndOrdersAreEven() {
        var numbers = SplitMix(seed: 5)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<7000 { counts[numbers.below(7)] += 1 }
        #expect(counts.allSatisfy { (900...1100).contains($0) })
        var places = [Int](repeating: 0, count: 5)
        for _ in 0..<5000 {
            var order: [Int32] = [0, 1, 2, 3, 4]
            numbers.shuffle(&order)
            places[order.firstIndex(of: 0) ?? 0] += 1
        }
        #expect(places.allSatisfy { (850...1150).contains($0) })
    }
}
