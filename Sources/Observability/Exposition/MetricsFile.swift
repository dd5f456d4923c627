#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A file with metrics in Prometheus' text format, for collectors that read files (node_exporter's textfile collector).
public struct MetricsFile: Sendable {
    /// Why the file could not be written.
    public struct Failure: Error, CustomStringConvertible {
        /// The file, and what the system said.
        public let description: String
    }

    private let path: String
    private let registry: MetricRegistry

    /// The file at `path`, with the metrics of a registry.
    public init(_ path: String, _ registry: MetricRegistry) {
        self.path = path
        self.registry = registry
    }

    /// Writes all metrics as they are now. Readers see the file before or after, never a part of it.
    ///
    /// - Throws: ``Failure``.
    public func write() async throws {
        try Self.replace(path, with: await registry.exposition(.prometheusText))
    }

    /// Replaces the contents of a file at once: written beside it and renamed.
    static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        // No suffix `.prom`, so that a collector does not take it for one of its files.
        let draft = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).new"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure(path) }
        let isWritten = bytes.withUnsafeBytes { write($0, to: file) }
        let error = errno
        guard close(file) == 0, isWritten, rename(draft, path) == 0 else {
            if !isWritten { errno = error }
            let failure = failure(path)
            unlink(draft)
            throw failure
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Glibc)
                let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            #else
                let count = Darwin.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            #endif
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func failure(_ path: String) -> Failure {
        Failure(description: "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
}
