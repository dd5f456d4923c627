/// A small generator of random numbers that can be seeded (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number above 0 and up to 1, all steps of 2⁻⁵³ equally likely.
    mutating func unitInterval() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }
}
