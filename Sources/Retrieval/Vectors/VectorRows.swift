internal import CKernels
internal import MappedFiles

/// The rows of a vector file while it is being put together.
struct VectorRows {
    private let identity: VectorIdentity
    private let stride: Int
    private let previous: VectorIndex?
    private let keepsRemoved: Bool
    private var live: [Bool] = []
    private var codes: [UInt8] = []
    private var scales: [Float] = []
    private var prints: [UInt64] = []
    private var keys: [UInt8] = []
    private var keyEnds: [UInt32] = []
    /// Rows of the earlier file, in order, that the first rows of this one are.
    private var earlier: [UInt32] = []
    private var halves = UnsafeBufferPointer<UInt16>(start: nil, count: 0)
    /// The live rows in the order of their keys.
    private(set) var rowsByKey: [UInt32] = []

    init(identity: VectorIdentity, previous: VectorIndex?, keepsRemoved: Bool) {
        self.identity = identity
        self.previous = previous
        self.keepsRemoved = keepsRemoved
        stride = VectorLayout.stride(dimension: identity.dimension)
    }

    private var count: Int { scales.count }

    /// Takes over rows of the earlier file: those in `kept`, and where the graph is carried on all others as removed.
    mutating func take(_ kept: DocumentBitmap) {
        guard let previous else { return }
        for row in 0..<previous.rowCount where keepsRemoved || kept[row] {
            earlier.append(UInt32(row))
            live.append(kept[row])
            codes.append(contentsOf: previous.codes[(row * stride)..<((row + 1) * stride)])
            scales.append(previous.scales[row])
            prints.append(previous.fingerprint(of: row) ?? 0)
            keys.append(contentsOf: previous.keyBytes(of: row))
            keyEnds.append(UInt32(keys.count))
        }
    }

    /// Appends new rows; their `halves` must stay valid.
    mutating func append(keys: [UInt8], ends: [Int], prints: [UInt64], halves: UnsafeBufferPointer<UInt16>) {
        let first = count
        let keyBase = self.keys.count
        precondition(keyBase + keys.count < Int(UInt32.max), "keys take less than 4 GiB")
        self.halves = halves
        self.keys.append(contentsOf: keys)
        keyEnds.append(contentsOf: ends.map { UInt32(keyBase + $0) })
        self.prints.append(contentsOf: prints)
        live.append(contentsOf: repeatElement(true, count: prints.count))
        codes.append(contentsOf: repeatElement(128, count: prints.count * stride))
        var vector = [Float](repeating: 0, count: identity.dimension)
        for row in prints.indices {
            vector.withUnsafeMutableBufferPointer { vector in
                guard let to = vector.baseAddress, let from = halves.baseAddress else { return }
                ck_f32_from_f16(from + row * vector.count, to, vector.count)
            }
            let scale = vector.withUnsafeBufferPointer { vector in
                codes.withUnsafeMutableBufferPointer { codes in
                    let place = (first + row) * stride
                    return VectorCode.encode(
                        vector,
                        into: UnsafeMutableBufferPointer(rebasing: codes[place..<(place + stride)])
                    )
                }
            }
            scales.append(scale)
        }
    }

    /// Sorts the live rows by key; of rows with one key the last stays, the others are removed.
    mutating func sortKeys() {
        keys.withUnsafeBufferPointer { keys in
            func bytes(_ row: UInt32) -> Slice<UnsafeBufferPointer<UInt8>> {
                keys[(row == 0 ? 0 : Int(keyEnds[Int(row) - 1]))..<Int(keyEnds[Int(row)])]
            }
            var sorted = (0..<UInt32(count)).filter { live[Int($0)] }
            sorted.sort { first, second in
                if bytes(first).lexicographicallyPrecedes(bytes(second)) { return true }
                return first < second && bytes(first).elementsEqual(bytes(second))
            }
            for (place, row) in sorted.enumerated() {
                let isReplaced = place + 1 < sorted.count && bytes(row).elementsEqual(bytes(sorted[place + 1]))
                if isReplaced { live[Int(row)] = false } else { rowsByKey.append(row) }
            }
        }
    }

    /// The graph over all rows: the earlier one carried on, or a new one.
    func graph() -> ProximityGraphBuilder {
        let builder = ProximityGraphBuilder(rowCount: count, stride: stride)
        var first = 0
        if keepsRemoved, let graph = previous?.graph, builder.adopt(graph) { first = graph.rowCount }
        codes.withUnsafeBufferPointer { codes in
            scales.withUnsafeBufferPointer { scales in
                var rows = ck_code_rows(codes: codes.baseAddress, scales: scales.baseAddress)
                for row in first..<count { builder.insert(row, &rows) }
            }
        }
        return builder
    }

    /// Writes all sections.
    func write(to writer: DerivedFileWriter, _ graph: ProximityGraphBuilder?) throws(MappedFileError) {
        let shape: [Int] = [
            identity.dimension, stride, count, count - rowsByKey.count, graph?.graph.m ?? 0, graph?.graph.entry ?? 0,
            graph?.graph.topLevel ?? 0, 0,
        ]
        try writer.addSection("shape", shape.map { UInt32($0).littleEndian })
        try writer.addSection("model", Array(identity.model.utf8))
        try writer.addSection("version", Array(identity.version.utf8))
        try writer.addSection("codes", codes)
        try writer.addSection("scales", scales)
        try writeHalves(to: writer)
        try writer.addSection("prints", prints)
        try writer.addSection("keyends", keyEnds)
        try writer.addSection("keys", keys)
        try writer.addSection("bykey", rowsByKey)
        var members = DocumentBitmap(count: count)
        for row in live.indices where live[row] { members[row] = true }
        try writer.addSection("live", members.words)
        guard let graph else { return }
        try writer.beginSection("links")
        try writer.append(UnsafeRawBufferPointer(graph.graph.links))
        try writer.beginSection("upper")
        try writer.append(UnsafeRawBufferPointer(graph.graph.upper))
        try writer.beginSection("uplinks")
        try writer.append(UnsafeRawBufferPointer(graph.graph.upperLinks))
    }

    private func writeHalves(to writer: DerivedFileWriter) throws(MappedFileError) {
        try writer.beginSection("halves")
        let dimension = identity.dimension
        if let previous {
            for row in earlier {
                let vector = previous.halves[(Int(row) * dimension)..<((Int(row) + 1) * dimension)]
                try writer.append(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: vector)))
            }
        }
        try writer.append(UnsafeRawBufferPointer(halves))
    }
}
