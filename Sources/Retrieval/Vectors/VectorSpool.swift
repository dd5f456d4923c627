internal import MappedFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Rows of halves that wait on the disk until their file is written, so that a million new vectors take no memory.
///
/// The file has no name: it vanishes with the process, however that ends.
final class VectorSpool {
    private static let bufferSize = 1 << 19

    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt16] = []
    private var mapping: UnsafeRawBufferPointer?
    private(set) var count = 0

    /// A spool in the folder of `path`.
    init(path: String) throws(MappedFileError) {
        self.path = path
        let name = "\(path).spool.\(getpid()).tmp"
        descriptor = open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw MappedFileError(.system, path: name, reason: String(cString: strerror(errno)))
        }
        unlink(name)
        buffer.reserveCapacity(Self.bufferSize)
    }

    deinit {
        if let mapping { munmap(UnsafeMutableRawPointer(mutating: mapping.baseAddress), mapping.count) }
        close(descriptor)
    }

    /// Appends values.
    func append(_ values: UnsafeBufferPointer<UInt16>) throws(MappedFileError) {
        buffer.append(contentsOf: values)
        count += values.count
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Everything that was appended, in order; valid as long as the spool is held. Nothing is appended afterwards.
    func contents() throws(MappedFileError) -> UnsafeBufferPointer<UInt16> {
        try flush()
        let length = count * MemoryLayout<UInt16>.stride
        guard mapping == nil, length > 0 else {
            return mapping?.bindMemory(to: UInt16.self) ?? UnsafeBufferPointer(start: nil, count: 0)
        }
        guard let start = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
            throw failure()
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: length)
        mapping = bytes
        return bytes.bindMemory(to: UInt16.self)
    }

    private func flush() throws(MappedFileError) {
        let full = buffer
        buffer.removeAll(keepingCapacity: true)
        let isWritten = full.withUnsafeBytes { bytes in
            var rest = bytes
            while let start = rest.baseAddress, !rest.isEmpty {
                let written = write(descriptor, start, rest.count)
                guard written >= 0 || errno == EINTR else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[max(0, written)...])
            }
            return true
        }
        guard isWritten else { throw failure() }
    }

    private func failure() -> MappedFileError {
        MappedFileError(.system, path: path, reason: String(cString: strerror(errno)))
    }
}
