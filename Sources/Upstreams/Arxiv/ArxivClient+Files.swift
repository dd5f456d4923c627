import BatchProcessing
import Formats
public import Literature

/// What kind of file of an article to download.
public enum ArxivFile: String, Hashable, Sendable, Codable, CaseIterable {
    /// The PDF.
    case pdf
    /// The source: a gzipped tar, one gzipped file, or the PDF of those who sent only that.
    case source
}

/// What a file turned out to be, by its content.
public enum ArxivFileContent: String, Hashable, Sendable, Codable {
    case pdf
    /// A gzipped tar archive: sources of several files.
    case tarGzip = "tar.gz"
    /// A tar archive.
    case tar
    /// One gzipped TeX file.
    case gzip = "gz"
    /// A gzipped PDF or PostScript file.
    case gzipPDF = "pdf.gz"
    case gzipPostScript = "ps.gz"
    case postScript = "ps"
    /// Plain text, as TeX is.
    case text = "tex"
    /// A page for a browser: the service excuses itself.
    case html
    case unknown = "bin"

    /// What a file is by its first kilobytes.
    public init(head: [UInt8]) {
        if head.starts(with: [0x1F, 0x8B]) {
            self = Self.packed(head)
        } else {
            self = Self.plain(head)
        }
    }

    private static func packed(_ head: [UInt8]) -> ArxivFileContent {
        // The head of a larger file ends in the middle: what could be unpacked before is enough.
        let source = GzipSource(MemorySource(head))
        var bytes = [UInt8](repeating: 0, count: 4096)
        var count = 0
        while count < 1024 {
            let more = bytes.withUnsafeMutableBytes { buffer -> Int in
                do throws(ReadIssue) {
                    return try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                } catch { return 0 }
            }
            if more == 0 { break }
            count += more
        }
        return switch plain(Array(bytes[..<count])) {
        case .tar: .tarGzip
        case .pdf: .gzipPDF
        case .postScript: .gzipPostScript
        default: .gzip
        }
    }

    private static func plain(_ head: [UInt8]) -> ArxivFileContent {
        if head.starts(with: "%PDF-".utf8) { return .pdf }
        if head.starts(with: "%!".utf8) { return .postScript }
        if isTar(head) { return .tar }
        let start = String(decoding: head.prefix(512), as: UTF8.self).lowercased()
        if start.contains("<!doctype html") || start.contains("<html") { return .html }
        return head.isEmpty || head.prefix(512).contains(0) ? .unknown : .text
    }

    /// Whether a block is the header of a tar entry: the sum of its bytes, with the sum itself as spaces, stands in it.
    private static func isTar(_ head: [UInt8]) -> Bool {
        guard head.count >= 512, head[0] != 0 else { return false }
        var sum = 0
        for index in 0..<512 { sum += (148..<156).contains(index) ? 0x20 : Int(head[index]) }
        let digits = head[148..<156].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        return !digits.isEmpty && Int(String(decoding: digits, as: UTF8.self), radix: 8) == sum
    }
}

/// A file of an article on the disk.
public struct ArxivDownload: Hashable, Sendable, Codable {
    /// The file.
    public var file: DownloadedFile
    /// What it is.
    public var content: ArxivFileContent
}

extension ArxivClient {
    /// The address of a file.
    public func address(of id: ArxivID, _ kind: ArxivFile) -> String {
        RequestURL.make(endpoints.files, (kind == .pdf ? "/pdf/" : "/e-print/") + id.description)
    }

    /// Downloads the PDF or the source of an article to `path`, without unpacking it.
    ///
    /// The file appears at `path` when it is whole, on the disk, and really is a PDF or a source; an interrupted download is
    /// continued. For the user's own reading only: arXiv's terms do not let full texts be passed on.
    ///
    /// - Throws: ``UpstreamError``: not found for articles without such a file, malformed when something else came, storage.
    public func download(_ id: ArxivID, _ kind: ArxivFile, to path: String) async throws -> ArxivDownload {
        let request = UpstreamRequest(api: kind == .pdf ? "arxiv-pdf" : "arxiv-source", url: address(of: id, kind))
        let file = try await files.download(request, to: path, gate: filesGate) { head, contentType in
            Self.problem(with: head, contentType: contentType, wanted: kind)
        }
        return ArxivDownload(file: file, content: Self.content(of: path))
    }

    private static func problem(with head: [UInt8], contentType: String?, wanted: ArxivFile) -> String? {
        let content = ArxivFileContent(head: head)
        let type = contentType.map { " (\($0.prefix(60)))" } ?? ""
        switch (wanted, content) {
        case (_, .html): return "a page for browsers came instead of the file\(type)"
        case (.pdf, .pdf): return nil
        case (.pdf, _): return "what came is no PDF\(type)"
        case (.source, .unknown): return "what came is no source\(type)"
        case (.source, _): return nil
        }
    }

    /// What a file on the disk is, by its first kilobytes.
    static func content(of path: String) -> ArxivFileContent {
        do throws(ReadIssue) {
            let source = try FileSource(path: path)
            var head = [UInt8](repeating: 0, count: 4096)
            var count = 0
            while count < head.count {
                var failure: ReadIssue?
                let more = head.withUnsafeMutableBytes { buffer -> Int in
                    do throws(ReadIssue) {
                        return try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                    } catch {
                        failure = error
                        return 0
                    }
                }
                if let failure { throw failure }
                if more == 0 { break }
                count += more
            }
            return ArxivFileContent(head: Array(head[..<count]))
        } catch {
            return .unknown
        }
    }
}
