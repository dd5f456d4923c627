/// The names of the Greek letters, as TeX spells them, so that `α` and `\alpha` are the same term.
enum GreekLetter {
    /// The name of a lower-case letter without accents, U+03B1 to U+03C9.
    static func name(of scalar: UInt32) -> StaticString? {
        guard (0x3B1...0x3C9).contains(scalar) else { return nil }
        return names[Int(scalar - 0x3B1)]
    }

    /// In code order; final sigma has a place of its own.
    private static let names: [StaticString] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ]
}
