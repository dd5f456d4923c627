import CZlib

/// Decompresses gzip (RFC 1952), one member after the other, with a bounded amount of memory.
public final class GzipSource: ByteSource {
    private var upstream: any ByteSource
    private var stream = z_stream()
    private let input: UnsafeMutableRawBufferPointer
    private var produced: Int64 = 0
    private var members = 0
    private var isBetweenMembers = true
    private var isFinished = false
    private var pendingFailure: ReadIssue?

    /// A decompressor of what `upstream` gives.
    public init(_ upstream: any ByteSource) {
        self.upstream = upstream
        input = .allocate(byteCount: 256 << 10, alignment: 16)
        // Window bits of 15 + 16: the gzip wrapper is required. Fails only without memory, which read() then reports.
        isFinished = cosci_inflateInit2(&stream, 15 + 16) != Z_OK
    }

    deinit {
        inflateEnd(&stream)
        input.deallocate()
    }

    /// Decompresses the next bytes.
    ///
    /// - Throws: when the data is cut off or broken; what came before was delivered.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadIssue) -> Int {
        if let pendingFailure {
            self.pendingFailure = nil
            throw pendingFailure
        }
        guard !isFinished, buffer.count > 0 else { return 0 }
        stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(min(buffer.count, Int(UInt32.max)))
        let capacity = stream.avail_out
        while stream.avail_out == capacity, !isFinished {
            if stream.avail_in == 0, try !refill() { break }
            pendingFailure = inflateSome()
        }
        let count = Int(capacity - stream.avail_out)
        produced += Int64(count)
        pendingFailure?.byte = produced
        // What was decompressed before the damage is delivered first.
        if count == 0, let failure = pendingFailure {
            pendingFailure = nil
            throw failure
        }
        return count
    }

    /// - Returns: false at the end of the input between two members.
    private func refill() throws(ReadIssue) -> Bool {
        let count = try upstream.read(into: input)
        if count == 0 {
            isFinished = true
            if isBetweenMembers || isPadding { return false }
            throw failure("gzip data is cut off")
        }
        stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = UInt32(count)
        return true
    }

    /// - Returns: the failure, when the data is broken.
    private func inflateSome() -> ReadIssue? {
        isBetweenMembers = false
        switch inflate(&stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR:
            return nil
        case Z_STREAM_END:
            isBetweenMembers = true
            members += 1
            inflateReset(&stream)
            return nil
        default:
            isFinished = true
            if isPadding { return nil }
            return failure("gzip data is broken" + (stream.msg.map { " (\(String(cString: $0)))" } ?? ""))
        }
    }

    /// Bytes behind the last member whose first two do not start another one are padding, which gzip itself ignores.
    private var isPadding: Bool { members > 0 && stream.total_in <= 2 }

    private func failure(_ message: String) -> ReadIssue {
        ReadIssue(line: 0, byte: produced, message: message, extent: .restOfInput)
    }
}
