#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension LexicalIndex {
    /// What a document would score that has every one of `terms` without end: the bound that scores are divided by where they
    /// meet those of other arms. Terms that no document has count nothing, repeated ones once.
    ///
    /// - Complexity: O(terms x log(terms of the dictionary)).
    public func idealScore(
        of terms: [String],
        in fields: LexicalFieldSet = .text,
        parameters: LexicalParameters = .standard
    ) -> Float {
        let documents = Float(documentCount)
        return Set(terms).sorted().reduce(0) { sum, term in
            let count = Float(documentFrequency(of: term, in: fields))
            guard count > 0 else { return sum }
            return sum + log1pf((documents - count + 0.5) / (count + 0.5)) * (parameters.text.k1 + 1)
        }
    }
}
