extension Double {
    /// Rounded to four places, so that answers stay readable.
    public var rounded4: Double { (self * 10_000).rounded() / 10_000 }

    /// Rounded to six places: shares of papers are small.
    var rounded6: Double { (self * 1_000_000).rounded() / 1_000_000 }

    /// Rounded to two places, for places on a screen.
    var rounded2: Double { (self * 100).rounded() / 100 }

    /// Rounded to so many digits, for scores of any size; whole digits stay, and what is next to nothing is 0.
    public func rounded(significant digits: Int) -> Double {
        guard isFinite, magnitude > 1e-280 else { return isFinite ? 0 : self }
        var (least, scale) = (1.0, 1.0)
        for _ in 1..<max(2, digits) { least *= 10 }
        while magnitude * scale < least { scale *= 10 }
        return (self * scale).rounded() / scale
    }
}

extension Duration {
    /// In milliseconds, to the microsecond.
    var milliseconds: Double { (self / .microseconds(1)).rounded() / 1000 }
}
