import Foundation
import Synchronization

/// Why a batch on the disk cannot be used.
public struct BatchFileError: ClassifiedError, Hashable, CustomStringConvertible {
    /// The file or folder.
    public var path: String
    /// Why, and what to do.
    public var reason: String

    /// Trying again at once cannot help.
    public var failureClass: FailureClass { .permanent }

    /// What is wrong.
    public var description: String { "\(path): \(reason)" }

    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }

    static func system(_ path: String) -> BatchFileError {
        BatchFileError(path, String(cString: strerror(errno)))
    }
}

/// Reads the lines of a journal; memory does not grow with it.
struct JournalReader {
    private static let chunkSize = 1 << 18
    /// A line that is longer is damaged.
    private static let lineLimit = 1 << 20

    private let path: String

    init(path: String) {
        self.path = path
    }

    /// Gives every whole line to `body`; lines whose checksum is wrong (cut by a crash, damaged on the disk) are passed over.
    ///
    /// - Returns: how many lines were passed over.
    /// - Throws: ``BatchFileError``. A file that is missing has no lines.
    func forEach(_ body: (JournalEntry) throws -> Void) throws -> Int {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return 0 }
            throw BatchFileError.system(path)
        }
        defer { close(descriptor) }
        var damaged = 0
        var rest: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw BatchFileError.system(path) }
            if count == 0 { break }
            rest += chunk[..<count]
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                if end > start {
                    if let entry = JournalEntry(line: rest[start..<end]) { try body(entry) } else { damaged += 1 }
                }
                start = end + 1
            }
            rest.removeSubrange(..<start)
            if rest.count > Self.lineLimit {
                rest.removeAll()
                damaged += 1
            }
        }
        return damaged + (rest.isEmpty ? 0 : 1)
    }
}

/// Appends lines to a journal and forces them to the disk in groups.
final class JournalWriter: Sendable {
    private struct State {
        var unsynced = 0
        var syncs = 0
    }

    private let path: String
    private let descriptor: Int32
    private let groupSize: Int
    private let state = Mutex(State())

    /// Opens a journal for appending; makes it when it is missing.
    ///
    /// - Parameter groupSize: after how many lines they are forced to the disk.
    init(path: String, groupSize: Int) throws {
        self.path = path
        self.groupSize = max(1, groupSize)
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw BatchFileError.system(path) }
        var last: UInt8 = UInt8(ascii: "\n")
        let size = lseek(descriptor, 0, SEEK_END)
        // What a crash cut off stays as a damaged line of its own.
        if size > 0, pread(descriptor, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") {
            var lineFeed = UInt8(ascii: "\n")
            guard Foundation.write(descriptor, &lineFeed, 1) == 1 else { throw BatchFileError.system(path) }
        }
    }

    deinit { close(descriptor) }

    /// How often lines were forced to the disk.
    var syncs: Int { state.withLock { $0.syncs } }

    /// Appends entries: they survive the end of this process at once, a loss of power after the next ``sync()``.
    ///
    /// - Throws: ``BatchFileError`` (disk full); nothing is lost but the entries, whose items are done again.
    func append(_ entries: [JournalEntry]) throws {
        let bytes = entries.flatMap(\.line)
        try state.withLock { state in
            try writeAll(bytes)
            state.unsynced += entries.count
            if state.unsynced >= groupSize { try sync(&state) }
        }
    }

    /// Forces what was appended to the disk.
    func sync() throws {
        try state.withLock { try sync(&$0) }
    }

    private func sync(_ state: inout State) throws {
        guard state.unsynced > 0 else { return }
        guard fdatasync(descriptor) == 0 else { throw BatchFileError.system(path) }
        state.unsynced = 0
        state.syncs += 1
    }

    private func writeAll(_ bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Foundation.write(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw BatchFileError.system(path)
            }
            start += count
        }
    }
}
