import Foundation
import Synchronization
public import Upstreams

/// Remembers, in a small file, where the harvest of a set is. Held by one process at a time.
public final class HarvestState: Sendable {
    /// What is remembered.
    public struct Memory: Hashable, Sendable, Codable {
        /// The harvest that is under way; nil between harvests.
        public var cursor: HarvestCursor?
        /// The first day of the next harvest; nil when none has come to its end.
        public var nextFrom: String?
        /// How many harvests have come to their end.
        public var completed = 0
    }

    private let path: String
    private let lock: FileLock
    private let state: Mutex<Memory>

    /// Opens or makes the file of a set.
    ///
    /// - Parameters:
    ///   - folder: where such files lie; made when it is missing.
    ///   - name: told apart from other sets; becomes part of the file's name after everything else than letters and digits
    ///     is replaced.
    /// - Throws: ``IngestFileError`` when the file cannot be read or made, or another process harvests this set.
    public init(folder: String, name: String) throws {
        let safe = name.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? String(scalar) : "_"
        }.joined()
        path = "\(folder)/\(safe).json"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw IngestFileError(path: folder, reason: error.localizedDescription)
        }
        lock = try FileLock(path: path + ".lock", holder: "another process harvests this set")
        guard FileManager.default.fileExists(atPath: path) else {
            state = Mutex(Memory())
            return
        }
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            state = Mutex(try JSONDecoder().decode(Memory.self, from: data))
        } catch {
            throw IngestFileError(
                path: path,
                reason: "cannot be read (\(error)); remove it to harvest the set from the start"
            )
        }
    }

    /// What is remembered.
    public var memory: Memory { state.withLock { $0 } }

    /// Changes what is remembered; it is on the disk when this returns.
    public func update(_ change: (inout Memory) -> Void) throws {
        let memory = state.withLock { memory in
            change(&memory)
            return memory
        }
        try DurableFile.replace(path, with: memory)
    }
}
