extension QueryProfile {
    /// The profile as bytes, for a file: the greatest worth first, so that a smaller profile can read the beginning.
    public var serialized: [UInt8] {
        var writer = ByteWriter()
        writer.bytes(Array("ACQP".utf8))
        writer.number(UInt64(1))
        let ranked = hottest(queries.count)
        writer.number(UInt64(ranked.count))
        for query in ranked {
            writer.text(query.kind)
            writer.block(query.key)
            for figure in [query.count, query.worth, query.error, query.cost] { writer.number(figure) }
        }
        return writer.result
    }

    /// The profile of bytes.
    ///
    /// Total: of bytes that are none, or of another version, there is nil; of damaged ones, what stands before the damage, as it reads.
    ///
    /// - Parameter capacity: how many queries to remember; only the first ones are read.
    public init?(serialized bytes: [UInt8], capacity: Int) {
        var reader = ByteReader(bytes)
        guard reader.bytes(4) == Array("ACQP".utf8), reader.number() == 1, let count = reader.number() else {
            return nil
        }
        self.init(capacity: capacity)
        for _ in 0..<min(count, UInt64(self.capacity)) {
            guard let kind = reader.text(), let key = reader.block(), let asked = reader.number(),
                let worth = reader.number(), let error = reader.number(), let cost = reader.number()
            else { return }
            add(Query(kind: kind, key: key, count: asked, worth: worth, error: error, cost: cost))
        }
    }
}
