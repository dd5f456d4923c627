extension Double {
    /// Rounded to four places, so that answers stay readable.
    public var rounded4: Double { (self * 10_000).rounded() / 10_000 }

    /// Rounded to six places: shares of papers are small.
    var rounded6: Double { (self * 1_000_000).rounded() / 1_000_000 }

    /// Rounded to two places, for places on a screen.
    var rounded2: Double { (self * 100).rounded() / 100 }
}

extension Duration {
    /// In milliseconds, to the microsecond.
    var milliseconds: Double { (self / .microseconds(1)).rounded() / 1000 }
}
