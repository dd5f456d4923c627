import Foundation
import Literature

/// arXiv's query API over the list of papers: `id_list`, and `search_query` with terms `cat:`, `ti:`, `au:`, `abs:`, `all:` joined
/// by AND.
struct QueryService {
    let content: ReplayContent

    func answer(_ request: ReplayRequest, isEmpty: Bool) -> ReplayAnswer {
        let start = request["start"].flatMap { Int($0) } ?? 0
        let count = request["max_results"].flatMap { Int($0) } ?? 10
        guard start >= 0, count >= 0, count <= 2000, start + count <= 32000 else {
            return error("max_results_must_be_less_than_2000", "max_results must be less than 2000")
        }
        let found: [(ArxivID, PaperRecord)]
        if let list = request["id_list"], !list.isEmpty {
            switch listed(list) {
            case .success(let papers): found = papers
            case .failure(let wrong):
                return error("incorrect_id_format_for_\(wrong.name)", "incorrect id format for \(wrong.name)")
            }
        } else if let query = request["search_query"], !query.isEmpty {
            guard let papers = searched(query) else {
                return error("bad_query", "this server does not know that query")
            }
            found = papers
        } else {
            found = []
        }
        let page = isEmpty ? [] : found.dropFirst(start).prefix(count)
        var feed = head(total: found.count, start: start, count: count)
        for (id, paper) in page { feed += Self.entry(id, paper) }
        return .text(
            feed + "</feed>\n",
            type: "application/atom+xml; charset=utf-8",
            ids: page.map { $0.0.unversioned.description }
        )
    }

    private struct WrongID: Error {
        var name: String
    }

    private func listed(_ list: String) -> Result<[(ArxivID, PaperRecord)], WrongID> {
        var found: [(ArxivID, PaperRecord)] = []
        for name in list.split(separator: ",") {
            guard let id = ArxivID(String(name)) else { return .failure(WrongID(name: String(name))) }
            guard let position = content.index[id.unversioned] else { continue }
            let paper = content.papers[position]
            let newest = paper.versions.last?.number ?? 1
            guard (id.version ?? 1) <= newest else { continue }
            found.append((id.version == nil ? id.withVersion(newest) ?? id : id, paper))
        }
        return .success(found)
    }

    private func searched(_ query: String) -> [(ArxivID, PaperRecord)]? {
        var terms: [(field: String, text: String)] = []
        for term in query.components(separatedBy: " AND ") {
            let sides = term.split(separator: ":", maxSplits: 1).map(String.init)
            let field = sides.count == 2 ? sides[0] : "all"
            guard ["cat", "ti", "au", "abs", "all"].contains(field) else { return nil }
            terms.append((field, (sides.last ?? "").lowercased().replacingOccurrences(of: "\"", with: "")))
        }
        return content.papers.compactMap { paper in
            guard let id = paper.identifier.arxivID else { return nil }
            let fits = terms.allSatisfy { Self.fits(paper, $0.field, $0.text) }
            return fits ? (id.withVersion(paper.versions.last?.number ?? 1) ?? id, paper) : nil
        }
    }

    private static func fits(_ paper: PaperRecord, _ field: String, _ text: String) -> Bool {
        func holds(_ part: String?) -> Bool { part?.lowercased().contains(text) ?? false }
        return switch field {
        case "cat": (paper.categories ?? "").lowercased().split(separator: " ").contains { $0 == text }
        case "ti": holds(paper.title)
        case "au": holds(paper.authorsText)
        case "abs": holds(paper.abstract)
        default: holds(paper.title) || holds(paper.abstract) || holds(paper.authorsText)
        }
    }

    private func head(total: Int, start: Int, count: Int) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
        xmlns:arxiv="http://arxiv.org/schemas/atom">
        <title>arXiv Query</title>
        <opensearch:itemsPerPage>\(count)</opensearch:itemsPerPage>
        <opensearch:totalResults>\(total)</opensearch:totalResults>
        <opensearch:startIndex>\(start)</opensearch:startIndex>

        """
    }

    private func error(_ code: String, _ message: String) -> ReplayAnswer {
        let feed =
            head(total: 1, start: 0, count: 1)
            + "<entry><id>http://arxiv.org/api/errors#\(XMLText.escaped(code))</id><title>Error</title>"
            + "<summary>\(XMLText.escaped(message))</summary></entry></feed>\n"
        return .text(feed, type: "application/atom+xml; charset=utf-8", status: 400)
    }

    private static func entry(_ id: ArxivID, _ paper: PaperRecord) -> String {
        let version = paper.versions.first { $0.number == id.version }
        let first = paper.versions.first?.created ?? paper.submitted
        var text = "<entry>\n<id>http://arxiv.org/abs/\(id)</id>\n"
        text += XMLText.element("updated", (version?.created ?? first)?.description)
        text += XMLText.element("published", first?.description)
        text += XMLText.element("title", paper.title) + XMLText.element("summary", paper.abstract)
        for author in paper.authors.authors { text += "<author>\n\(XMLText.element("name", author.name))</author>\n" }
        text += XMLText.element("arxiv:comment", paper.comments)
        text += XMLText.element("arxiv:journal_ref", paper.journalReference) + XMLText.element("arxiv:doi", paper.doi)
        let categories = (paper.categories ?? "").split(separator: " ")
        if let primary = categories.first { text += "<arxiv:primary_category term=\"\(primary)\"/>\n" }
        for category in categories {
            text += "<category term=\"\(category)\" scheme=\"http://arxiv.org/schemas/atom\"/>\n"
        }
        return text + "</entry>\n"
    }
}
