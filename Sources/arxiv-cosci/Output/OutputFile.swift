import Formats
import Foundation

/// Where an export goes: standard output, or a file that appears only when it is complete.
struct OutputFile {
    /// What the export writes to.
    let buffer: OutputBuffer
    private let descriptor: Int32
    private let path: String?
    private let temporaryPath: String

    /// - Parameters:
    ///   - path: the file; nil for standard output.
    ///   - replacing: whether an existing file may be replaced.
    /// - Throws: ``CommandFailure`` when the file exists or cannot be made.
    init(_ path: String?, replacing: Bool) throws {
        self.path = path
        guard let path else {
            descriptor = STDOUT_FILENO
            temporaryPath = ""
            buffer = OutputBuffer(descriptor: descriptor)
            return
        }
        if !replacing, access(path, F_OK) == 0 {
            throw CommandFailure.badInput("\(path) exists; --force replaces it")
        }
        temporaryPath = path + ".part-\(getpid())"
        descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure.badInput("\(path): cannot be written: \(String(cString: strerror(errno)))")
        }
        buffer = OutputBuffer(descriptor: descriptor)
    }

    /// Makes the file appear under its name, once it is safe on disk.
    func publish() throws {
        guard let path else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporaryPath)
            throw CommandFailure.badInput("\(path): cannot be written: \(reason)")
        }
    }
}
