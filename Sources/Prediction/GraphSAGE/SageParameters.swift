/// The weights of a GraphSAGE model of two layers with an aggregator per direction and a directed decoder.
struct SageParameters<Scalar: SageScalar>: Sendable, Equatable {
    /// The arrays of weights, in the order in which they are kept.
    enum Part: Int, CaseIterable, Sendable {
        /// First layer: of the paper itself, of the mean of its references, of the mean of its citers, and the bias.
        case self1
        case references1
        case citers1
        case bias1
        /// Second layer.
        case self2
        case references2
        case citers2
        case bias2
        /// The decoder: a citing paper's vector times this is compared with the cited paper's.
        case decoder
    }

    /// Components of the input, the hidden and the output vectors.
    let input: Int
    let hidden: Int
    let output: Int
    /// The weights by ``Part``, each row by row with a row per incoming component.
    var values: [[Scalar]]

    /// How many weights a part has.
    static func size(_ part: Part, input: Int, hidden: Int, output: Int) -> Int {
        switch part {
        case .self1, .references1, .citers1: input * hidden
        case .bias1: hidden
        case .self2, .references2, .citers2: hidden * output
        case .bias2: output
        case .decoder: output * output
        }
    }

    /// Zeros.
    init(input: Int, hidden: Int, output: Int) {
        (self.input, self.hidden, self.output) = (input, hidden, output)
        values = Part.allCases.map { part in
            [Scalar](repeating: 0, count: Self.size(part, input: input, hidden: hidden, output: output))
        }
    }

    /// Random weights (Glorot and Bengio, 2010), the decoder near the identity.
    init(input: Int, hidden: Int, output: Int, seed: UInt64) {
        self.init(input: input, hidden: hidden, output: output)
        var generator = SeededGenerator(seed: seed)
        for part in Part.allCases where part != .bias1 && part != .bias2 {
            let (rows, columns) =
                switch part {
                case .self1, .references1, .citers1: (input, hidden)
                case .decoder: (output, output)
                default: (hidden, output)
                }
            let spread = (2 / Double(rows + columns)).squareRoot() * (part == .decoder ? 0.1 : 1)
            for place in values[part.rawValue].indices {
                values[part.rawValue][place] = Scalar(spread * generator.normal())
            }
            guard part == .decoder else { continue }
            for place in 0..<output { values[part.rawValue][place * output + place] += 1 }
        }
    }

    /// Weights that were kept; each part must have its size.
    init(input: Int, hidden: Int, output: Int, values: [[Scalar]]) {
        (self.input, self.hidden, self.output) = (input, hidden, output)
        self.values = values
    }

    subscript(part: Part) -> [Scalar] {
        get { values[part.rawValue] }
        set { values[part.rawValue] = newValue }
    }
}
