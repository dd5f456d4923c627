/// A window onto a stream of bytes: holds what is not consumed yet and grows on demand, up to what its user asks for.
///
/// Gzip is recognised by its first bytes and decompressed on the way. Not thread-safe: one reader owns an input.
public final class ByteInput {
    private var source: any ByteSource
    private var buffer: UnsafeMutableRawBufferPointer
    private var begin = 0
    private var end = 0
    private var isExhausted = false
    /// A failure of the source, kept until everything before it is consumed.
    public private(set) var failure: ReadIssue?
    /// The position of the window in the decompressed stream, in bytes.
    public private(set) var offset: Int64 = 0

    private static let chunk = 256 << 10

    /// An input from any source; gzip is decompressed.
    public init(_ source: any ByteSource) {
        self.source = source
        buffer = .allocate(byteCount: Self.chunk, alignment: 16)
        unwrapGzip()
    }

    /// An input from a file.
    ///
    /// - Throws: when the file cannot be opened.
    public convenience init(path: String) throws(ReadIssue) {
        self.init(try FileSource(path: path))
    }

    /// An input from memory.
    public convenience init(_ bytes: [UInt8]) {
        self.init(MemorySource(bytes))
    }

    deinit {
        buffer.deallocate()
    }

    /// The bytes that are there and not consumed. Valid until the next call of ``fill()``.
    public var window: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: buffer[begin..<end])
    }

    /// Whether everything was consumed and no more will come.
    public var isAtEnd: Bool { begin == end && isExhausted }

    /// Reads more bytes behind the window. The window moves in memory.
    ///
    /// - Returns: false when the source has ended or failed (see ``failure``).
    @discardableResult
    public func fill() -> Bool {
        guard !isExhausted else { return false }
        makeRoom()
        do throws(ReadIssue) {
            let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
            end += count
            if count == 0 { isExhausted = true }
        } catch {
            failure = error
            isExhausted = true
        }
        return !isExhausted
    }

    /// Reads on until the window has `count` bytes or the source ends.
    ///
    /// - Returns: whether the window has `count` bytes.
    public func require(_ count: Int) -> Bool {
        while end - begin < count { if !fill() { return end - begin >= count } }
        return true
    }

    /// Takes `count` bytes off the front of the window.
    public func consume(_ count: Int) {
        precondition(count <= end - begin, "consuming more than is there")
        begin += count
        offset += Int64(count)
    }

    private func makeRoom() {
        if begin == end {
            begin = 0
            end = 0
        }
        if buffer.count - end >= Self.chunk / 2 { return }
        if begin >= buffer.count / 2 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[begin..<end]))
        } else {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[begin..<end]))
            buffer.deallocate()
            buffer = larger
        }
        end -= begin
        begin = 0
    }

    private func unwrapGzip() {
        guard require(2), window[0] == 0x1F, window[1] == 0x8B else { return }
        let start = [UInt8](window)
        source = GzipSource(ChainedSource(first: start, then: source))
        begin = 0
        end = 0
        isExhausted = false
        failure = nil
    }
}

/// Bytes in memory, followed by another source.
private struct ChainedSource: ByteSource {
    private var first: MemorySource
    private var second: any ByteSource

    init(first: [UInt8], then second: any ByteSource) {
        self.first = MemorySource(first)
        self.second = second
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadIssue) -> Int {
        let count = first.read(into: buffer)
        return count > 0 ? count : try second.read(into: buffer)
    }
}
