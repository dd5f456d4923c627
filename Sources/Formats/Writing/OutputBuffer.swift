import Glibc

/// Why bytes could not be written.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system's number of the error.
    public let code: Int32

    /// The system's reason.
    public var description: String { "cannot write: " + String(cString: strerror(code)) }
}

/// Gathers bytes and hands them to a descriptor in large pieces, or keeps them in memory.
///
/// Not thread-safe: one writer owns it. What is not flushed when the buffer goes away is lost.
public final class OutputBuffer {
    /// What is not written yet; without a descriptor, everything.
    public private(set) var bytes: [UInt8] = []
    private let descriptor: Int32?

    private static let threshold = 256 << 10

    /// A buffer that keeps everything in memory.
    public init() {
        descriptor = nil
    }

    /// A buffer before a descriptor that somebody else owns.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
        bytes.reserveCapacity(Self.threshold + (64 << 10))
    }

    /// Adds a byte.
    public func append(_ byte: UInt8) {
        bytes.append(byte)
    }

    /// Adds the UTF-8 of a text.
    public func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Adds bytes.
    public func append(contentsOf more: some Collection<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// Writes what has gathered once there is enough of it. Writers call this after each record.
    ///
    /// - Throws: the system's reason; the bytes stay in the buffer as far as they were not written.
    public func flushIfFull() throws(OutputError) {
        if bytes.count >= Self.threshold { try flush() }
    }

    /// Writes everything that has gathered. Without a descriptor nothing happens.
    ///
    /// - Throws: the system's reason; the bytes stay in the buffer as far as they were not written.
    public func flush() throws(OutputError) {
        guard let descriptor else { return }
        var written = 0
        var code: Int32 = 0
        while written < bytes.count, code == 0 {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count > 0 {
                written += count
            } else if count < 0, errno != EINTR {
                code = errno
            }
        }
        bytes.removeSubrange(..<written)
        if code != 0 { throw OutputError(code: code) }
    }
}
