/// The pieces of a WordPiece model and their identifiers, in one hash table over their bytes.
///
/// The hash grows byte by byte, so that one pass over a word gives the hash of every prefix of it.
struct WordPieceVocabulary: Sendable {
    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Bytes of the longest piece.
    let longest: Int
    /// Identifiers are below this.
    let count: Int
    private let bytes: [UInt8]
    private let starts: [UInt32]
    /// Upper half: the upper half of a hash; lower half: an identifier and one, or 0 for an empty place.
    private let places: [UInt64]

    /// Pieces that lie one behind the other.
    ///
    /// - Parameters:
    ///   - bytes: all pieces.
    ///   - starts: where each starts, by identifier, and where the last one ends. An empty one stands for an identifier that is
    ///     not used. Of equal pieces the last one counts.
    init(bytes: [UInt8], starts: [UInt32]) {
        let count = starts.count - 1
        var size = 64
        while size < count * 2 { size *= 2 }
        var longest = 0
        var places = [UInt64](repeating: 0, count: size)
        bytes.withUnsafeBufferPointer { bytes in
            for identifier in 0..<count {
                let piece = UnsafeBufferPointer(rebasing: bytes[Int(starts[identifier])..<Int(starts[identifier + 1])])
                guard !piece.isEmpty else { continue }
                longest = max(longest, piece.count)
                let hash = piece.reduce(Self.seed, Self.extend)
                var place = Int(truncatingIfNeeded: hash) & (size - 1)
                while places[place] != 0 {
                    let other = Int(UInt32(truncatingIfNeeded: places[place])) - 1
                    let range = Int(starts[other])..<Int(starts[other + 1])
                    if places[place] >> 32 == hash >> 32, bytes[range].elementsEqual(piece) { break }
                    place = (place + 1) & (size - 1)
                }
                places[place] = (hash >> 32) << 32 | UInt64(identifier + 1)
            }
        }
        self.bytes = bytes
        self.starts = starts
        self.count = count
        self.longest = longest
        self.places = places
    }

    /// Pieces by identifier.
    init(_ pieces: [[UInt8]]) {
        var starts: [UInt32] = [0]
        for piece in pieces { starts.append(starts[starts.count - 1] + UInt32(piece.count)) }
        self.init(bytes: Array(pieces.joined()), starts: starts)
    }

    @inline(__always)
    static func extend(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        // The multiplication spreads upwards only; the shift brings what it spread back to the low bits.
        let mixed = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ (mixed >> 29)
    }

    /// The identifier of `prefix` followed by `piece`, whose hash is `hash`.
    @inline(__always)
    func identifier(_ prefix: [UInt8], _ piece: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Int32? {
        let size = places.count
        return places.withUnsafeBufferPointer { places in
            var place = Int(truncatingIfNeeded: hash) & (size - 1)
            while true {
                let found = places[place]
                guard found != 0 else { return nil }
                let identifier = Int(UInt32(truncatingIfNeeded: found)) - 1
                if found >> 32 == hash >> 32, equals(identifier, prefix, piece) { return Int32(identifier) }
                place = (place + 1) & (size - 1)
            }
        }
    }

    /// The identifier of a whole piece.
    func identifier(_ piece: String) -> Int32? {
        Array(piece.utf8).withUnsafeBufferPointer { identifier([], $0, hash: $0.reduce(Self.seed, Self.extend)) }
    }

    private func equals(_ identifier: Int, _ prefix: [UInt8], _ piece: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = Int(starts[identifier])
        guard Int(starts[identifier + 1]) - start == prefix.count + piece.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            for index in prefix.indices where bytes[start + index] != prefix[index] { return false }
            let rest = start + prefix.count
            for index in piece.indices where bytes[rest + index] != piece[index] { return false }
            return true
        }
    }
}
