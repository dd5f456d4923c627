import Foundation
import Literature

/// Semantic Scholar's graph over the list of papers and citations.
struct GraphService {
    /// The most identifiers, and citations and references in all, of a batch.
    private static let batchIDs = 500
    private static let batchLinks = 9999

    let content: ReplayContent

    func answer(_ request: ReplayRequest, kind: RequestKind, isEmpty: Bool) -> ReplayAnswer {
        switch kind {
        case .batch: batch(request)
        case .citations: links(request, content.citations, "citingPaper", isEmpty: isEmpty)
        case .references: links(request, content.references, "citedPaper", isEmpty: isEmpty)
        case .search: search(request, isEmpty: isEmpty)
        case .bulk: bulk(request, isEmpty: isEmpty)
        case .paper: paper(request)
        default: .error(404, "this server has no recording of that")
        }
    }

    private func position(_ name: String) -> Int? {
        let name = name.uppercased().hasPrefix("ARXIV:") ? String(name.dropFirst(6)) : name
        if let id = ArxivID(name) { return content.index[id.unversioned] }
        if name.lowercased().hasPrefix("corpusid:") {
            return Int(name.dropFirst(9)).flatMap { content.papers.indices.contains($0 - 1) ? $0 - 1 : nil }
        }
        guard name.count == 40, let number = Int(name.suffix(10), radix: 16) else { return nil }
        return content.papers.indices.contains(number - 1) ? number - 1 : nil
    }

