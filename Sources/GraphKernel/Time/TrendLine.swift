/// A straight line through a series: whether something grows or fades.
public struct TrendLine: Hashable, Sendable {
    /// The change for each step.
    public var slope: Double
    /// The value at step 0.
    public var intercept: Double
    /// The standard error of the slope; 0 for a perfect fit.
    public var slopeError: Double

    /// The line of least squares through `values` at 0, 1, 2, …
    ///
    /// - Returns: nil for fewer than two values.
    /// - Complexity: O(n).
    public init?(through values: [Double]) {
        let count = Double(values.count)
        guard values.count > 1 else { return nil }
        let middle = (count - 1) / 2
        let mean = values.reduce(0, +) / count
        var (products, squares) = (0.0, 0.0)
        for (step, value) in values.enumerated() {
            products += (Double(step) - middle) * (value - mean)
            squares += (Double(step) - middle) * (Double(step) - middle)
        }
        slope = products / squares
        intercept = mean - slope * middle
        var rest = 0.0
        for (step, value) in values.enumerated() {
            let error = value - (intercept + slope * Double(step))
            rest += error * error
        }
        slopeError = values.count > 2 ? (rest / (count - 2) / squares).squareRoot() : 0
    }

    /// The line through the shares of relevant items in batches; batches without items are steps without a share, left out.
    ///
    /// - Returns: nil when fewer than two batches have items.
    public init?(relevant: [Int], totals: [Int]) {
        precondition(relevant.count == totals.count, "as many batches")
        let shares = zip(relevant, totals).filter { $0.1 > 0 }.map { Double($0.0) / Double($0.1) }
        self.init(through: shares)
    }
}
