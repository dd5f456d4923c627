/// SplitMix64 (Steele, Lea and Flood, 2014): a small generator with a whole 64-bit seed, the same on every machine.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A generator for one item of many: what the others draw does not change what it draws.
    init(seed: UInt64, item: String) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in item.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        state = seed &* 0x9E37_79B9_7F4A_7C15 ^ hash
        _ = next()
    }

    /// This generator as it is after `draws` words were drawn.
    ///
    /// - Complexity: O(1).
    func advanced(by draws: Int) -> SeededGenerator {
        var result = self
        result.state &+= UInt64(truncatingIfNeeded: draws) &* 0x9E37_79B9_7F4A_7C15
        return result
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number from 0 up to, but not including, `bound`.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number from 0 up to, but not including, 1.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A normally distributed number from two words (Box and Muller).
    mutating func normal() -> Double {
        let radius = (-2 * ScalarMath.log(1 - unit())).squareRoot()
        return radius * ScalarMath.cos(2 * .pi * unit())
    }

    /// Puts the elements into random order (Fisher and Yates).
    mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(last, below(last + 1)) }
    }
}
