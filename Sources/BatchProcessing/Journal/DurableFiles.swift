import Foundation

/// Writing files so that they are whole or not there, whatever happens.
enum DurableFiles {
    /// Writes a file beside its place, forces it to the disk and renames it.
    static func replace(_ path: String, with bytes: some Collection<UInt8>) throws {
        try replace(path) { write in try write(Array(bytes)) }
    }

    /// Writes a file piece by piece beside its place, forces it to the disk and renames it.
    static func replace(_ path: String, _ body: ((([UInt8]) throws -> Void) throws -> Void)) throws {
        let part = "\(path).part-\(getpid())"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw BatchFileError.system(path) }
        do {
            try body { bytes in
                var start = 0
                while start < bytes.count {
                    let count = bytes.withUnsafeBytes { buffer in
                        write(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
                    }
                    if count < 0, errno == EINTR { continue }
                    guard count >= 0 else { throw BatchFileError.system(path) }
                    start += count
                }
            }
            guard fsync(descriptor) == 0, rename(part, path) == 0 else { throw BatchFileError.system(path) }
            close(descriptor)
        } catch {
            close(descriptor)
            unlink(part)
            throw error
        }
        syncFolder(of: path)
    }

    /// Forces the names in a file's folder to the disk. A file system that cannot do so keeps them in its own way.
    static func syncFolder(of path: String) {
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// The whole of a small file; nil when it is missing.
    static func contents(_ path: String) throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw BatchFileError.system(path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw BatchFileError.system(path) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= 16 << 20 else { throw BatchFileError(path, "is too large to be what it should be") }
        }
    }
}
