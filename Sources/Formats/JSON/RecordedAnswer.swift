import Literature

/// One HTTP answer out of a recording.
public struct RecordedAnswer: Sendable {
    /// The address that was asked.
    public var url: String
    /// What was sent with the question.
    public var requestBody: String
    /// The HTTP status.
    public var status: Int
    /// The body of the answer; may be gzipped.
    public var body: [UInt8]
    /// The line of the recording where the answer stands.
    public var line: Int

    /// An answer.
    public init(url: String, requestBody: String, status: Int, body: [UInt8], line: Int) {
        self.url = url
        self.requestBody = requestBody
        self.status = status
        self.body = body
        self.line = line
    }

    /// The answers in a recording: JSON with `url`, `status_code` and `body`, or a VCR cassette.
    ///
    /// - Parameter bytes: the whole recording.
    /// - Throws: when it is none.
    public static func all(in bytes: [UInt8]) throws(ReadIssue) -> [RecordedAnswer] {
        try bytes.withUnsafeBytes { RecordingParser.answers($0) }.get()
    }
}

/// What an answer is about, by its address.
enum AnswerKind {
    /// Papers, in this format; `about` is the subject of lists of citations and references.
    case papers(SourceFormat, about: PaperIdentifier?)
    /// Something that no reader takes, with the reason.
    case foreign(String)
    /// An address of a service that is not known: the content decides.
    case unknown

    /// Tells by scheme, host and path.
    init(url: String) {
        let (host, path) = Self.split(url)
        switch host {
        case "api.semanticscholar.org": self = Self.semanticScholar(path)
        case "api.openalex.org":
            self =
                path.hasPrefix("works")
                ? .papers(.openAlex, about: nil) : .foreign("OpenAlex's answers of this kind are not about papers")
        case "api.crossref.org", "api.unpaywall.org", "api.datacite.org":
            self = .foreign("answers of \(host) are not a supported format")
        case "oaipmh.arxiv.org": self = .papers(.oai, about: nil)
        default: self = host.hasSuffix("arxiv.org") ? Self.arxiv(path) : .unknown
        }
    }

    private static func arxiv(_ path: String) -> AnswerKind {
        if path.hasPrefix("api/query") { return .papers(.atom, about: nil) }
        if path.hasPrefix("oai") { return .papers(.oai, about: nil) }
        return .unknown
    }

    private static func semanticScholar(_ path: String) -> AnswerKind {
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        if parts.first == "datasets" {
            return .foreign("Semantic Scholar's answers about data sets are not about papers")
        }
        if parts.contains("snippet") { return .foreign("Semantic Scholar's text snippets are not about papers") }
        if parts.contains("author"), parts.last != "papers" {
            return .foreign("Semantic Scholar's answers about authors are not about papers")
        }
        guard let start = parts.firstIndex(of: "paper"), let last = parts.last else {
            return .papers(.semanticScholar, about: nil)
        }
        if last == "authors" { return .foreign("Semantic Scholar's answers about authors are not about papers") }
        guard last == "citations" || last == "references", start + 1 < parts.count - 1 else {
            return .papers(.semanticScholar, about: nil)
        }
        let id = percentDecoded(parts[(start + 1)..<(parts.count - 1)].joined(separator: "/"))
        return .papers(.semanticScholar, about: PaperIdentifier(id))
    }

    /// Host and path, without scheme, query and fragment.
    private static func split(_ url: String) -> (host: String, path: String) {
        var rest = url[...]
        if let scheme = rest.range(ofASCII: "://") { rest = rest[scheme.upperBound...] }
        rest = rest.prefix { $0 != "?" && $0 != "#" }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        return (rest[..<slash].lowercased(), String(rest[slash...].drop { $0 == "/" }))
    }

    /// Percent escapes decoded; broken ones are kept.
    private static func percentDecoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                output.append(value)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

extension Substring {
    /// Where the ASCII text `needle` first stands.
    fileprivate func range(ofASCII needle: String) -> Range<Index>? {
        guard let first = needle.first else { return nil }
        var start = startIndex
        while let found = self[start...].firstIndex(of: first) {
            if self[found...].hasPrefix(needle) { return found..<index(found, offsetBy: needle.count) }
            start = index(after: found)
        }
        return nil
    }
}

/// What a service says when it refuses.
public enum UpstreamMessage {
    /// The message in the body of an answer that is an error: of JSON, an Atom error entry, or an HTML page.
    ///
    /// - Returns: nil when there is none.
    public static func find(in body: [UInt8]) -> String? {
        let json = body.withUnsafeBytes { bytes -> JSONValue? in
            do throws(JSONError) { return try JSONValue(parsing: bytes) } catch { return nil }
        }
        if let json { return json["error"]?.text ?? json["message"]?.text }
        let text = String(decoding: body.prefix(64 << 10), as: UTF8.self)
        return element("summary", in: text) ?? element("title", in: text)
    }

    private static func element(_ name: String, in text: String) -> String? {
        let text = text[...]
        guard let open = text.range(ofASCII: "<\(name)") else { return nil }
        guard let start = text[open.upperBound...].firstIndex(of: ">") else { return nil }
        let content = text[text.index(after: start)...]
        guard let end = content.range(ofASCII: "</\(name)") else { return nil }
        let words = FieldText.folded(String(content[..<end.lowerBound]))
        return words.isEmpty ? nil : words
    }
}
