import Foundation
import Synchronization

/// The keys of a library: a file that only its owner can read, replaced as a whole. Programs that run see changes at once.
public final class KeyFile: Sendable {
    /// Why the keys cannot be read or written.
    public struct Failure: Error, CustomStringConvertible {
        /// What failed, on what, and what to do.
        public var description: String
    }

    private struct Content: Codable {
        var version = 1
        var keys: [APIKey] = []
    }

    /// The file as it was read last.
    private struct Snapshot {
        var stamp: FileStamp?
        var byHash: [String: APIKey] = [:]
    }

    /// The file.
    public let path: String
    private let snapshot = Mutex(Snapshot())

    /// The keys kept in a file, which may not exist yet.
    public init(path: String) {
        self.path = path
    }

    // MARK: Asking

    /// The key that somebody shows, when it is one that may be used.
    ///
    /// The file is looked at (not read) each time, so that a key that was taken back is worth nothing from then on.
    public func key(_ secret: String, at now: Double) throws -> APIKey? {
        guard secret.hasPrefix(APIKey.prefix), secret.utf8.count < 128 else { return nil }
        // Found by its hash: how long that takes tells nothing of the key.
        let hash = APIKey.digest(secret)
        let key = try current().byHash[hash]
        return key.flatMap { $0.isValid(at: now) ? $0 : nil }
    }

    /// All keys, the newest last.
    public func all() throws -> [APIKey] { try read().keys }

    private func current() throws -> Snapshot {
        let stamp = FileStamp(path)
        if let known = snapshot.withLock({ $0.stamp == stamp ? $0 : nil }) { return known }
        var fresh = Snapshot(stamp: stamp)
        for key in try read().keys { fresh.byHash[key.hash] = key }
        let result = fresh
        snapshot.withLock { $0 = result }
        return result
    }

    // MARK: Changing

    /// Adds a key.
    public func add(_ key: APIKey) throws { try change { $0.keys.append(key) } }

    /// Takes keys back.
    ///
    /// - Returns: how many could be used until then.
    public func revoke(_ ids: [String], at now: Double) throws -> Int {
        var count = 0
        try change { content in
            for place in content.keys.indices where ids.contains(content.keys[place].id) {
                if content.keys[place].isValid(at: now) { count += 1 }
                content.keys[place].revoked = content.keys[place].revoked ?? now
            }
        }
        return count
    }

    private func change(_ body: (inout Content) throws -> Void) throws {
        let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw failure("cannot be written to") }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw failure("cannot be locked") }
        var content = try read()
        try body(&content)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try replace(with: Array(try encoder.encode(content)))
    }

    private func read() throws -> Content {
        guard access(path, F_OK) == 0 else { return Content() }
        guard let data = FileManager.default.contents(atPath: path) else { throw failure("cannot be read") }
        do {
            return try JSONDecoder().decode(Content.self, from: data)
        } catch {
            throw Failure(description: "\(path): is damaged; delete it and make new keys: arxiv-cosci key create")
        }
    }

    /// Writes beside the file, then takes its place: whoever reads sees the one or the other.
    private func replace(with bytes: [UInt8]) throws {
        let name = "\(path).\(getpid()).new"
        let descriptor = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("cannot be written to") }
        let isWritten = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) == $0.count }
        let isSafe = isWritten && fsync(descriptor) == 0
        close(descriptor)
        guard isSafe, rename(name, path) == 0 else {
            unlink(name)
            throw failure("cannot be written to")
        }
    }

    private func failure(_ reason: String) -> Failure {
        Failure(description: "\(path): \(reason): \(String(cString: strerror(errno)))")
    }
}

/// By which a file is known to be the one that was read.
struct FileStamp: Hashable, Sendable {
    var inode: UInt64
    var size: Int
    var seconds: Int
    var nanoseconds: Int

    /// The stamp of a regular file; nil when there is none.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        #if canImport(Darwin)
            seconds = status.st_mtimespec.tv_sec
            nanoseconds = status.st_mtimespec.tv_nsec
        #else
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        #endif
    }
}
