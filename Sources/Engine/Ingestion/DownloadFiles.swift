public import BatchProcessing
import Foundation
public import Literature
public import Ports
public import Upstreams

/// Downloads full texts for the library's user: never passed on, as arXiv's terms ask.
public struct DownloadFiles: Sendable {
    private let arxiv: ArxivClient
    private let papers: any PaperStore
    private let folder: String
    private let options: DownloadOptions

    /// A downloader.
    ///
    /// - Parameters:
    ///   - papers: tells the latest version of an article.
    ///   - folder: the library's folder of files.
    public init(arxiv: ArxivClient, papers: any PaperStore, folder: String, options: DownloadOptions) {
        self.arxiv = arxiv
        self.papers = papers
        self.folder = folder
        self.options = options
    }

    /// What is kept beside a file.
    public struct Card: Hashable, Sendable, Codable {
        /// The article, with the version where it is known.
        public var arxivID: String
        /// Where the file came from.
        public var url: String
        /// Its size.
        public var bytes: Int64
        /// Its SHA-256, in hexadecimal.
        public var sha256: String
        /// What it is: `pdf`, `tar.gz`, `gz` and so on.
        public var content: String

        enum CodingKeys: String, CodingKey {
            case arxivID = "arxiv_id"
            case url, bytes, sha256, content
        }
    }

    /// Downloads the file of one article; one that is there already is left alone.
    ///
    /// - Parameter text: an arXiv identifier, with a version or for the latest one.
    /// - Throws: ``UpstreamError``; ``IngestFileError``.
    public func download(_ text: String) async throws -> ItemOutcome {
        guard let asked = ArxivID(text) else {
            throw IngestFileError(path: text, reason: "only articles of arXiv have files there")
        }
        let id = try versioned(asked)
        let path = Self.path(of: id, options.kind, in: folder)
        let card = path + ".json"
        if let known = Self.card(at: card), Self.size(of: path) == known.bytes {
            return .skipped("already there: \(path)")
        }
        try Self.makeFolder((path as NSString).deletingLastPathComponent)
        let download = try await arxiv.download(id, options.kind == .pdf ? .pdf : .source, to: path)
        try DurableFile.replace(
            card,
            with: Card(
                arxivID: id.description,
                url: download.file.url,
                bytes: download.file.bytes,
                sha256: download.file.sha256,
                content: download.content.rawValue
            )
        )
        return .done(note: "\(download.file.bytes) bytes")
    }

    /// The path of a file, made from the identifier's parts alone.
    public static func path(of id: ArxivID, _ kind: DownloadOptions.Kind, in folder: String) -> String {
        let year = id.year % 100
        let month = (year < 10 ? "0" : "") + "\(year)" + (id.month < 10 ? "0" : "") + "\(id.month)"
        let name = id.description.map { $0 == "/" ? "_" : String($0) }.joined()
        return "\(folder)/\(kind.rawValue)/\(month)/\(name)" + (kind == .pdf ? ".pdf" : ".src")
    }

    private func versioned(_ id: ArxivID) throws -> ArxivID {
        guard id.version == nil, let latest = try papers.paper(PaperIdentifier(id))?.latestVersion else { return id }
        return id.withVersion(latest) ?? id
    }

    private static func card(at path: String) -> Card? {
        // A card that is missing or damaged only means that the file is fetched again.
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? JSONDecoder().decode(Card.self, from: data)
    }

    private static func size(of path: String) -> Int64? {
        var info = stat()
        return stat(path, &info) == 0 ? Int64(info.st_size) : nil
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw IngestFileError(path: path, reason: "cannot be made: \(error.localizedDescription)")
        }
    }
}