    private func batch(_ request: ReplayRequest) -> ReplayAnswer {
        // A body that cannot be read is answered as the service does.
        guard let value = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any],
            let names = value["ids"] as? [String]
        else { return .error(400, "Could not parse the body") }
        guard names.count <= Self.batchIDs else { return .error(400, "Too many ids: at most 500 are allowed") }
        let fields = Set((request["fields"] ?? "").split(separator: ",").map { String($0.prefix { $0 != "." }) })
        let positions = names.map(position)
        let count = positions.compactMap { $0 }.reduce(0) { sum, position in
            sum + (fields.contains("references") ? content.references[position]?.count ?? 0 : 0)
                + (fields.contains("citations") ? content.citations[position]?.count ?? 0 : 0)
        }
        guard count <= Self.batchLinks else {
            return .error(400, "Response would exceed maximum size: fewer ids or fields are needed")
        }
        let rows = positions.map { $0.map { object($0, lists: fields) } ?? "null" }
        return .json(
            "[" + rows.joined(separator: ",") + "]",
            ids: positions.compactMap { $0.map { content.papers[$0].identifier.description } }
        )
    }

    private func paper(_ request: ReplayRequest) -> ReplayAnswer {
        let name = request.path.split(separator: "/").dropFirst(3).joined(separator: "/")
        guard let position = position(name) else { return .error(404, "Paper with id \(name) not found") }
        return .json(object(position, lists: []), ids: [content.papers[position].identifier.description])
    }

    private func links(_ request: ReplayRequest, _ lists: [Int: [Int]], _ key: String, isEmpty: Bool) -> ReplayAnswer {
        let name = request.path.split(separator: "/").dropFirst(3).dropLast().joined(separator: "/")
        guard let subject = position(name) else { return .error(404, "Paper with id \(name) not found") }
        let offset = request["offset"].flatMap { Int($0) } ?? 0
        let limit = request["limit"].flatMap { Int($0) } ?? 100
        guard (1...1000).contains(limit) else { return .error(400, "limit must be <= 1000") }
        guard offset >= 0, offset + limit < 10000 else { return .error(400, "offset + limit must be < 10000") }
        var all = (lists[subject] ?? []).sorted { day($0) != day($1) ? day($0) > day($1) : $0 < $1 }
        if let window = request["publicationDateOrYear"] {
            let ends = window.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            let until = ends.count > 1 ? ends[1] : ends[0]
            all = all.filter { day($0) >= ends[0] && (until.isEmpty || day($0) <= until) }
        }
        let page = isEmpty ? [] : Array(all.dropFirst(offset).prefix(limit))
        let rows = page.map { "{\"\(key)\":\(object($0, lists: []))}" }.joined(separator: ",")
        let next = offset + page.count < all.count && !isEmpty ? ",\"next\":\(offset + page.count)" : ""
        return .json(
            "{\"offset\":\(offset)\(next),\"data\":[\(rows)]}",
            ids: page.map { content.papers[$0].identifier.description }
        )
    }

    private func matches(_ query: String) -> [Int] {
        let words = query.lowercased().split(separator: " ").map(String.init)
        return content.papers.indices.filter { position in
            let paper = content.papers[position]
            let text = ((paper.title ?? "") + " " + (paper.abstract ?? "")).lowercased()
            return words.allSatisfy { text.contains($0) }
        }
    }

    private func search(_ request: ReplayRequest, isEmpty: Bool) -> ReplayAnswer {
        let offset = request["offset"].flatMap { Int($0) } ?? 0
        let limit = request["limit"].flatMap { Int($0) } ?? 10
        guard (1...100).contains(limit), offset >= 0 else { return .error(400, "limit must be <= 100") }
        guard offset + limit <= 1000 else { return .error(400, "offset + limit must be <= 1000") }
        let all = matches(request["query"] ?? "")
        let page = isEmpty ? [] : Array(all.dropFirst(offset).prefix(limit))
        let rows = page.map { object($0, lists: []) }.joined(separator: ",")
        let end = offset + page.count
        let next = end < all.count && end < 1000 ? ",\"next\":\(end)" : ""
        return .json("{\"total\":\(all.count),\"offset\":\(offset)\(next),\"data\":[\(rows)]}")
    }

    private func bulk(_ request: ReplayRequest, isEmpty: Bool) -> ReplayAnswer {
        let all = matches(request["query"] ?? "")
        let start = request["token"].flatMap { Int($0, radix: 36) } ?? 0
        let page = isEmpty ? [] : Array(all.dropFirst(start).prefix(1000))
        let rows = page.map { object($0, lists: []) }.joined(separator: ",")
        let token = start + page.count < all.count ? "\"\(String(start + page.count, radix: 36))\"" : "null"
        return .json("{\"total\":\(all.count),\"token\":\(token),\"data\":[\(rows)]}")
    }

    // MARK: Papers

    private func day(_ position: Int) -> String {
        let paper = content.papers[position]
        return (paper.versions.first?.created ?? paper.submitted)?.day ?? "1970-01-01"
    }

    private func identity(_ position: Int) -> String {
        let hash = String(position + 1, radix: 16)
        let id = content.papers[position].identifier
        let doi = content.papers[position].doi.map { ",\"DOI\":\(JSONText.quoted($0))" } ?? ""
        return "\"paperId\":\"\(String(repeating: "0", count: 40 - hash.count) + hash)\",\"externalIds\":"
            + "{\"ArXiv\":\(JSONText.quoted(id.description)),\"CorpusId\":\(position + 1)\(doi)},"
            + "\"title\":\(JSONText.orNull(content.papers[position].title))"
    }

    private func object(_ position: Int, lists: Set<String>) -> String {
        let paper = content.papers[position]
        let day = day(position)
        var text = "{" + identity(position) + ",\"corpusId\":\(position + 1),\"year\":\(day.prefix(4))"
        text += ",\"publicationDate\":\"\(day)\",\"abstract\":\(JSONText.orNull(paper.abstract))"
        text += ",\"venue\":\"\",\"citationCount\":\(content.citations[position]?.count ?? 0)"
        text += ",\"referenceCount\":\(content.references[position]?.count ?? 0),\"authors\":["
        let names = paper.authors.authors.map { "{\"authorId\":null,\"name\":\(JSONText.quoted($0.name))}" }
        text += names.joined(separator: ",") + "]"
        for (name, list) in [("references", content.references), ("citations", content.citations)]
        where lists.contains(name) {
            text +=
                ",\"\(name)\":[" + (list[position] ?? []).map { "{" + identity($0) + "}" }.joined(separator: ",") + "]"
        }
        return text + "}"
    }
}
