public import BatchProcessing
import Foundation

/// A file of the library that cannot be used.
public struct IngestFileError: ClassifiedError, CustomStringConvertible {
    /// The file.
    public var path: String
    /// Why, and what to do.
    public var reason: String

    /// Trying again at once cannot help.
    public var failureClass: FailureClass { .permanent }

    /// What is wrong.
    public var description: String { "\(path): \(reason)" }
}

/// Small files that are either the old or the new ones, whatever happens.
enum DurableFile {
    /// Replaces a file by the JSON of a value: written beside it, forced to the disk, renamed.
    static func replace(_ path: String, with value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let data = try encoder.encode(value) + Data("\n".utf8)
        let part = "\(path).part-\(getpid())"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        let isWritten = data.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) == $0.count }
        guard isWritten, fsync(descriptor) == 0 else {
            let error = failure(path)
            close(descriptor)
            unlink(part)
            throw error
        }
        close(descriptor)
        guard rename(part, path) == 0 else {
            let error = failure(path)
            unlink(part)
            throw error
        }
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private static func failure(_ path: String) -> IngestFileError {
        IngestFileError(path: path, reason: "cannot be written: \(String(cString: strerror(errno)))")
    }
}

/// An advisory lock on a file, which the operating system takes back when the holder dies.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Throws: ``IngestFileError`` with `holder` as the reason when another process has it.
    init(path: String, holder: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw IngestFileError(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw IngestFileError(path: path, reason: holder)
        }
    }

    deinit { close(descriptor) }
}
