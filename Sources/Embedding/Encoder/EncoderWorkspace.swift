/// The memory of one thread's forward passes, grown to the longest and kept.
final class EncoderWorkspace: @unchecked Sendable {
    // Unchecked: the encoder lends each to one thread at a time.

    private(set) var capacity = 0
    /// A row of each of these belongs to a token. A few floats behind each keep rows of a tile out of one another's cache sets.
    private(set) var hidden: UnsafeMutablePointer<Float>
    private(set) var attention: UnsafeMutablePointer<Float>
    private(set) var mixed: UnsafeMutablePointer<Float>
    private(set) var inner: UnsafeMutablePointer<Float>
    private(set) var scratch: UnsafeMutableRawPointer

    init() {
        hidden = .allocate(capacity: 0)
        attention = .allocate(capacity: 0)
        mixed = .allocate(capacity: 0)
        inner = .allocate(capacity: 0)
        scratch = .allocate(byteCount: 0, alignment: 64)
    }

    deinit { release() }

    private func release() {
        hidden.deallocate()
        attention.deallocate()
        mixed.deallocate()
        inner.deallocate()
        scratch.deallocate()
    }

    /// Makes room for `rows` tokens.
    func reserve(rows: Int, _ configuration: EncoderConfiguration, scratchBytes: Int) {
        guard rows > capacity else { return }
        release()
        capacity = rows
        hidden = .allocate(capacity: rows * configuration.hiddenSize)
        attention = .allocate(capacity: rows * configuration.hiddenSize * 3)
        mixed = .allocate(capacity: rows * configuration.hiddenSize)
        inner = .allocate(capacity: rows * max(configuration.intermediateSize, configuration.hiddenSize))
        scratch = .allocate(byteCount: scratchBytes, alignment: 64)
    }
}
