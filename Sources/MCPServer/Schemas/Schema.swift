import Answers

/// JSON Schemas (2020-12) of what tools give.
enum Schema {
    static let text: JSONValue = ["type": "string"]
    static let integer: JSONValue = ["type": "integer"]
    static let number: JSONValue = ["type": "number"]
    static let flag: JSONValue = ["type": "boolean"]
    static let texts = list(text)

    static func list(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

    /// A value that may be null.
    static func nullable(_ type: String) -> JSONValue { ["type": [.string(type), "null"]] }

    /// An object with members that are always there, and others.
    static func object(_ required: [String: JSONValue], optional: [String: JSONValue] = [:]) -> JSONValue {
        [
            "type": "object", "properties": .object(required.merging(optional) { $1 }),
            "required": .array(required.keys.sorted().map { .string($0) }),
        ]
    }

    /// Members of papers in lists.
    static let summaryMembers: [String: JSONValue] = [
        "arxiv_id": nullable("string"), "identifier": text, "title": nullable("string"), "authors": texts,
        "year": nullable("integer"), "categories": texts, "citation_count": integer, "stub": flag, "withdrawn": flag,
    ]

    /// A paper in a list, with more members of the list.
    static func summary(_ more: [String: JSONValue] = [:], optional: [String: JSONValue] = [:]) -> JSONValue {
        object(summaryMembers.merging(more) { $1 }, optional: optional)
    }

    /// A work of the citation graph: all members of a paper, or its identifier and citations alone.
    static func work(_ more: [String: JSONValue] = [:], optional: [String: JSONValue] = [:]) -> JSONValue {
        let always: [String: JSONValue] = ["identifier": text, "citation_count": integer]
        return object(
            always.merging(more) { $1 },
            optional: summaryMembers.filter { always[$0.key] == nil }.merging(optional) { $1 }
        )
    }

    /// Parts of the index that are older than the library.
    static let behind = list(text)
}
