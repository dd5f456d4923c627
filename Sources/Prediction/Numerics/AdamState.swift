/// The moments of Adam (Kingma and Ba, 2015) for one array of parameters.
struct AdamState<Scalar: BinaryFloatingPoint & BitwiseCopyable & Sendable>: Sendable, Equatable {
    private(set) var first: [Scalar]
    private(set) var second: [Scalar]
    private(set) var step = 0

    init(count: Int) {
        first = [Scalar](repeating: 0, count: count)
        second = first
    }

    /// Moments that were kept.
    init(first: [Scalar], second: [Scalar], step: Int) {
        self.first = first
        self.second = second
        self.step = step
    }

    /// Moves the parameters against the gradient.
    ///
    /// - Parameters:
    ///   - rate: length of a step.
    ///   - decay: how much parameters shrink by themselves, times the rate (Loshchilov and Hutter, AdamW, 2019).
    mutating func update(_ parameters: inout [Scalar], gradient: [Scalar], rate: Scalar, decay: Scalar = 0) {
        step += 1
        let (keep1, keep2, tiny): (Scalar, Scalar, Scalar) = (0.9, 0.999, 1e-8)
        var (power1, power2): (Scalar, Scalar) = (1, 1)
        for _ in 0..<min(step, 20_000) {
            power1 *= keep1
            power2 *= keep2
        }
        let (scale1, scale2) = (1 / (1 - power1), 1 / (1 - power2))
        for index in parameters.indices {
            let slope = gradient[index]
            first[index] = keep1 * first[index] + (1 - keep1) * slope
            second[index] = keep2 * second[index] + (1 - keep2) * slope * slope
            let move = first[index] * scale1 / ((second[index] * scale2).squareRoot() + tiny)
            parameters[index] -= rate * (move + decay * parameters[index])
        }
    }
}
