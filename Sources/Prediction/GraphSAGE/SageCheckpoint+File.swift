public import MappedFiles

extension SageCheckpoint {
    private static let kind = "SAGE"
    private static let formatVersion: UInt32 = 1

    /// Writes the state to a file; it appears under its name only when it is whole.
    public func write(to path: String) throws(MappedFileError) {
        let writer = try DerivedFileWriter(path: path, kind: Self.kind, formatVersion: Self.formatVersion, source: 0)
        let numbers = [
            epoch, options.hidden, options.output, options.epochs, options.nodeLimit,
            Int(bitPattern: UInt(options.seed)),
            papers, citations, moments.first?.step ?? 0,
            Int(bitPattern: UInt(options.rate.bitPattern)), Int(bitPattern: UInt(options.decay.bitPattern)),
        ]
        try writer.addSection("NUMBERS", numbers.map { Int64($0).littleEndian })
        var weights = ArrayWriter()
        parameters.write(to: &weights)
        for state in moments {
            weights.append(state.first)
            weights.append(state.second)
        }
        try writer.addSection("WEIGHTS", weights.words.map(\.littleEndian))
        try writer.finish()
    }

    /// Reads a state.
    public init(path: String) throws(MappedFileError) {
        let file = try DerivedFile(path: path, kind: Self.kind, formatVersion: Self.formatVersion)
        let damaged = MappedFileError(.damaged, path: path, reason: "its parts do not fit together")
        let section = try file.requiredSection("NUMBERS")
        guard section.count == 88 else { throw damaged }
        let numbers = (0..<11).map { index in
            Int(Int64(littleEndian: section.loadUnaligned(fromByteOffset: 8 * index, as: Int64.self)))
        }
        var options = SageTraining.Options()
        (options.hidden, options.output, options.epochs) = (numbers[1], numbers[2], numbers[3])
        (options.nodeLimit, options.seed) = (numbers[4], UInt64(UInt(bitPattern: numbers[5])))
        options.rate = Double(bitPattern: UInt64(UInt(bitPattern: numbers[9])))
        options.decay = Double(bitPattern: UInt64(UInt(bitPattern: numbers[10])))
        var reader = ArrayReader(try file.requiredSection("WEIGHTS"))
        guard let parameters = SageParameters<Float>(from: &reader) else { throw damaged }
        var moments: [AdamState<Float>] = []
        for part in parameters.values {
            guard let first = reader.array(of: part.count), let second = reader.array(of: part.count) else {
                throw damaged
            }
            moments.append(AdamState(first: first, second: second, step: numbers[8]))
        }
        self.init(
            epoch: numbers[0],
            parameters: parameters,
            moments: moments,
            options: options,
            papers: numbers[6],
            citations: numbers[7]
        )
    }
}
