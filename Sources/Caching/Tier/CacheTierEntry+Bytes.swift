extension CacheTierEntry {
    /// The entry as bytes, for tiers that keep one block of bytes per entry. Equal entries are equal bytes.
    public var serialized: [UInt8] {
        var writer = ByteWriter()
        writer.byte(Self.version)
        writer.byte(outcome.rawValue)
        for time in [created, loadNanoseconds, freshUntil, staleUntil, errorUntil] {
            writer.fixed(UInt64(bitPattern: time))
        }
        writer.number(UInt64(tags.count))
        for (tag, version) in tags.sorted(by: { $0.key < $1.key }) {
            writer.text(tag.text)
            writer.fixed(version)
        }
        writer.block(payload)
        return writer.result
    }

    /// The entry of bytes; nil when they are none, of another version of the form, or more or less than one entry. Total.
    public init?(serialized bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.byte() == Self.version, let outcome = reader.byte().flatMap(CacheOutcome.init(rawValue:)) else {
            return nil
        }
        var times: [Int64] = []
        for _ in 0..<5 {
            guard let time = reader.fixed() else { return nil }
            times.append(Int64(bitPattern: time))
        }
        guard let count = reader.number() else { return nil }
        var tags: [CacheTag: CacheTagVersion] = [:]
        for _ in 0..<count {
            guard let text = reader.text(), let version = reader.fixed() else { return nil }
            tags[CacheTag(text: text)] = version
        }
        guard let payload = reader.block(), reader.isAtEnd else { return nil }
        self.init(
            payload: payload,
            outcome: outcome,
            created: times[0],
            loadNanoseconds: times[1],
            freshUntil: times[2],
            staleUntil: times[3],
            errorUntil: times[4],
            tags: tags
        )
    }

    /// The version of the form.
    private static var version: UInt8 { 1 }
}
