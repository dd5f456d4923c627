import Foundation
import MappedFiles
public import Ports

/// The derived files of a library, and which library they were made from.
///
/// A file named `library` among them holds the library's random name; files beside one of another name are of another
/// library, and count as missing.
public struct DerivedLibrary: Sendable {
    /// The library's folder.
    public let path: String
    /// What the files are built from.
    public let feed: any WorkFeed
    let folder: DerivedFolder

    private static let kind = "LIBRARY"
    private static let formatVersion: UInt32 = 1

    /// The derived files of the library in the folder `path`.
    public init(path: String, feed: any WorkFeed) {
        self.path = path
        self.feed = feed
        folder = DerivedFolder(path: path + "/derived")
    }

    /// The live files of `name`; none when they were made from another library, or the list is damaged.
    func live(_ name: String) throws -> [String] {
        guard try isOurs() else { return [] }
        return try folder.live(name)
    }

    private func isOurs() throws -> Bool {
        do {
            guard let path = try folder.live(IndexFile.library).first else { return false }
            let file = try DerivedFile(path: path, kind: Self.kind, formatVersion: Self.formatVersion)
            return String(decoding: try file.requiredSection("NAME"), as: UTF8.self) == (try feed.libraryIdentity())
        } catch is MappedFileError {
            return false
        }
    }

    /// Makes the folder one of this library: drops files of another. The lock must be held.
    func claim() throws {
        for suffix in ["", "-wal", "-shm"] {
            // The text index of earlier versions.
            unlink(folder.path + "/text-index.sqlite" + suffix)
        }
        guard try !isOurs() else { return }
        unlink(folder.path + "/CURRENT.json")
        let name = try folder.newPath(IndexFile.library)
        let writer = try DerivedFileWriter(path: name, kind: Self.kind, formatVersion: Self.formatVersion, source: 0)
        try writer.addSection("NAME", Array(try feed.libraryIdentity().utf8))
        try writer.finish()
        for entry in IndexFile.all { try folder.publish(entry, []) }
        try folder.publish(IndexFile.library, [name])
    }

    /// What changes whenever other files become live.
    func generation() -> Generation {
        var info = stat()
        guard stat(folder.path + "/CURRENT.json", &info) == 0 else { return Generation() }
        return Generation(
            inode: UInt64(info.st_ino),
            seconds: Int(info.st_mtim.tv_sec),
            nanoseconds: Int(info.st_mtim.tv_nsec)
        )
    }

    struct Generation: Hashable {
        var inode: UInt64 = 0
        var seconds = 0
        var nanoseconds = 0
    }
}
