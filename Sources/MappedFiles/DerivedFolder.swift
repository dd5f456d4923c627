#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder of derived files: which generation of each is live, replaced atomically.
///
/// `CURRENT.json` names the live files. A reader opens what it names and keeps the mapping as long as it likes; a builder
/// writes new files under new names, publishes them, and only then removes what is no longer named. Builders exclude each
/// other by the library's lock; readers never wait.
public struct DerivedFolder: Sendable {
    private struct Current: Codable {
        var format = 1
        var live: [String: [String]] = [:]
    }

    /// The folder.
    public let path: String

    /// The folder at `path`, which need not be there yet.
    public init(path: String) {
        self.path = path
    }

    private var currentPath: String { "\(path)/CURRENT.json" }

    /// The paths of the live files of `name`, in the order in which they were published; none when there are none.
    ///
    /// - Throws: when the list itself is unreadable; it can be deleted, and everything is built anew.
    public func live(_ name: String) throws(MappedFileError) -> [String] {
        try current().live[name, default: []].map { "\(path)/\($0)" }
    }

    /// Opens the live files of `name` with `body`, again when a builder replaced them meanwhile.
    public func withLive<Value>(_ name: String, _ body: ([String]) throws -> Value) throws -> Value {
        var attempts = 0
        while true {
            let paths = try live(name)
            do {
                return try body(paths)
            } catch let error as MappedFileError where error.code == .missing && attempts < 5 {
                attempts += 1
            }
        }
    }

    /// A path for a new file of `name`, not used before: `NAME-N.bin`. Makes the folder when it is missing.
    public func newPath(_ name: String) throws(MappedFileError) -> String {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw MappedFileError.system(errno, path: path) }
        var greatest = 0
        for file in try files() {
            guard file.hasPrefix("\(name)-") else { continue }
            greatest = max(greatest, Int(file.dropFirst(name.utf8.count + 1).prefix { $0.isNumber }) ?? 0)
        }
        return "\(path)/\(name)-\(greatest + 1).bin"
    }

    /// Makes `paths` (of files in this folder) the live files of `name`, then removes the files of that name that are no
    /// longer live.
    public func publish(_ name: String, _ paths: [String]) throws(MappedFileError) {
        var current: Current
        do { current = try self.current() } catch { current = Current() }
        current.live[name] = paths.map { String($0.split(separator: "/").last ?? "") }
        if paths.isEmpty { current.live[name] = nil }
        try write(current)
        let kept = Set(current.live[name] ?? [])
        for file in try files() where file.hasPrefix("\(name)-") && !kept.contains(file) {
            guard file.dropFirst(name.utf8.count + 1).first?.isNumber ?? false else { continue }
            unlink("\(path)/\(file)")
        }
    }

    private func current() throws(MappedFileError) -> Current {
        let file: MappedFile
        do {
            file = try MappedFile(path: currentPath)
        } catch {
            guard error.code == .missing else { throw error }
            return Current()
        }
        do {
            return try JSONDecoder().decode(Current.self, from: Data(file.bytes))
        } catch {
            throw MappedFileError(.damaged, path: currentPath, reason: "not readable; delete it, then run: index")
        }
    }

    private func write(_ current: Current) throws(MappedFileError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        // The error that is thrown names the file, which the encoder's does not.
        guard let data = try? encoder.encode(current) else {
            throw MappedFileError(.system, path: currentPath, reason: "cannot be encoded")
        }
        let temporary = "\(currentPath).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw MappedFileError.system(errno, path: temporary) }
        let written = data.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isWhole = written == data.count && fsync(descriptor) == 0
        let number = errno
        close(descriptor)
        guard isWhole, rename(temporary, currentPath) == 0 else {
            unlink(temporary)
            throw MappedFileError.system(isWhole ? errno : number, path: currentPath)
        }
        try Self.synchronise(folderOf: currentPath)
    }

    private func files() throws(MappedFileError) -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw MappedFileError.system(errno, path: path)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Forces the folder that holds `path` to the disk, so that a rename in it survives a power cut.
    static func synchronise(folderOf path: String) throws(MappedFileError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MappedFileError.system(errno, path: folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw MappedFileError.system(errno, path: folder) }
    }
}
