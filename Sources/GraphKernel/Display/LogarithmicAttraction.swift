#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension ForceAtlas2 {
    /// What the difference of two places is multiplied by for attraction by log(1 + distance).
    static func logarithmicFactor(_ dx: Double, _ dy: Double) -> Double {
        let distance = (dx * dx + dy * dy).squareRoot()
        return distance > 0 ? log(1 + distance) / distance : 0
    }
}
