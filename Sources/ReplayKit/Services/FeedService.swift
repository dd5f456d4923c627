import Literature

/// arXiv's feed of announcements: the papers of the newest day in the list.
struct FeedService {
    let content: ReplayContent

    func answer(_ request: ReplayRequest) -> ReplayAnswer {
        let names = Set(
            (request.path.split(separator: "/").last ?? "").lowercased().split(separator: "+").map(String.init)
        )
        let day = content.papers.last?.datestamp ?? ""
        let papers = content.papers.reversed().prefix { $0.datestamp == day }.filter { paper in
            (paper.categories ?? "").lowercased().split(separator: " ").contains { names.contains(String($0)) }
        }
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
            <channel><title>updates on arXiv.org</title>

            """
        for paper in papers {
            let id = paper.identifier.description
            let version = paper.versions.last?.number ?? 1
            let kind = version == 1 ? "new" : "replace"
            text += "<item>\n" + XMLText.element("title", paper.title)
            text += XMLText.element("link", "https://arxiv.org/abs/\(id)")
            text += XMLText.element(
                "description",
                "arXiv:\(id)v\(version) Announce Type: \(kind) \nAbstract: \(paper.abstract ?? "")"
            )
            text += XMLText.element("guid", "oai:arXiv.org:\(id)v\(version)", attributes: " isPermaLink=\"false\"")
            for category in (paper.categories ?? "").split(separator: " ") {
                text += XMLText.element("category", String(category))
            }
            text += XMLText.element("arxiv:announce_type", kind) + "</item>\n"
        }
        return .text(
            text + "</channel></rss>\n",
            type: "application/rss+xml",
            ids: papers.map(\.identifier.description)
        )
    }
}
