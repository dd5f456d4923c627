public import MappedFiles

extension LinkModel {
    /// The kind of the file of a model.
    public static let fileKind = "LINKS"
    private static let formatVersion: UInt32 = 1

    /// Writes the model to a derived file.
    ///
    /// - Parameter source: the change counter of the truth that it was trained on.
    public func write(to path: String, source: Int64) throws(MappedFileError) {
        let writer = try DerivedFileWriter(
            path: path,
            kind: Self.fileKind,
            formatVersion: Self.formatVersion,
            source: source
        )
        try writer.addSection("DAYS", [day.littleEndian, end.littleEndian, Int32(FeatureColumns.count).littleEndian])
        try writer.addSection("WORDS", Array(words.words.joined(separator: "\n").utf8))
        var vectors = ArrayWriter()
        vectors.append(words.rows.width)
        vectors.append(words.rows.values.array)
        try writer.addSection("VECTORS", vectors.words.map(\.littleEndian))
        if let sage {
            var weights = ArrayWriter()
            sage.write(to: &weights)
            try writer.addSection("SAGE", weights.words.map(\.littleEndian))
        }
        for (name, scorer) in [("WARM", warm), ("COLD", cold)] {
            var weights = ArrayWriter()
            scorer.write(to: &weights)
            try writer.addSection(name, weights.words.map(\.littleEndian))
        }
        try writer.finish()
    }

    /// Reads a model.
    ///
    /// - Throws: `MappedFileError`: `damaged` where the parts do not fit together, `otherVersion` where the program has other
    ///   features than the one that trained it.
    public init(path: String) throws(MappedFileError) {
        let file = try DerivedFile(path: path, kind: Self.fileKind, formatVersion: Self.formatVersion)
        func damaged(_ part: String) -> MappedFileError {
            MappedFileError(.damaged, path: path, reason: "its part \(part) is damaged")
        }
        let days = try file.requiredSection("DAYS")
        guard days.count == 12 else { throw damaged("DAYS") }
        func day(_ index: Int) -> Int32 {
            Int32(littleEndian: days.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self))
        }
        guard day(2) == Int32(FeatureColumns.count) else {
            throw MappedFileError(.otherVersion, path: path, reason: "made for other features of pairs")
        }
        let names = String(decoding: try file.requiredSection("WORDS"), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var vectors = ArrayReader(try file.requiredSection("VECTORS"))
        guard let width = vectors.count(), (1...SnapshotEmbeddings.textWidth).contains(width),
            let values = vectors.array(), values.count % width == 0,
            values.isEmpty || values.count == names.count * width
        else { throw damaged("VECTORS") }
        let words = values.isEmpty ? [] : names
        let rows = DenseRows(rows: words.count, width: width)
        for index in values.indices { rows.values[index] = values[index] }
        var sage: SageParameters<Float>?
        if let section = file.section("SAGE") {
            var reader = ArrayReader(section)
            guard let parameters = SageParameters<Float>(from: &reader),
                parameters.input == SageInput.width(text: width)
            else { throw damaged("SAGE") }
            sage = parameters
        }
        var (warmReader, coldReader) = (
            ArrayReader(try file.requiredSection("WARM")), ArrayReader(try file.requiredSection("COLD"))
        )
        guard let warm = CandidateScorer(from: &warmReader) else { throw damaged("WARM") }
        guard let cold = CandidateScorer(from: &coldReader) else { throw damaged("COLD") }
        self.init(
            words: WordVectors(words: words, rows: rows),
            sage: sage,
            warm: warm,
            cold: cold,
            day: day(0),
            end: day(1)
        )
    }
}
