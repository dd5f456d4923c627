import Answers
import Literature
import Ports

/// Papers of shelves for people, in the form of other lists.
enum ShelfPageText {
    /// A page of papers; `label` is said of the time of each.
    static func lines(_ page: ShelfPage, offset: Int, label: String, _ terminal: Terminal) -> [String] {
        var lines: [String] = []
        for (place, item) in page.items.enumerated() {
            lines += Self.lines(
                item.paper,
                item.entry.identifier,
                number: offset + place + 1,
                citations: item.citationCount,
                remark: "\(label) \(item.entry.added.day)",
                terminal
            )
        }
        if page.items.count < page.total {
            let range = page.items.isEmpty ? "0" : "\(offset + 1)-\(offset + page.items.count)"
            lines.append(terminal.styled("\(range) of \(page.total)", .faint))
        }
        return lines
    }

    /// One paper in a list.
    static func lines(
        _ paper: Paper?,
        _ identifier: PaperIdentifier,
        number: Int,
        citations: Int,
        remark: String,
        _ terminal: Terminal
    ) -> [String] {
        let place = String(repeating: " ", count: max(0, 3 - String(number).count)) + "\(number). "
        guard let paper else {
            let missing = terminal.styled("[not in the library]", .warning)
            return ["\(place)\(terminal.styled(identifier.description, .identifier)) \(missing)  \(remark)"]
        }
        var title = place + terminal.styled((paper.title ?? "(no title)").printable, .title)
        if paper.isWithdrawn { title += " " + terminal.styled("[withdrawn]", .warning) }
        if paper.isStub { title += " " + terminal.styled("[stub: only known as cited]", .warning) }
        var facts = [terminal.styled(paper.identifier.description, .identifier), paper.shortAuthors.printable]
        if let year = paper.year { facts.append(String(year)) }
        if let category = paper.categories.first { facts.append(category.printable) }
        facts.append(citations == 1 ? "1 citation" : "\(citations) citations")
        facts.append(remark)
        return [title, "     " + facts.filter { !$0.isEmpty }.joined(separator: "  ")]
    }
}
