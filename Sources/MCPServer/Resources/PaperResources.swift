import Answers
import Engine
import Literature
import Ports

/// What clients can read without calling a tool: papers, and what the library holds.
struct PaperResources: Sendable {
    private static let paperScheme = "arxiv://paper/"
    private static let library = "arxiv://library"

    private let queries: CachedQueries

    init(_ queries: CachedQueries) {
        self.queries = queries
    }

    func list(for revision: ProtocolRevision) -> JSONValue {
        [
            Self.entry(
                ["uri": .string(Self.library), "mimeType": "application/json"],
                "library",
                "What the library holds",
                "How many papers, authors and citations there are, by category and year.",
                revision
            )
        ]
    }

    func templates(for revision: ProtocolRevision) -> JSONValue {
        [
            Self.entry(
                ["uriTemplate": .string(Self.paperScheme + "{id}"), "mimeType": "text/markdown"],
                "paper",
                "A paper",
                "The record of a paper, by any of its identifiers: arxiv://paper/hep-th/9711200. As text for models, and as JSON.",
                revision
            )
        ]
    }

    private static func entry(
        _ members: [String: JSONValue],
        _ name: String,
        _ title: String,
        _ summary: String,
        _ revision: ProtocolRevision
    ) -> JSONValue {
        var members = members
        members["name"] = .string(name)
        members["description"] = .string(summary)
        if revision >= .june2025 { members["title"] = .string(title) }
        return .object(members)
    }

    /// The contents of a resource.
    ///
    /// - Throws: ``RPCError`` for one that is not there; the stores' errors.
    func contents(of uri: String, in revision: ProtocolRevision) async throws -> [JSONValue] {
        if uri == Self.library {
            let statistics = try await queries.answer(StatisticsQuery())
            return [try Self.json(LibraryJSON(statistics), uri)]
        }
        guard uri.hasPrefix(Self.paperScheme), let name = Self.decoded(uri.dropFirst(Self.paperScheme.count)),
            let identifier = PaperIdentifier(name)
        else {
            throw RPCError.unknownResource(
                uri,
                "Resource not found; papers are arxiv://paper/ and an identifier",
                in: revision
            )
        }
        guard let found = try await queries.answer(ShowQuery(identifier)) else {
            throw RPCError.unknownResource(
                uri,
                "Resource not found: the library does not have this paper",
                in: revision
            )
        }
        let paper = PaperJSON(found.paper, citationCount: found.citationCount, referenceCount: found.referenceCount)
        let text: JSONValue = [
            "uri": .string(uri), "mimeType": "text/markdown",
            "text": .string(OutputLimits.bounded(AnswerText.paper(found))),
        ]
        return [text, try Self.json(paper, uri)]
    }

    private static func json(_ value: some Encodable, _ uri: String) throws -> JSONValue {
        let text = String(decoding: try OutputLimits.bounded(value).bytes, as: UTF8.self)
        return [
            "uri": .string(uri), "mimeType": "application/json", "text": .string(text),
            "_meta": ["arxiv-cosci/untrusted": PaperData.fields],
        ]
    }

    /// A text without percent signs that stand for bytes; nil when they are no UTF-8.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            guard digits.count == 2 else { return nil }
            let value = UInt8(digits[0] << 4 | digits[1])
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
