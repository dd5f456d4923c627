import Glibc

/// A place that bytes come from: a file, memory, a decompressor.
public protocol ByteSource {
    /// Reads at most `buffer.count` bytes.
    ///
    /// - Returns: how many were read; 0 at the end.
    /// - Throws: the reason why no more can be had; `byte` counts within this source.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadIssue) -> Int
}

/// Bytes in memory.
public struct MemorySource: ByteSource {
    private let bytes: [UInt8]
    private var at = 0

    /// A source of `bytes`.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Copies the next bytes.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - at)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
        at += count
        return count
    }
}

/// Bytes of a file or pipe. Closes the descriptor when it is no longer used.
public final class FileSource: ByteSource {
    private let descriptor: Int32
    private let owns: Bool
    private var position: Int64 = 0

    /// Opens a file for reading.
    ///
    /// - Throws: the system's reason.
    public init(path: String) throws(ReadIssue) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        owns = true
        guard descriptor >= 0 else { throw Self.failure("cannot open", at: 0) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw ReadIssue(line: 0, byte: 0, message: "is a folder", extent: .restOfInput)
        }
    }

    /// Reads from a descriptor that somebody else owns.
    public init(borrowing descriptor: Int32) {
        self.descriptor = descriptor
        owns = false
    }

    deinit {
        if owns, descriptor >= 0 { close(descriptor) }
    }

    /// Reads the next bytes; interrupted calls are repeated.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadIssue) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 {
                position += Int64(count)
                return count
            }
            if errno != EINTR { throw Self.failure("cannot read on", at: position) }
        }
    }

    private static func failure(_ what: String, at byte: Int64) -> ReadIssue {
        ReadIssue(line: 0, byte: byte, message: "\(what): \(String(cString: strerror(errno)))", extent: .restOfInput)
    }
}
