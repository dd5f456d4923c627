import Formats

/// A source that gives its bytes in small pieces of uneven size, so that the borders of pieces fall everywhere.
struct ChunkedSource: ByteSource {
    private let bytes: [UInt8]
    private var at = 0
    private var state: UInt32

    /// A source of `bytes`, cut up as `seed` says.
    init(_ bytes: [UInt8], seed: UInt32) {
        self.bytes = bytes
        state = seed
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        state = state &* 1_664_525 &+ 1_013_904_223
        // Mostly a few bytes; now and then many, so that long inputs do not take all the time.
        let wish = state >> 28 == 0 ? 4096 : Int(state >> 16 & 0x1F) + 1
        let count = min(buffer.count, wish, bytes.count - at)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
        at += count
        return count
    }
}
