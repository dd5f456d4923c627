import Foundation

/// The batches in a folder.
public struct BatchCatalogue: Sendable {
    private let directory: String
    private let clock: any BatchClock

    /// The batches in `directory`, which need not exist.
    public init(directory: String, clock: any BatchClock = SystemBatchClock()) {
        self.directory = directory
        self.clock = clock
    }

    /// Makes a batch. It is on the disk, whole, when this returns.
    ///
    /// - Parameters:
    ///   - pipeline: what is to be done.
    ///   - arguments: how.
    ///   - items: to what.
    /// - Throws: ``BatchFileError``.
    public func create(pipeline: String, arguments: [String: String], items: [String]) throws -> BatchRun {
        var created = clock.wallTime()
        for _ in 0..<1000 {
            created += 0.001
            let id = Self.name(created)
            let path = directory + "/" + id
            try Self.makeFolder(directory)
            guard mkdir(path, 0o777) == 0 else {
                if errno == EEXIST { continue }
                throw BatchFileError.system(path)
            }
            let card = BatchRun.Card(
                id: id,
                pipeline: pipeline,
                arguments: arguments,
                created: created,
                items: items.count
            )
            try DurableFiles.replace(path + "/items") { write in
                for start in stride(from: 0, to: items.count, by: 4096) {
                    var bytes: [UInt8] = []
                    for item in items[start..<min(start + 4096, items.count)] {
                        EscapedText.append(item.utf8, to: &bytes)
                        bytes.append(UInt8(ascii: "\n"))
                    }
                    try write(bytes)
                }
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            // Written last: a folder without it is no batch.
            try DurableFiles.replace(path + "/run.json", with: try encoder.encode(card))
            DurableFiles.syncFolder(of: path)
            return BatchRun(path: path, card: card)
        }
        throw BatchFileError(directory, "no free name for a batch")
    }

    /// Opens a batch.
    ///
    /// - Parameter name: its name or the beginning of it, or `last` for the newest.
    /// - Throws: ``BatchFileError`` when there is none, or more than one.
    public func open(_ name: String) throws -> BatchRun {
        let names = try self.names()
        if name == "last", let newest = names.last { return try load(newest) }
        let matching = names.filter { $0 == name || $0.hasPrefix(name) && !name.isEmpty }
        if let exact = matching.first(where: { $0 == name }) { return try load(exact) }
        guard let found = matching.first else {
            throw BatchFileError(directory, "there is no batch '\(name)'; 'arxiv-cosci batch list' shows all")
        }
        guard matching.count == 1 else {
            throw BatchFileError(directory, "'\(name)' is the beginning of \(matching.joined(separator: ", "))")
        }
        return try load(found)
    }

    /// All batches, the oldest first; folders that are none are passed over.
    public func all() throws -> [BatchRun] {
        try names().compactMap { name in
            // What cannot be read is no batch, and must not hide the others.
            try? load(name)
        }
    }

    /// Removes a batch with its journal.
    ///
    /// - Throws: ``BatchFileError`` when a process works on it.
    public func remove(_ run: BatchRun) throws {
        try run.acquire()
        do {
            try FileManager.default.removeItem(atPath: run.path)
        } catch {
            throw BatchFileError(run.path, "cannot be removed: \(error.localizedDescription)")
        }
        run.release()
    }

    private func names() throws -> [String] {
        guard access(directory, F_OK) == 0 else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory)
                .filter { access("\(directory)/\($0)/run.json", F_OK) == 0 }
                .sorted()
        } catch {
            throw BatchFileError(directory, error.localizedDescription)
        }
    }

    private func load(_ name: String) throws -> BatchRun {
        let path = directory + "/" + name
        guard let bytes = try DurableFiles.contents(path + "/run.json") else {
            throw BatchFileError(path, "is no batch")
        }
        do {
            return BatchRun(path: path, card: try JSONDecoder().decode(BatchRun.Card.self, from: Data(bytes)))
        } catch {
            throw BatchFileError(path + "/run.json", "cannot be read: \(error)")
        }
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw BatchFileError(path, "cannot be made: \(error.localizedDescription)")
        }
    }

    /// `20260131-120755-042`, the last digits milliseconds: names sort by time.
    private static func name(_ time: Double) -> String {
        var seconds = time_t(time)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func digits(_ value: Int32, _ count: Int) -> String {
            let text = "\(value)"
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let day = digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2)
        let clock = digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2)
        let milliseconds = digits(Int32((time - time.rounded(.down)) * 1000), 3)
        return "\(day)-\(clock)-\(milliseconds)"
    }
}
