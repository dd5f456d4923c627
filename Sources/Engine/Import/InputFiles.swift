import Formats
import Foundation
import Synchronization

/// The files that an import reads, in the order of reading.
struct InputFiles: Sendable {
    /// Paths; `-` is standard input.
    var paths: [String] = []
    /// The sum of their sizes; nil when it cannot be known.
    var totalBytes: Int64? = 0

    /// Expands folders into the files below them, in the order of their paths; hidden files are left out.
    init(_ arguments: [String]) {
        for argument in arguments { add(argument) }
    }

    private mutating func add(_ path: String) {
        guard path != "-" else {
            paths.append(path)
            totalBytes = nil
            return
        }
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            // A folder that cannot be listed goes on as a file, so that opening it gives the system's reason.
            guard let below = try? FileManager.default.subpathsOfDirectory(atPath: path) else { return addFile(path) }
            for name in below.sorted() where !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
                let file = path.hasSuffix("/") ? path + name : path + "/" + name
                if FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory), !isDirectory.boolValue {
                    addFile(file)
                }
            }
        } else {
            addFile(path)
        }
    }

    /// The size of a file in bytes; 0 when it cannot be looked at.
    static func size(of path: String) -> Int64 {
        // What cannot be looked at has no size; opening it says why.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }

    private mutating func addFile(_ path: String) {
        paths.append(path)
        // What cannot be looked at has no size; opening it says why.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let isRegular = attributes?[.type] as? FileAttributeType == .typeRegular
        if isRegular, let size = attributes?[.size] as? Int64 ?? (attributes?[.size] as? NSNumber)?.int64Value {
            totalBytes = totalBytes.map { $0 + size }
        } else if attributes != nil {
            totalBytes = nil
        }
    }
}

/// Counts the bytes that all inputs of an import have given.
final class ByteMeter: Sendable {
    private let count = Atomic<Int64>(0)

    var bytes: Int64 { count.load(ordering: .relaxed) }

    func add(_ bytes: Int) {
        count.add(Int64(bytes), ordering: .relaxed)
    }
}

/// A source whose bytes are counted.
struct MeteredSource: ByteSource {
    private var source: any ByteSource
    private let meter: ByteMeter

    init(_ source: any ByteSource, meter: ByteMeter) {
        self.source = source
        self.meter = meter
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadIssue) -> Int {
        let count = try source.read(into: buffer)
        meter.add(count)
        return count
    }
}
