import MappedFiles

/// Writes arrays of numbers one after the other, each with its length before it.
struct ArrayWriter {
    private(set) var words: [UInt32] = []

    mutating func append(_ count: Int) {
        words.append(UInt32(truncatingIfNeeded: count))
    }

    mutating func append(_ values: [Float]) {
        append(values.count)
        words.append(contentsOf: values.map(\.bitPattern))
    }
}

/// Reads what ``ArrayWriter`` wrote; total on any bytes.
struct ArrayReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next number, nil at the end.
    mutating func count() -> Int? {
        guard bytes.count - position >= 4 else { return nil }
        defer { position += 4 }
        return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    }

    /// The next array, nil when it is cut short.
    mutating func array() -> [Float]? {
        guard let count = count(), count <= (bytes.count - position) / 4 else { return nil }
        defer { position += 4 * count }
        return (0..<count).map { index in
            let word = bytes.loadUnaligned(fromByteOffset: position + 4 * index, as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: word))
        }
    }

    /// The next array if it has this length.
    mutating func array(of length: Int) -> [Float]? {
        guard let values = array(), values.count == length else { return nil }
        return values
    }
}

extension SageParameters where Scalar == Float {
    func write(to writer: inout ArrayWriter) {
        for size in [input, hidden, output] { writer.append(size) }
        for part in values { writer.append(part) }
    }

    /// Weights that were kept; nil when they do not fit together.
    init?(from reader: inout ArrayReader) {
        guard let input = reader.count(), let hidden = reader.count(), let output = reader.count(),
            max(input, hidden, output) <= 1 << 14
        else { return nil }
        self.init(input: 0, hidden: 0, output: 0)
        var parts: [[Float]] = []
        for part in Part.allCases {
            let size = Self.size(part, input: input, hidden: hidden, output: output)
            guard let values = reader.array(of: size) else { return nil }
            parts.append(values)
        }
        self.init(input: input, hidden: hidden, output: output, values: parts)
    }
}

extension CandidateScorer {
    func write(to writer: inout ArrayWriter) {
        writer.append(networks.count)
        for network in networks {
            for part in [
                network.hiddenWeights, network.hiddenBias, network.outputWeights, network.linearWeights,
                network.scaling.means, network.scaling.factors,
            ] { writer.append(part) }
        }
        writer.append(calibration.scores)
        writer.append(calibration.chances)
    }

    /// A scorer that was kept; nil when it does not fit the features.
    init?(from reader: inout ArrayReader) {
        guard let count = reader.count(), count <= 64 else { return nil }
        let width = 2 * FeatureColumns.count
        var networks: [ListwiseNetwork] = []
        for _ in 0..<count {
            guard let hidden = reader.array(), let bias = reader.array(), hidden.count == bias.count * width,
                let output = reader.array(of: bias.count), let linear = reader.array(of: width),
                let means = reader.array(of: width), let factors = reader.array(of: width)
            else { return nil }
            networks.append(
                ListwiseNetwork(
                    hiddenWeights: hidden,
                    hiddenBias: bias,
                    outputWeights: output,
                    linearWeights: linear,
                    scaling: FeatureScaling(means: means, factors: factors)
                )
            )
        }
        guard let scores = reader.array(), let chances = reader.array(of: scores.count) else { return nil }
        self.init(networks: networks, calibration: IsotonicCalibration(scores: scores, chances: chances))
    }
}
