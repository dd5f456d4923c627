import Foundation
import Literature

/// OpenAlex's works over the list of papers: single works, `filter=doi:…`, `filter=openalex:…`, `filter=cites:…`,
/// and all of them by cursor.
struct WorksService {
    let content: ReplayContent

    func answer(_ request: ReplayRequest, isEmpty: Bool) -> ReplayAnswer {
        let name = request.path.dropFirst("/works".count).drop { $0 == "/" }
        guard name.isEmpty else {
            guard let position = position(String(name)) else { return .error(404, "not found") }
            return .json(work(position), ids: [content.papers[position].identifier.description])
        }
        let size = request["per_page"].flatMap { Int($0) } ?? 25
        guard (1...100).contains(size) else { return .error(400, "per_page must be between 1 and 100") }
        var all = Array(content.papers.indices)
        if let filter = request["filter"] {
            let sides = filter.split(separator: ":", maxSplits: 1).map(String.init)
            guard sides.count == 2, ["doi", "openalex", "cites"].contains(sides[0]) else {
                return .error(403, "this server does not know that filter")
            }
            all = sides[1].split(separator: "|").compactMap { position(String($0)) }
            if sides[0] == "cites" { all = all.flatMap { content.citations[$0] ?? [] } }
        }
        let start = request["cursor"].flatMap { $0 == "*" ? 0 : Int($0, radix: 36) } ?? 0
        let page = isEmpty ? [] : Array(all.dropFirst(start).prefix(size))
        let rows = page.map { work($0) }.joined(separator: ",")
        let end = start + page.count
        let next = request["cursor"] != nil && end < all.count ? "\"\(String(end, radix: 36))\"" : "null"
        return .json(
            "{\"meta\":{\"count\":\(all.count),\"per_page\":\(size),\"next_cursor\":\(next)},\"results\":[\(rows)]}",
            ids: page.map { content.papers[$0].identifier.description }
        )
    }

    private func position(_ name: String) -> Int? {
        let name = name.lowercased().hasPrefix("doi:") ? String(name.dropFirst(4)) : name
        switch PaperIdentifier(name) {
        case .arxiv(let id)?: return content.index[id.unversioned]
        case .openAlex(let number)?:
            guard let position = Int(exactly: number), content.papers.indices.contains(position - 1) else { return nil }
            return position - 1
        default: return nil
        }
    }

    private func work(_ position: Int) -> String {
        let paper = content.papers[position]
        let day = (paper.versions.first?.created ?? paper.submitted)?.day ?? "1970-01-01"
        var doi: String?
        if let id = paper.identifier.arxivID { doi = "https://doi.org/" + id.doi }
        let title = JSONText.orNull(paper.title)
        var text = "{\"id\":\"https://openalex.org/W\(position + 1)\",\"doi\":" + JSONText.orNull(doi)
        text += ",\"title\":" + title + ",\"display_name\":" + title
        text += ",\"publication_year\":\(day.prefix(4)),\"publication_date\":\"\(day)\""
        text += ",\"cited_by_count\":\(content.citations[position]?.count ?? 0),\"authorships\":["
        var names: [String] = []
        for author in paper.authors.authors {
            names.append("{\"author\":{\"display_name\":" + JSONText.quoted(author.name) + "}}")
        }
        text += names.joined(separator: ",") + "],\"referenced_works\":["
        var cited: [String] = []
        for other in content.references[position] ?? [] { cited.append("\"https://openalex.org/W\(other + 1)\"") }
        return text + cited.joined(separator: ",") + "]}"
    }
}
