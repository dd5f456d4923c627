import Crypto
import Foundation

/// What is known about a partial file, so that it can be continued only with more of the same.
struct PartialFileNote: Codable, Hashable {
    /// The address it comes from.
    var url: String
    /// The strong entity tag or the date of last modification that its beginning had.
    var validator: String
}

/// A file while it is downloaded: `<path>.part`, with a note beside it. Locked against other processes; renamed to `path` when
/// it is whole and on the disk.
final class PartialFile {
    /// The system's reason why a file cannot be written.
    struct Failure: Error {
        var detail: String
        /// Whether it may be over in a moment.
        var isPassing = false
    }

    private let path: String
    private let descriptor: Int32
    private(set) var count: Int64 = 0
    private var hasher = SHA256()

    private static func partPath(_ path: String) -> String { path + ".part" }
    private static func notePath(_ path: String) -> String { path + ".part.json" }

    /// How much of a file is there from an earlier attempt at the same address, and by what to recognise it.
    static func state(of path: String, url: String) -> (count: Int64, validator: String)? {
        guard let data = FileManager.default.contents(atPath: notePath(path)),
            // Without a readable note nobody knows what the part is of: the download starts anew.
            let note = try? JSONDecoder().decode(PartialFileNote.self, from: data), note.url == url
        else { return nil }
        var status = stat()
        guard stat(partPath(path), &status) == 0, status.st_size > 0 else { return nil }
        return (Int64(status.st_size), note.validator)
    }

    /// Opens the partial file, emptied, or with its first `resuming` bytes kept.
    ///
    /// - Throws: ``Failure``; also while another process writes it.
    init(path: String, resuming: Int64) throws {
        self.path = path
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw Failure(detail: "cannot make the folder \(folder)")
            }
        }
        descriptor = open(Self.partPath(path), O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure("cannot open \(Self.partPath(path))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Failure(detail: "another process is downloading to \(path)", isPassing: true)
        }
        guard ftruncate(descriptor, off_t(resuming)) == 0 else { throw Self.failure("cannot write \(path)") }
        try hashBeginning(resuming)
        lseek(descriptor, 0, SEEK_END)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    private func hashBeginning(_ length: Int64) throws {
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        lseek(descriptor, 0, SEEK_SET)
        while count < length {
            let wanted = min(buffer.count, Int(length - count))
            let got = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, wanted) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw Self.failure("cannot read \(Self.partPath(path))") }
            hasher.update(data: buffer[..<got])
            count += Int64(got)
        }
    }

    /// Keeps what makes it possible to go on later; without a validator there is nothing to go by.
    func note(url: String, validator: String?) throws {
        guard let validator else {
            unlink(Self.notePath(path))
            return
        }
        do {
            let data = try JSONEncoder().encode(PartialFileNote(url: url, validator: validator))
            try data.write(to: URL(fileURLWithPath: Self.notePath(path)), options: .atomic)
        } catch {
            throw Failure(detail: "cannot write \(Self.notePath(path))")
        }
    }

    /// Adds bytes at the end.
    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var written = 0
        while written < bytes.count {
            let some = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if some < 0, errno == EINTR { continue }
            guard some > 0 else { throw Self.failure("cannot write \(path)") }
            written += some
        }
        hasher.update(bufferPointer: bytes)
        count += Int64(bytes.count)
    }

    /// Bytes free on the disk; nil when that cannot be told.
    func freeBytes() -> Int64? {
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return nil }
        return Int64(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
        )
    }

    /// Puts the whole file in its place, durably.
    ///
    /// - Returns: its SHA-256 in hexadecimal.
    func finish() throws -> String {
        guard fsync(descriptor) == 0 else { throw Self.failure("cannot write \(path) to the disk") }
        guard rename(Self.partPath(path), path) == 0 else { throw Self.failure("cannot rename to \(path)") }
        unlink(Self.notePath(path))
        let folder = (path as NSString).deletingLastPathComponent
        let directory = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
        return hasher.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Where the bytes are until ``finish()``.
    var currentPath: String { Self.partPath(path) }

    /// Removes what was downloaded so far.
    func discard() {
        unlink(Self.partPath(path))
        unlink(Self.notePath(path))
    }

    private static func failure(_ what: String) -> Failure {
        Failure(detail: "\(what): \(String(cString: strerror(errno)))")
    }
}
