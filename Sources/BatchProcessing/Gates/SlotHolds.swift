import Foundation
import Synchronization

/// Shows that the requests under way at a gate live: each holds a lock on one byte of the gate's file, which the system lets go when the
/// process ends, however it ends.
///
/// Open file description locks (`fcntl`, `F_OFD_SETLK`): unlike those of POSIX they belong to one descriptor, so that other descriptors of
/// the same process, and closing them, do not matter. The bytes lie far behind the content of the file.
final class SlotHolds: Sendable {
    // The C headers' macros do not reach Swift.
    #if os(Linux)
        private static let getLock: Int32 = 36
        private static let setLock: Int32 = 37
    #else
        private static let getLock: Int32 = 92
        private static let setLock: Int32 = 90
    #endif

    private let descriptors = Mutex<[UInt64: Int32]>([:])

    deinit {
        descriptors.withLock { descriptors in descriptors.values.forEach { _ = close($0) } }
    }

    /// Holds a slot of the file at `path`; whether that worked.
    func hold(_ token: UInt64, path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        var lock = Self.lock(token)
        guard fcntl(descriptor, Self.setLock, &lock) == 0 else {
            close(descriptor)
            return false
        }
        if let former = descriptors.withLock({ $0.updateValue(descriptor, forKey: token) }) { close(former) }
        return true
    }

    /// Lets a slot go.
    func release(_ token: UInt64) {
        if let descriptor = descriptors.withLock({ $0.removeValue(forKey: token) }) { close(descriptor) }
    }

    /// Whether somebody, here or in another process, holds a slot of the file behind `descriptor`. What cannot be known counts as held.
    static func isHeld(_ token: UInt64, descriptor: Int32) -> Bool {
        var lock = lock(token)
        guard fcntl(descriptor, getLock, &lock) == 0 else { return true }
        return lock.l_type != Int16(F_UNLCK)
    }

    private static func lock(_ token: UInt64) -> flock {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = off_t(token >> 2) | 1 << 40
        lock.l_len = 1
        return lock
    }
}
