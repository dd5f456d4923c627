/// What GraphSAGE knows of each paper before any message: its text vector, how much it cites and is cited in the graph at hand,
/// and its age.
struct SageInput: Sendable {
    /// Text vectors are stretched by this, so that all components are about as large.
    static let textScale: Float = 8
    /// Components besides the text.
    static let extra = 3

    /// How many components a row has.
    static func width(text: Int) -> Int { text + extra }

    /// Writes a row.
    ///
    /// - Parameter age: in years; papers newer than the snapshot have age 0.
    static func fill(
        _ row: UnsafeMutablePointer<Float>,
        text: UnsafePointer<Float>,
        width: Int,
        references: Int,
        citers: Int,
        age: Float
    ) {
        for place in 0..<width { row[place] = textScale * text[place] }
        row[width] = ScalarMath.log(1 + Float(references)) - 2
        row[width + 1] = ScalarMath.log(1 + Float(citers)) - 1
        row[width + 2] = max(age, 0) / 4
    }
}
