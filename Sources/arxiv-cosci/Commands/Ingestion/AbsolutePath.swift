import Foundation

/// Paths that mean the same file in another process.
enum AbsolutePath {
    /// A path from the root of the file system.
    static func of(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
