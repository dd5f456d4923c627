#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The right to write derived files: an advisory lock on a file beside them, which goes with the process that holds it. The
/// library itself may be written meanwhile.
final class BuilderLock {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Parameter patience: how long to wait for another process.
    /// - Throws: ``IndexError``: `locked`, `readOnly`.
    init(folder: String, patience: Duration) throws(IndexError) {
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw Self.refusal(folder) }
        let path = folder + "/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.refusal(path) }
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard clock.now < deadline else {
                close(descriptor)
                throw IndexError(.locked, "\(path): another process builds the index; try again when it has finished")
            }
            usleep(20_000)
        }
    }

    deinit { close(descriptor) }

    private static func refusal(_ path: String) -> IndexError {
        IndexError(.readOnly, "\(path): \(String(cString: strerror(errno))); the index cannot be written here")
    }
}
