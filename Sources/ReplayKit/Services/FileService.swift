import Foundation
import Literature

/// PDFs and sources, with ranges (RFC 9110, 14).
struct FileService {
    let content: ReplayContent

    func answer(_ request: ReplayRequest, kind: RequestKind) -> ReplayAnswer {
        let name = request.path.split(separator: "/").dropFirst().joined(separator: "/")
        guard let id = ArxivID(name), let bytes = file(id, kind) else {
            return .text("<html><body>No such article</body></html>", type: "text/html", status: 404)
        }
        let type = Self.type(bytes)
        let tag = "\"\(Self.hash(bytes))\""
        var answer = ReplayAnswer(
            headers: [("Content-Type", type), ("ETag", tag), ("Accept-Ranges", "bytes")],
            body: bytes,
            ids: [id.description]
        )
        let isSame = request.headers["if-range"].map { $0 == tag } ?? true
        guard isSame, let range = request.headers["range"], range.hasPrefix("bytes="), range.hasSuffix("-"),
            let start = Int(range.dropFirst(6).dropLast())
        else { return answer }
        guard start < bytes.count else {
            answer.status = 416
            answer.headers.append(("Content-Range", "bytes */\(bytes.count)"))
            answer.body = []
            return answer
        }
        answer.status = 206
        answer.headers.append(("Content-Range", "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"))
        answer.body = Array(bytes[start...])
        return answer
    }

    private func file(_ id: ArxivID, _ kind: RequestKind) -> [UInt8]? {
        if let folder = content.filesFolder {
            let endings = kind == .pdf ? [".pdf"] : [".tar.gz", ".gz", ".tar", ".tex", ".pdf"]
            let plain = id.description
            for name in [plain, plain.replacingOccurrences(of: "/", with: "_")] {
                for ending in endings {
                    if let data = FileManager.default.contents(atPath: folder + "/" + name + ending) {
                        return [UInt8](data)
                    }
                }
            }
        }
        guard let size = content.madeUpFileSize, content.index[id.unversioned] != nil else { return nil }
        return kind == .pdf ? MadeUpFile.pdf(id, size: size) : MadeUpFile.source(id, size: size)
    }

    private static func type(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: "%PDF".utf8) { return "application/pdf" }
        return bytes.starts(with: [0x1F, 0x8B]) ? "application/x-eprint-tar" : "application/x-eprint"
    }

    private static func hash(_ bytes: [UInt8]) -> String {
        String(bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 16)
    }
}
