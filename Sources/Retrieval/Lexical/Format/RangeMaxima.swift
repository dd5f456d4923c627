/// Bounds of the scores of a frequent term: for each range of 64 documents a byte, 0 where the term does not occur, else
/// at least 255 times the greatest tf / (tf + norm) by the parameters that the segment names as its reference.
///
/// What such bounds are good for: A. Mallia, T. Suel, N. Tonellotto, "Faster Learned Sparse Retrieval with Block-Max
/// Pruning", SIGIR 2024.
enum RangeMaxima {
    /// The value that stands for a saturation of 1.
    static let scale: Float = 255

    /// How much greater a saturation by other parameters can be than by those of reference, at most.
    ///
    /// With norm = base + slope x dl, and frequency and length of a document at most `frequencyRatio` times and at least
    /// `lengthRatio` times those by the reference, the quotient of both saturations is at most the greatest of 1,
    /// base / base' and slope / slope', where base' and slope' are the new ones in terms of the old frequency and length.
    static func factor(
        reference: (base: Double, slope: Double),
        now: (base: Double, slope: Double),
        frequencyRatio: Double,
        lengthRatio: Double
    ) -> Double {
        guard frequencyRatio > 0 else { return 1 }
        let base = now.base / frequencyRatio
        let slope = now.slope * lengthRatio / frequencyRatio
        func quotient(_ old: Double, _ new: Double) -> Double { old <= 0 ? 1 : new <= 0 ? .infinity : old / new }
        return max(1, quotient(reference.base, base), quotient(reference.slope, slope))
    }
}

/// How a group of fields counts.
struct GroupScale {
    /// The fields with the weight of an occurrence.
    var fields: [(field: Int, weight: Float)]
    var curve: LexicalParameters.Curve
    /// What the score is multiplied by.
    var factor: Float

    /// The norm of a document is base + slope x its weighted length.
    func line(average: Double) -> (base: Double, slope: Double) {
        let k1 = Double(max(0, curve.k1))
        let b = Double(min(1, max(0, curve.b)))
        return (k1 * (1 - b), average > 0 ? k1 * b / average : 0)
    }

    /// How the fields of a group count.
    init(ofGroup group: UInt8, _ parameters: LexicalParameters) {
        switch group {
        case LexicalFormat.textGroup:
            fields = [(0, max(0, parameters.titleWeight)), (1, max(0, parameters.abstractWeight))]
            curve = parameters.text
            factor = 1
        case LexicalField.authors.rawValue:
            fields = [(Int(group), 1)]
            curve = parameters.authors
            factor = max(0, parameters.authorsWeight)
        default:
            fields = [(Int(group), 1)]
            curve = parameters.text
            factor = max(0, parameters.furtherWeight)
        }
    }
}

/// Mean lengths over documents.
struct LengthAverages {
    /// Terms of all documents by field.
    var lengths: [Int]
    /// Documents with any term, as in ``LexicalMeta/presence``.
    var presence: [Int]

    /// The mean weighted length of the documents that have any term in the fields.
    func average(_ fields: [(field: Int, weight: Float)]) -> Double {
        let counted = fields.filter { $0.weight > 0 }
        guard let first = counted.first else { return 0 }
        let documents = counted.count > 1 ? presence[LexicalFormat.fieldCount] : presence[first.field]
        guard documents > 0 else { return 0 }
        let total = counted.reduce(0.0) { $0 + Double($1.weight) * Double(lengths[$1.field]) }
        return total / Double(documents)
    }
}
