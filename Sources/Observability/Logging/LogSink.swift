internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Where log lines go: each is written whole, whatever other threads write.
public final class LogSink: Sendable {
    /// Standard error.
    public static let standardError = LogSink(descriptor: STDERR_FILENO)

    private let descriptor: Int32
    private let turn = Mutex(())

    /// Lines go to this file descriptor, which stays open.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes one line, its line feed included, with one call of the system where the system takes it whole. A line that cannot
    /// be written is lost: there is nowhere left to say so.
    func write(_ line: [UInt8]) {
        turn.withLock { _ in
            line.withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let part = UnsafeRawBufferPointer(rebasing: rest)
                    #if canImport(Glibc)
                        let count = Glibc.write(descriptor, part.baseAddress, part.count)
                    #else
                        let count = Darwin.write(descriptor, part.baseAddress, part.count)
                    #endif
                    if count < 0 {
                        if errno == EINTR { continue }
                        return
                    }
                    rest = rest.dropFirst(count)
                }
            }
        }
    }
}
