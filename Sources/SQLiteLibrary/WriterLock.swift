#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The right to write to a library: an advisory lock on a file, which the operating system takes back when the holder
/// dies.
final class WriterLock {
    private var descriptor: Int32

    /// Takes the lock or says who holds it.
    init(path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.openFailure(errno, path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.contents(descriptor)
            close(descriptor)
            descriptor = -1
            throw LibraryError(
                .locked,
                "\(path): another program writes to this library"
                    + (holder.isEmpty ? "" : " (\(holder))"),
                advice: "wait until it has finished; reading works meanwhile"
            )
        }
        var note = Array("process \(getpid()) on \(Self.hostName())\n".utf8)
        ftruncate(descriptor, 0)
        // The note only helps a person; a full disk must not keep the lock from being taken.
        _ = pwrite(descriptor, &note, note.count, 0)
    }

    deinit { release() }

    /// Gives the lock back. Idempotent.
    func release() {
        guard descriptor >= 0 else { return }
        ftruncate(descriptor, 0)
        close(descriptor)
        descriptor = -1
    }

    private static func openFailure(_ number: Int32, _ path: String) -> LibraryError {
        let reason = "\(path): \(String(cString: strerror(number)))"
        switch number {
        case EACCES, EPERM, EROFS:
            return LibraryError(.readOnly, reason, advice: "write to a library in a folder that you may change")
        case ENOSPC, EDQUOT:
            return LibraryError(.diskFull, reason, advice: "free some space and run the same command again")
        case ENOENT:
            return LibraryError(.notFound, reason, advice: "check the path of the library")
        default: return LibraryError(.io, reason)
        }
    }

    private static func contents(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return "" }
        return String(decoding: buffer[..<count].prefix { $0 >= 0x20 }, as: UTF8.self)
    }

    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "this machine" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
