import Answers

/// A parameter of a tool: what clients are told of it, and what is checked before the tool runs.
public struct ToolParameter: Sendable {
    /// What values it takes.
    public enum Kind: Sendable {
        /// A text of at most so many characters, which is not empty.
        case text(limit: Int)
        /// A whole number.
        case integer(ClosedRange<Int>, standard: Int?)
        /// Yes or no; no when it is left out.
        case flag
        /// One of some words.
        case choice([String], standard: String?)
        /// Texts of at most so many characters.
        case list(count: ClosedRange<Int>, limit: Int)
    }

    /// Its name.
    public let name: String
    /// What it means.
    public let summary: String
    /// What values it takes.
    public let kind: Kind
    /// Whether it cannot be left out.
    public let isRequired: Bool

    /// A parameter.
    public init(_ name: String, _ kind: Kind, _ summary: String, isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.summary = summary
        self.isRequired = isRequired
    }

    /// Its JSON Schema.
    var schema: JSONValue {
        var members: [String: JSONValue] = ["description": .string(summary)]
        switch kind {
        case .text(let limit):
            members["type"] = "string"
            members["minLength"] = 1
            members["maxLength"] = .integer(limit)
        case .integer(let range, let standard):
            members["type"] = "integer"
            members["minimum"] = .integer(range.lowerBound)
            members["maximum"] = .integer(range.upperBound)
            members["default"] = standard.map { .integer($0) }
        case .flag:
            members["type"] = "boolean"
            members["default"] = false
        case .choice(let words, let standard):
            members["type"] = "string"
            members["enum"] = .array(words.map { .string($0) })
            members["default"] = standard.map { .string($0) }
        case .list(let count, let limit):
            members["type"] = "array"
            members["items"] = ["type": "string", "minLength": 1, "maxLength": .integer(limit)]
            members["minItems"] = .integer(count.lowerBound)
            members["maxItems"] = .integer(count.upperBound)
        }
        return .object(members)
    }

    /// What is wrong with a value; nil when nothing is.
    func complaint(about value: JSONValue) -> String? {
        switch (kind, value) {
        case (.text(let limit), .string(let text)): return Self.complaint(about: text, limit: limit)
        case (.integer(let range, _), .integer(let number)):
            return range.contains(number) ? nil : "must be from \(range.lowerBound) to \(range.upperBound)"
        case (.integer, _): return "must be a whole number"
        case (.flag, .boolean): return nil
        case (.flag, _): return "must be true or false"
        case (.choice(let words, _), .string(let word)):
            return words.contains(word) ? nil : "must be one of: \(words.joined(separator: ", "))"
        case (.list(let count, let limit), .array(let values)):
            guard count.contains(values.count) else {
                return "must have \(count.lowerBound) to \(count.upperBound) items"
            }
            for value in values {
                guard case .string(let text) = value else { return "must have texts as items" }
                if let complaint = Self.complaint(about: text, limit: limit) { return "has an item that \(complaint)" }
            }
            return nil
        case (.list, _): return "must be a list of texts"
        case (.text, _), (.choice, _): return "must be a text"
        }
    }

    private static func complaint(about text: String, limit: Int) -> String? {
        if text.allSatisfy(\.isWhitespace) { return "must not be empty" }
        return text.count > limit ? "must have at most \(limit) characters" : nil
    }
}
