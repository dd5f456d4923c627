#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A whole file in memory, read-only, paged in as it is touched.
///
/// The mapping stays valid when the file is replaced or deleted by name; it ends with the object. Files that are mapped are
/// never changed in place, so the bytes are constant and may be read from any thread.
public final class MappedFile: @unchecked Sendable {
    // Unchecked: the memory is mapped read-only and never changes.

    /// Where the file was.
    public let path: String
    /// The bytes. Valid as long as this object is held.
    public let bytes: UnsafeRawBufferPointer

    /// Maps the file at `path`.
    public init(path: String) throws(MappedFileError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw MappedFileError.system(errno, path: path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw MappedFileError.system(errno, path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw MappedFileError(.damaged, path: path, reason: "not a regular file")
        }
        let count = Int(status.st_size)
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let start = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
            throw MappedFileError.system(errno, path: path)
        }
        bytes = UnsafeRawBufferPointer(start: start, count: count)
    }

    deinit {
        if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
    }

    /// Asks the system to read the file ahead, when all of it will be needed soon.
    public func readAhead() {
        guard let start = bytes.baseAddress else { return }
        _ = madvise(UnsafeMutableRawPointer(mutating: start), bytes.count, MADV_WILLNEED)
    }
}

extension MappedFileError {
    static func system(_ number: Int32, path: String) -> MappedFileError {
        MappedFileError(number == ENOENT ? .missing : .system, path: path, reason: String(cString: strerror(number)))
    }
}
