public import Literature

/// arXiv's daily announcements as RSS 2.0 (`rss.arxiv.org/rss/…`) or Atom 1.0 (`rss.arxiv.org/atom/…`), as described in
/// arXiv's help ("RSS feeds").
///
/// An announcement names an article and tells why it is in the list; the full record is asked for by its identifier.
public struct AnnouncementFeed: Hashable, Sendable {
    /// One article of a list.
    public struct Entry: Hashable, Sendable {
        /// The article, with the version that is announced where the feed names it.
        public var id: ArxivID
        /// `new`, `cross`, `replace` or `replace-cross`; nil when the feed does not say.
        public var kind: String?
        /// The title.
        public var title: String
        /// The abstract, without what the feed puts before it.
        public var abstract: String
        /// The categories, in the order of the feed.
        public var categories: [String]
    }

    /// The articles, in the order of the feed.
    public var entries: [Entry] = []
    /// When the feed was made, as given.
    public var published: String?
    /// Entries that name no article.
    public var issues: [ReadIssue] = []

    /// More entries than arXiv puts into a feed (2,000).
    private static let entryLimit = 20_000

    /// Reads a feed.
    ///
    /// - Throws: when it is neither RSS nor Atom, or is cut off.
    public init(reading input: ByteInput) throws(ReadIssue) {
        let stream = XMLStream(input)
        var isRootSeen = false
        var draft = Draft()
        while true {
            switch stream.next() {
            case .end:
                if isRootSeen { return }
                throw ReadIssue(line: 0, byte: 0, message: "the feed is empty", extent: .restOfInput)
            case .failure(let issue):
                throw issue
            case .event(let event):
                if !isRootSeen, event.name != "rss", event.name != "feed" {
                    let message = "neither RSS nor Atom: the outermost element is '\(event.name)'"
                    throw ReadIssue(line: event.line, byte: event.byte, message: message, extent: .restOfInput)
                }
                isRootSeen = true
                take(event, &draft)
            }
        }
    }

    private struct Draft {
        var fields: [String: String] = [:]
        var categories: [String] = []
    }

    private mutating func take(_ event: XMLEvent, _ draft: inout Draft) {
        let isEntry = event.name == "item" || event.name == "entry"
        if event.kind == .start {
            if isEntry { draft = Draft() }
            if let term = event["term"], event.name == "category", draft.categories.count < 1000 {
                draft.categories.append(term)
            }
            if event.name == "link", let href = event["href"], event["rel"] ?? "alternate" == "alternate" {
                draft.fields["link"] = href
            }
            return
        }
        if isEntry {
            finish(draft, event)
        } else if event.parent == "item" || event.parent == "entry" {
            if event.name == "category", !event.text.isEmpty, draft.categories.count < 1000 {
                draft.categories.append(event.text)
            } else if !event.text.isEmpty, draft.fields[event.name] == nil {
                draft.fields[event.name] = event.text
            }
        } else if event.parent == "channel" || event.parent == "feed",
            event.name == "pubDate" || event.name == "updated"
        {
            published = event.text
        }
    }

    private mutating func finish(_ draft: Draft, _ event: XMLEvent) {
        guard entries.count < Self.entryLimit else { return }
        let names = [draft.fields["guid"], draft.fields["id"], draft.fields["link"]].compactMap { $0 }
        guard let id = names.lazy.compactMap({ ArxivID($0) }).first else {
            let title = FieldText.excerpt(draft.fields["title"] ?? "")
            issues.append(
                ReadIssue(line: event.line, byte: event.byte, message: "the entry '\(title)' names no arXiv article")
            )
            return
        }
        let text = draft.fields["description"] ?? draft.fields["summary"] ?? ""
        entries.append(
            Entry(
                id: id,
                kind: draft.fields["announce_type"] ?? Self.kind(text),
                title: FieldText.folded(draft.fields["title"] ?? ""),
                abstract: Self.abstract(text),
                categories: draft.categories
            )
        )
    }

    /// The kind that stands before the abstract, where the feed has no element for it.
    private static func kind(_ text: String) -> String? {
        guard text.hasPrefix("arXiv:") else { return nil }
        let words = text.utf8.split(maxSplits: 4, whereSeparator: { $0 <= 0x20 }).map { String(Substring($0)) }
        return words.count > 3 && words[1] == "Announce" && words[2] == "Type:" ? words[3] : nil
    }

    /// `arXiv:2401.00001v1 Announce Type: new \nAbstract: …` without its head.
    private static func abstract(_ text: String) -> String {
        guard text.hasPrefix("arXiv:") else { return FieldText.folded(text) }
        let words = FieldText.folded(text).split(separator: " ", omittingEmptySubsequences: true)
        guard let head = words.prefix(12).firstIndex(of: "Abstract:") else { return FieldText.folded(text) }
        return words[(head + 1)...].joined(separator: " ")
    }
}
