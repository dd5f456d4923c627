public import MappedFiles

/// The layout of a graph's file (format version 1, little-endian), sections of a ``DerivedFile``:
///
///     META      Int64 × 3    self-citations, duplicates, later references: what the builder saw
///     DATES     Int64 × n    seconds since 1970, ascending
///     OUTOFF    Int32 × n+1  where the references of each node start; OUTADJ: Int32 × m
///     INOFF     Int32 × n+1  where the citations of each node start; INADJ: Int32 × m
///     KEYOFF    UInt32 × n+1 where each node's key starts in KEYS (UTF-8)
///     KEYORD    Int32 × n    nodes in the order of their keys' bytes
enum CitationGraphLayout {
    static let kind = "GRAPH"
    static let formatVersion: UInt32 = 1
}

extension CitationGraph {
    /// Maps the graph at `path`, which a ``CitationGraphWriter`` wrote.
    ///
    /// A file whose sections were damaged after it was written may give wrong answers, never a crash;
    /// `DerivedFile.verify()` finds such damage.
    ///
    /// - Throws: when the file is missing, no graph, or its sections do not fit together.
    /// - Complexity: O(1).
    public convenience init(path: String) throws(MappedFileError) {
        let file = try DerivedFile(
            path: path,
            kind: CitationGraphLayout.kind,
            formatVersion: CitationGraphLayout.formatVersion
        )
        let meta = try file.values("META", of: Int64.self)
        let dates = try file.values("DATES", of: Int64.self)
        let outgoing = Adjacency(
            offsets: try file.values("OUTOFF", of: Int32.self),
            values: try file.values("OUTADJ", of: Int32.self)
        )
        let incoming = Adjacency(
            offsets: try file.values("INOFF", of: Int32.self),
            values: try file.values("INADJ", of: Int32.self)
        )
        let keys = KeyTable(
            offsets: try file.values("KEYOFF", of: UInt32.self),
            bytes: try file.requiredSection("KEYS"),
            sorted: try file.values("KEYORD", of: Int32.self)
        )
        let count = dates.count
        guard meta.count == 3, outgoing.offsets.count == count + 1, incoming.offsets.count == count + 1,
            incoming.values.count == outgoing.values.count, keys.offsets.count == count + 1, keys.sorted.count == count
        else { throw MappedFileError(.damaged, path: path, reason: "its sections do not fit together") }
        var losses = CitationGraphLosses()
        losses.selfCitations = Int(meta[0])
        losses.duplicates = Int(meta[1])
        losses.laterReferences = Int(meta[2])
        self.init(
            outgoing: outgoing,
            incoming: incoming,
            dates: dates,
            keys: keys,
            losses: losses,
            source: file.source,
            owners: [file.file]
        )
    }
}

/// Writes a citation graph as a derived file, which ``CitationGraph/init(path:)`` maps.
public struct CitationGraphWriter {
    private let path: String
    private let source: Int64

    /// A writer of the file `path`.
    ///
    /// - Parameter source: the change counter of the truth that the graph is built from.
    public init(path: String, source: Int64) {
        self.path = path
        self.source = source
    }

    /// Builds the graph and writes it; the file appears when it is whole.
    ///
    /// - Returns: what was left out.
    /// - Complexity: O(nodes × log nodes + edges); memory about 40 bytes per citation.
    @discardableResult
    public func write(_ input: CitationGraphInput) throws(MappedFileError) -> CitationGraphLosses {
        let parts = CitationGraphParts(input)
        let writer = try DerivedFileWriter(
            path: path,
            kind: CitationGraphLayout.kind,
            formatVersion: CitationGraphLayout.formatVersion,
            source: source
        )
        let losses = parts.losses
        try writer.addSection(
            "META",
            [losses.selfCitations, losses.duplicates, losses.laterReferences].map { Int64($0) }
        )
        try writer.addSection("DATES", parts.dates)
        let rows = parts.rows
        let sections = [
            ("OUTOFF", rows.outOffsets), ("OUTADJ", rows.outValues), ("INOFF", rows.inOffsets),
            ("INADJ", rows.inValues),
        ]
        for (name, values) in sections {
            try writer.beginSection(name)
            try writer.append(UnsafeRawBufferPointer(values.buffer))
        }
        try writer.addSection("KEYOFF", parts.keys.offsets)
        try writer.addSection("KEYS", parts.keys.bytes)
        try writer.addSection("KEYORD", parts.keys.sorted)
        try writer.finish()
        return losses
    }
}
