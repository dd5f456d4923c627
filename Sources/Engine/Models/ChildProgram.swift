import Foundation
import Synchronization

/// Runs programs of the system, with a time limit, and ends them when the task is cancelled.
enum ChildProgram {
    /// What became of a program.
    struct Result: Sendable {
        var status: Int32
        /// The end of what it said on standard error.
        var errors: String
    }

    /// Why a program did not run to its end.
    enum Failure: Error, CustomStringConvertible {
        case missing(String)
        case tooSlow(String, Duration)

        var description: String {
            switch self {
            case .missing(let name): "\(name) is not installed"
            case .tooSlow(let name, let limit): "\(name) was not done within \(limit)"
            }
        }
    }

    private static let errorLimit: UInt64 = 1 << 16

    /// Runs the program `name` of the search path; its standard output is dropped.
    ///
    /// - Throws: ``Failure``; `CancellationError`.
    static func run(_ name: String, _ arguments: [String], timeLimit: Duration) async throws -> Result {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        guard let program = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile) else {
            throw Failure.missing(name)
        }
        let path = NSTemporaryDirectory() + "arxiv-cosci-child-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        // What is left behind is in the system's folder for temporary files.
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: path)
        let status = try await ended(process, name, timeLimit)
        guard let file = FileHandle(forReadingAtPath: path) else { return Result(status: status, errors: "") }
        // It was only read: closing has nothing to lose.
        defer { try? file.close() }
        let length = try file.seekToEnd()
        try file.seek(toOffset: length - min(length, errorLimit))
        return Result(status: status, errors: String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self))
    }

    private static func ended(_ process: Process, _ name: String, _ timeLimit: Duration) async throws -> Int32 {
        let (ends, end) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(1))
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        try process.run()
        let pid = process.processIdentifier
        return try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Int32?.self) { group in
                group.addTask { await ends.first { _ in true } }
                group.addTask {
                    try await Task.sleep(for: timeLimit)
                    return nil
                }
                let first = try await group.next() ?? nil
                group.cancelAll()
                try Task.checkCancellation()
                guard let status = first else {
                    kill(pid, SIGKILL)
                    throw Failure.tooSlow(name, timeLimit)
                }
                return status
            }
        } onCancel: {
            kill(pid, SIGTERM)
        }
    }
}
