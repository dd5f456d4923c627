internal import MappedFiles

/// What a segment holds of its documents beside their words, on its way into the file.
struct DocumentTable {
    private var keys: [UInt8] = []
    private var keyEnds: [UInt32] = []
    private var years: [UInt16] = []
    private var flags: [UInt8] = []
    private var filing: [UInt32] = []
    private var filings: [UInt8] = []
    private var filingEnds: [UInt32] = []
    private var filingNumbers: [String: UInt32] = [:]
    /// Terms of each document by field; empty where the field does not occur.
    private(set) var lengths = [[UInt32]](repeating: [], count: LexicalFormat.fieldCount)

    /// How many documents there are.
    var count: Int { keyEnds.count }

    /// Appends a document without terms.
    mutating func append(key: UnsafeRawBufferPointer, year: UInt16, flags: UInt8, categories: String) {
        keys.append(contentsOf: key)
        keyEnds.append(UInt32(truncatingIfNeeded: keys.count))
        years.append(year)
        self.flags.append(flags)
        filing.append(filingNumber(categories))
        for field in lengths.indices where !lengths[field].isEmpty { lengths[field].append(0) }
    }

    /// Says how many terms the last document has in a field.
    mutating func setLength(_ length: Int, field: Int) {
        guard length > 0, count > 0 else { return }
        if lengths[field].isEmpty { lengths[field] = [UInt32](repeating: 0, count: count) }
        lengths[field][count - 1] = UInt32(length)
    }

    private mutating func filingNumber(_ categories: String) -> UInt32 {
        if let number = filingNumbers[categories] { return number }
        let number = UInt32(filingEnds.count)
        filings.append(contentsOf: categories.utf8)
        filingEnds.append(UInt32(truncatingIfNeeded: filings.count))
        filingNumbers[categories] = number
        return number
    }

    // MARK: What the whole says

    /// Puts the numbers about documents into `meta`.
    func describe(in meta: inout LexicalMeta) {
        meta.documents = count
        for field in lengths.indices where !lengths[field].isEmpty {
            meta.fields.insert(LexicalFieldSet(LexicalField(rawValue: UInt8(field))))
            meta.lengths[field] = lengths[field].reduce(0) { $0 + Int($1) }
            meta.presence[field] = lengths[field].reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        }
        meta.presence[LexicalFormat.fieldCount] = (0..<count).reduce(0) { sum, document in
            sum + (length(of: document, field: 0) + length(of: document, field: 1) > 0 ? 1 : 0)
        }
    }

    private func length(of document: Int, field: Int) -> Int {
        lengths[field].isEmpty ? 0 : Int(lengths[field][document])
    }

    /// What documents weigh in the saturation of a group's terms (``LexicalSegment/norms(fields:base:slope:)``).
    func norms(fields: [(field: Int, weight: Float)], base: Double, slope: Double) -> [Float] {
        var norms = [Float](repeating: Float(base), count: count)
        let present = fields.filter { !lengths[$0.field].isEmpty }
        for document in norms.indices {
            var length = 0.0
            for (field, weight) in present { length += Double(weight) * Double(lengths[field][document]) }
            norms[document] = Float(base + slope * length)
        }
        return norms
    }

    // MARK: Writing

    /// Writes the sections about documents.
    func write(to writer: DerivedFileWriter) throws(MappedFileError) {
        let order = keyOrder()
        try writer.addSection("keyends", keyEnds.map(\.littleEndian))
        try writer.addSection("keys", keys)
        try writer.addSection("keyorder", order.map(\.littleEndian))
        try writer.addSection("years", years.map(\.littleEndian))
        try writer.addSection("flags", flags)
        try writer.addSection("filing", filing.map(\.littleEndian))
        try writer.addSection("filends", filingEnds.map(\.littleEndian))
        try writer.addSection("filings", filings)
        try writer.addSection("dead", dead(order).map(\.littleEndian))
        for field in lengths.indices where !lengths[field].isEmpty {
            switch lengths[field].max() ?? 0 {
            case ...0xFF: try writer.addSection("length\(field)", lengths[field].map { UInt8($0) })
            case ...0xFFFF: try writer.addSection("length\(field)", lengths[field].map { UInt16($0).littleEndian })
            default: try writer.addSection("length\(field)", lengths[field].map(\.littleEndian))
            }
        }
    }

    private func key(_ document: UInt32, in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let start = document == 0 ? 0 : Int(keyEnds[Int(document) - 1])
        return UnsafeRawBufferPointer(rebasing: bytes[start..<Int(keyEnds[Int(document)])])
    }

    /// The documents by key, then by number.
    private func keyOrder() -> [UInt32] {
        keys.withUnsafeBytes { bytes in
            /// The first eight bytes decide most comparisons.
            let items = (0..<UInt32(count)).map { document in
                let key = self.key(document, in: bytes)
                var prefix: UInt64 = 0
                for index in 0..<8 { prefix = prefix << 8 | (index < key.count ? UInt64(key[index]) : 0) }
                return (prefix: prefix, document: document)
            }
            return items.sorted { left, right in
                if left.prefix != right.prefix { return left.prefix < right.prefix }
                let order = KeyOrder.compare(key(left.document, in: bytes), key(right.document, in: bytes))
                return order != 0 ? order < 0 : left.document < right.document
            }
            .map(\.document)
        }
    }

    /// The documents behind which another of the same key follows.
    private func dead(_ order: [UInt32]) -> [UInt32] {
        keys.withUnsafeBytes { bytes in
            zip(order, order.dropFirst())
                .filter { KeyOrder.isEqual(key($0, in: bytes), key($1, in: bytes)) }
                .map(\.0)
                .sorted()
        }
    }
}
