import Foundation

/// What must be left of the machine for new items to begin; zero does not look.
public struct ResourceFloors: Hashable, Sendable {
    /// Bytes of memory that are available.
    public var memory: Int64 = 128 << 20
    /// Bytes that are free on the disk of ``path``.
    public var disk: Int64 = 64 << 20
    /// A folder on that disk; nil does not look.
    public var path: String?
    /// For how long new items wait before the batch is stopped.
    public var patience: Duration = .seconds(120)

    /// The defaults.
    public init() {}

    /// What is short at this moment; nil when nothing is. Takes some microseconds.
    public func shortage() -> String? {
        if disk > 0, let path, let free = Self.freeDisk(path), free < disk {
            return "the disk of \(path) has only \(free >> 20) MB left"
        }
        if memory > 0, let free = Self.availableMemory(), free < memory {
            return "only \(free >> 20) MB of memory are left"
        }
        return nil
    }

    private static func freeDisk(_ path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    /// Linux tells it in /proc/meminfo; elsewhere nothing is known.
    private static func availableMemory() -> Int64? {
        let descriptor = open("/proc/meminfo", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        for line in buffer[..<count].split(separator: UInt8(ascii: "\n")) {
            guard line.starts(with: Array("MemAvailable:".utf8)) else { continue }
            let digits = line.filter { (0x30...0x39).contains($0) }
            return Int64(String(decoding: digits, as: UTF8.self)).map { $0 << 10 }
        }
        return nil
    }
}
