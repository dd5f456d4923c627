internal import MappedFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file for what does not fit into memory while a segment is built: written once, then read, then gone.
final class SpoolFile {
    private static let bufferSize = 1 << 20

    private let path: String
    private var descriptor: Int32
    private var buffer = ByteBuffer(capacity: SpoolFile.bufferSize + 4096)
    /// Bytes written.
    private(set) var count = 0

    /// Makes the file at `path`.
    init(path: String) throws(MappedFileError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.error(path) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(path)
    }

    /// Appends bytes.
    func append(_ bytes: UnsafeRawBufferPointer) throws(MappedFileError) {
        count += bytes.count
        buffer.append(bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Ends writing and maps the bytes; the file has no name from then on.
    func finish() throws(MappedFileError) -> MappedFile {
        try flush()
        close(descriptor)
        descriptor = -1
        defer { unlink(path) }
        return try MappedFile(path: path)
    }

    private func flush() throws(MappedFileError) {
        var rest = buffer.bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let written = write(descriptor, start, rest.count)
            guard written >= 0 else {
                if errno == EINTR { continue }
                throw Self.error(path)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
        buffer.removeAll()
    }

    private static func error(_ path: String) -> MappedFileError {
        MappedFileError(.system, path: path, reason: String(cString: strerror(errno)))
    }
}
