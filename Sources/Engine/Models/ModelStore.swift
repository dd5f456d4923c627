import Crypto
import Embedding
import Foundation

/// The encoders in a library: one folder each under `models/`, whole or not there.
public struct ModelStore: Sendable {
    /// A model that is installed.
    public struct Installed: Sendable {
        /// Its name.
        public var name: String
        /// Its folder.
        public var path: String
        /// Bytes of all its files.
        public var bytes: Int64
        /// Components of its vectors; nil when it cannot be used.
        public var dimension: Int?
        /// Tokens of a text that it takes; nil when it cannot be used.
        public var maximumLength: Int?
        /// Why it cannot be used; empty when it can.
        public var problem: String
    }

    /// The files that an encoder is made of, where they are there.
    private static let parts = [
        "config.json", "vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
        "model.safetensors", "modules.json", "sentence_bert_config.json", "1_Pooling/config.json", "README.md",
    ]

    /// The folder of all models.
    public let folder: String

    /// The models of the library in the folder `library`.
    public init(library: String) {
        folder = library + "/models"
    }

    /// The folder of the model `name`, whether or not it is there.
    public func path(of name: String) -> String { "\(folder)/\(name)" }

    /// Whether the model `name` is there.
    public func contains(_ name: String) -> Bool {
        Self.isName(name) && FileManager.default.fileExists(atPath: path(of: name) + "/config.json")
    }

    /// A name that is a folder of its own: letters, digits, `.`, `_` and `-`, not starting with a dot.
    public static func isName(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first != ".", name.utf8.count <= 100 else { return false }
        return name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains($0))
        }
    }

    /// The models that are there, by name.
    public func installed() throws -> [Installed] {
        let manager = FileManager.default
        guard manager.fileExists(atPath: folder) else { return [] }
        return try manager.contentsOfDirectory(atPath: folder).filter(Self.isName).sorted().map { name in
            let path = path(of: name)
            var model = Installed(name: name, path: path, bytes: 0, problem: "")
            for part in manager.enumerator(atPath: path)?.compactMap({ $0 as? String }) ?? [] {
                // A file that went away meanwhile has no size.
                let attributes = try? manager.attributesOfItem(atPath: "\(path)/\(part)")
                guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
                model.bytes += attributes?[.size] as? Int64 ?? 0
            }
            do {
                let configuration = try EncoderConfiguration(path: path)
                model.dimension = configuration.hiddenSize
                model.maximumLength = configuration.maximumLength
            } catch {
                model.problem = "\(error)"
            }
            return model
        }
    }

    /// Removes the model `name`.
    ///
    /// - Throws: ``ModelError`` when it is not there.
    public func remove(_ name: String) throws {
        guard Self.isName(name), FileManager.default.fileExists(atPath: path(of: name)) else {
            throw ModelError("no model \(name) in \(folder); list them with: arxiv-cosci models list")
        }
        try FileManager.default.removeItem(atPath: path(of: name))
    }

    /// Copies the model in the folder `source` to the model `name`, replacing what was there.
    ///
    /// The files of a known model must have its checksums; any other model must load.
    ///
    /// - Throws: ``ModelError``, `ModelFileError`; what was there before stays.
    public func install(_ name: String, from source: String) throws -> Installed {
        guard Self.isName(name) else {
            throw ModelError("\"\(name)\" cannot be a model's name: letters, digits, '.', '_' and '-' only")
        }
        let manager = FileManager.default
        let release = ModelRelease.named(name)
        let parts =
            release.map { $0.files.keys.sorted() }
            ?? Self.parts.filter { manager.fileExists(atPath: "\(source)/\($0)") }
        let staging = "\(folder)/.\(name).\(getpid())"
        // Usually there is none; one that cannot be removed makes the next step fail.
        try? manager.removeItem(atPath: staging)
        // After success it has been moved away.
        defer { try? manager.removeItem(atPath: staging) }
        try manager.createDirectory(atPath: staging, withIntermediateDirectories: true)
        for part in parts {
            let target = "\(staging)/\(part)"
            guard manager.fileExists(atPath: "\(source)/\(part)") else {
                throw ModelError("\(source)/\(part): missing, and \(name) needs it")
            }
            try manager.createDirectory(
                atPath: (target as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true
            )
            try manager.copyItem(atPath: "\(source)/\(part)", toPath: target)
            if let expected = release?.files[part], try Self.checksum(of: target) != expected {
                throw ModelError("\(source)/\(part): not the file of \(name) (its SHA-256 is another); get it anew")
            }
        }
        _ = try SentenceEncoder(path: staging, name: name, precision: .full)
        try replace(path(of: name), with: staging)
        return try installed().first { $0.name == name }
            ?? Installed(name: name, path: path(of: name), bytes: 0, problem: "")
    }

    private func replace(_ path: String, with staging: String) throws {
        let old = "\(staging).old"
        let isReplacement = rename(path, old) == 0
        guard rename(staging, path) == 0 else {
            let reason = String(cString: strerror(errno))
            if isReplacement { rename(old, path) }
            throw ModelError("\(path): cannot be put in place: \(reason)")
        }
        // The new model is in place; what is left of the old one has a hidden name and is not listed.
        try? FileManager.default.removeItem(atPath: old)
    }

    /// The SHA-256 of a file, in hexadecimal digits.
    private static func checksum(of path: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { throw ModelError("\(path): cannot be read") }
        // It was only read: closing has nothing to lose.
        defer { try? file.close() }
        var hasher = SHA256()
        while let block = try file.read(upToCount: 1 << 20), !block.isEmpty { hasher.update(data: block) }
        return hasher.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
