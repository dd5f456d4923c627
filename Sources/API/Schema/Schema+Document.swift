import Answers

extension Schema {
    /// The schema in JSON Schema (2020-12), as OpenAPI 3.1 has it.
    var document: JSONValue {
        switch self {
        case .text(let rule): rule.document
        case .integer(let range): Self.numeric("integer", range.lowerBound, range.upperBound)
        case .number(let range): Self.number(range)
        case .boolean: .object(["type": .string("boolean")])
        case .choice(let choices): .object(["type": .string("string"), "enum": .array(choices.map { .string($0) })])
        case .array(let element, let count): Self.array(element, count)
        case .object(let rule): rule.document
        case .map(let schema):
            .object(["type": .string("object"), "additionalProperties": schema.document])
        case .named(let name): .object(["$ref": .string("#/components/schemas/\(name)")])
        case .nullable(let schema): .object(["anyOf": .array([schema.document, .object(["type": .string("null")])])])
        case .any: .object([:])
        }
    }

    private static func numeric(_ type: String, _ lower: Int, _ upper: Int) -> JSONValue {
        var members: [String: JSONValue] = ["type": .string(type)]
        if lower != Int.min { members["minimum"] = .integer(lower) }
        if upper != Int.max { members["maximum"] = .integer(upper) }
        return .object(members)
    }

    private static func number(_ range: ClosedRange<Double>) -> JSONValue {
        var members: [String: JSONValue] = ["type": .string("number")]
        if range.lowerBound > -Double.greatestFiniteMagnitude { members["minimum"] = .number(range.lowerBound) }
        if range.upperBound < Double.greatestFiniteMagnitude { members["maximum"] = .number(range.upperBound) }
        return .object(members)
    }

    private static func array(_ element: Schema, _ count: ClosedRange<Int>) -> JSONValue {
        var members: [String: JSONValue] = ["type": .string("array"), "items": element.document]
        if count.lowerBound > 0 { members["minItems"] = .integer(count.lowerBound) }
        if count.upperBound != Int.max { members["maxItems"] = .integer(count.upperBound) }
        return .object(members)
    }
}

extension Schema.TextRule {
    fileprivate var document: JSONValue {
        var members: [String: JSONValue] = ["type": .string("string")]
        if length.lowerBound > 0 { members["minLength"] = .integer(length.lowerBound) }
        if length.upperBound != Int.max { members["maxLength"] = .integer(length.upperBound) }
        if let pattern { members["pattern"] = .string(pattern) }
        if kind != .plain { members["format"] = .string(kind.rawValue) }
        if let example { members["examples"] = .array([.string(example)]) }
        return .object(members)
    }
}

extension Schema.ObjectRule {
    fileprivate var document: JSONValue {
        var properties: [String: JSONValue] = [:]
        for member in members {
            var schema = member.schema.document
            if !member.summary.isEmpty, case .object(var parts) = schema {
                parts["description"] = .string(member.summary)
                schema = .object(parts)
            }
            properties[member.name] = schema
        }
        var result: [String: JSONValue] = ["type": .string("object"), "properties": .object(properties)]
        let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { result["required"] = .array(required) }
        if !isOpen { result["additionalProperties"] = .boolean(false) }
        if !needsOneOf.isEmpty {
            result["anyOf"] = .array(needsOneOf.map { .object(["required": .array([.string($0)])]) })
        }
        return .object(result)
    }
}
