import MappedFiles
import Ports

/// What a check found out about a derived file.
public struct IndexFinding: Hashable, Sendable {
    /// The part that it belongs to; nil for the list of files itself.
    public var part: IndexPart?
    /// The file's name, or the part's where there is no file.
    public var file: String
    /// Whether it is as it should be.
    public var isSound: Bool
    /// What was found.
    public var detail: String
    /// Whether a file is damaged, rather than missing or behind.
    public var isDamage = false
}

/// Checks the derived files of a library: every checksum, and whether they stand for the library's present state.
public struct VerifyIndex: Sendable {
    private let library: DerivedLibrary
    private let models: EmbeddingModels

    /// A check of the derived files of `library`.
    public init(_ library: DerivedLibrary, models: EmbeddingModels) {
        self.library = library
        self.models = models
    }

    /// Reads every file.
    ///
    /// - Complexity: O(size of the files).
    public func callAsFunction() throws -> [IndexFinding] {
        var findings: [IndexFinding] = []
        for part in IndexPart.allCases {
            if part == .vectors, !models.hasModel { continue }
            findings += try check(part)
        }
        return findings
    }

    private func check(_ part: IndexPart) throws -> [IndexFinding] {
        var findings: [IndexFinding] = []
        for name in Self.names(of: part) {
            for path in try library.live(name) { findings.append(Self.check(path, part)) }
        }
        guard findings.allSatisfy(\.isSound) else { return findings }
        let state = try library.state(of: part)
        let counter = try library.feed.changeCounter()
        let detail =
            switch state {
            case .current: "stands for change \(counter), the library's last"
            case .behind: "behind the library, which is at change \(counter)"
            case .missing: "not built"
            }
        findings.append(
            IndexFinding(part: part, file: part.rawValue, isSound: state == .current, detail: detail)
        )
        return findings
    }

    private static func names(of part: IndexPart) -> [String] {
        switch part {
        case .lexical: [IndexFile.lexical, IndexFile.acronyms]
        case .graph: [IndexFile.graph]
        case .vectors: [IndexFile.model, IndexFile.vectors]
        }
    }

    private static func check(_ path: String, _ part: IndexPart) -> IndexFinding {
        let name = String(path.split(separator: "/").last ?? "")
        do {
            try DerivedFile.verify(path: path)
            return IndexFinding(part: part, file: name, isSound: true, detail: "every checksum is right")
        } catch {
            return IndexFinding(part: part, file: name, isSound: false, detail: error.reason, isDamage: true)
        }
    }
}
