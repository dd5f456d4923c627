import Foundation
import HTTPTypes
import Synchronization

/// The files of the web app in a folder. Nothing outside of it can be named, whatever a path says.
///
/// A file that has its gzip form beside it, under its name with `.gz`, is sent in that form to those who take it.
final class WebAssets: Sendable {
    /// A file as it is served.
    private struct Asset {
        var stamp: FileStamp
        var packedStamp: FileStamp?
        var bytes: [UInt8]
        var tag: String
        var packed: PackedBody?

        var size: Int { bytes.count + (packed?.bytes.count ?? 0) }
    }

    private static let greatestFile = 32 << 20
    private static let greatestCache = 64 << 20

    private let folder: String
    private let cache = Mutex<(assets: [String: Asset], bytes: Int)>(([:], 0))

    /// The files in a folder.
    init(folder: String) {
        self.folder =
            realpath(folder, nil).map { pointer in
                defer { free(pointer) }
                return String(cString: pointer)
            } ?? folder
    }

    /// The file that a path names; the app's page for one that names no file but a view of the app.
    ///
    /// - Returns: nil when there is neither.
    func asset(_ segments: [String], wantsPage: Bool) -> Reply? {
        if segments == [""] { return file("index.html") }
        guard Self.isPlain(segments) else { return nil }
        // Identifiers in addresses of views may have a slash; names of files have none.
        if !segments.contains(where: { $0.contains("/") }), let reply = file(segments.joined(separator: "/")) {
            return reply
        }
        return wantsPage && segments.first != "assets" ? file("index.html") : nil
    }

    /// Whether no part of a path is hidden, leads upwards, or has what no name has.
    private static func isPlain(_ segments: [String]) -> Bool {
        segments.allSatisfy { segment in
            !segment.isEmpty && segment.first != "." && !segment.utf8.contains { $0 < 0x20 || $0 == 0x5C || $0 == 0x7F }
        }
    }

    private func file(_ path: String) -> Reply? {
        guard let real = resolved(path), let stamp = FileStamp(real), stamp.size <= Self.greatestFile else {
            return nil
        }
        let packedPath = resolved(path + ".gz")
        let packedStamp = packedPath.flatMap { FileStamp($0) }
        let known = cache.withLock { $0.assets[path] }
        if let known, known.stamp == stamp, known.packedStamp == packedStamp { return reply(known, path) }
        guard let data = FileManager.default.contents(atPath: real) else { return nil }
        let bytes = Array(data)
        var asset = Asset(stamp: stamp, packedStamp: packedStamp, bytes: bytes, tag: EntityTag.make(bytes))
        if let packedPath, let packedStamp, packedStamp.size < stamp.size {
            asset.packed = Self.packed(packedPath, of: bytes)
        }
        cache.withLock { cache in
            if cache.bytes + asset.size > Self.greatestCache { cache = ([:], 0) }
            cache.bytes += asset.size - (cache.assets[path]?.size ?? 0)
            cache.assets[path] = asset
        }
        return reply(asset, path)
    }

    /// The gzip form of a file; nil when it is that of other bytes, such as those before a change.
    private static func packed(_ path: String, of bytes: [UInt8]) -> PackedBody? {
        guard let data = FileManager.default.contents(atPath: path), Compression.isGzip(Array(data), of: bytes) else {
            return nil
        }
        return PackedBody(bytes: Array(data), tag: EntityTag.make(data))
    }

    /// Where a path leads, links followed; nil when that is outside of the folder.
    private func resolved(_ path: String) -> String? {
        guard let pointer = realpath(folder + "/" + path, nil) else { return nil }
        defer { free(pointer) }
        let real = String(cString: pointer)
        return real.hasPrefix(folder + "/") ? real : nil
    }

    private func reply(_ asset: Asset, _ path: String) -> Reply {
        var headers: HTTPFields = [.eTag: asset.tag]
        headers[.cacheControl] = Self.isNamedByContent(path) ? "public, max-age=31536000, immutable" : "no-cache"
        var reply = Reply(.bytes(asset.bytes, type: MediaTypes.type(of: path)), headers: headers)
        reply.packed = asset.packed
        return reply
    }

    /// Whether a file's name changes with its content: `app-7GQX2A4B.js`.
    private static func isNamedByContent(_ path: String) -> Bool {
        guard let name = path.split(separator: "/").last, let dash = name.lastIndex(of: "-") else { return false }
        let mark = name[name.index(after: dash)...].prefix { $0 != "." }
        return mark.count >= 8 && mark.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
    }
}

/// Media types of files by their names.
enum MediaTypes {
    private static let types: [String: String] = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "json": "application/json",
        "map": "application/json", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "ico": "image/x-icon", "woff": "font/woff",
        "woff2": "font/woff2", "ttf": "font/ttf", "txt": "text/plain; charset=utf-8",
        "webmanifest": "application/manifest+json", "wasm": "application/wasm",
    ]

    /// The type of a file; bytes of no kind for one that is not known.
    static func type(of path: String) -> String {
        guard let dot = path.lastIndex(of: ".") else { return "application/octet-stream" }
        return types[path[path.index(after: dot)...].lowercased()] ?? "application/octet-stream"
    }
}
