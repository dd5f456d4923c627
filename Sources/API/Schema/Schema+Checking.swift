import Answers
import Engine
import Literature

/// What is wrong with a value of a request.
struct FieldIssue: Encodable, Hashable, Sendable {
    /// The parameter, or the way to the member: `references[3]`.
    var field: String
    /// What is wrong, and what would be right.
    var message: String
}

extension Schema {
    /// Finds what is wrong with a value; nothing when it is as it should be.
    func issues(with value: JSONValue, at field: String) -> [FieldIssue] {
        switch (self, value) {
        case (.any, _), (.named, _): []
        case (.nullable, .null): []
        case (.nullable(let schema), _): schema.issues(with: value, at: field)
        case (.text(let rule), .string(let text)):
            rule.complaint(text).map { [FieldIssue(field: field, message: $0)] } ?? []
        case (.integer(let range), .integer(let number)):
            range.contains(number)
                ? [] : [FieldIssue(field: field, message: Self.between(range.lowerBound, range.upperBound))]
        case (.number(let range), .integer(let number)): Self.issues(Double(number), in: range, at: field)
        case (.number(let range), .number(let number)): Self.issues(number, in: range, at: field)
        case (.boolean, .boolean): []
        case (.choice(let choices), .string(let text)):
            choices.contains(text)
                ? [] : [FieldIssue(field: field, message: "one of \(choices.joined(separator: ", ")) is needed")]
        case (.array(let element, let count), .array(let values)): Self.issues(with: values, element, count, at: field)
        case (.object(let rule), .object(let members)): rule.issues(with: members, at: field)
        case (.map(let schema), .object(let members)):
            members.sorted { $0.key < $1.key }.flatMap { schema.issues(with: $1, at: "\(field).\($0)") }
        default: [FieldIssue(field: field, message: "\(kind) is needed")]
        }
    }

    private static func issues(_ number: Double, in range: ClosedRange<Double>, at field: String) -> [FieldIssue] {
        range.contains(number) ? [] : [FieldIssue(field: field, message: between(range.lowerBound, range.upperBound))]
    }

    private static func issues(
        with values: [JSONValue],
        _ element: Schema,
        _ count: ClosedRange<Int>,
        at field: String
    ) -> [FieldIssue] {
        guard count.contains(values.count) else {
            let rule =
                count.upperBound == Int.max
                ? "at least \(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
            return [FieldIssue(field: field, message: "\(rule) values are needed")]
        }
        return values.enumerated().lazy.flatMap { element.issues(with: $1, at: "\(field)[\($0)]") }.prefix(20).map(
            \.self
        )
    }

    private static func between(_ lower: some CustomStringConvertible, _ upper: some CustomStringConvertible) -> String
    {
        "a number from \(lower) to \(upper) is needed"
    }

    /// What is needed, for people.
    private var kind: String {
        switch self {
        case .text, .choice: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .array: "an array"
        case .object, .map: "an object"
        case .nullable(let schema): schema.kind + " or null"
        case .named, .any: "a value"
        }
    }
}

extension Schema.TextRule {
    /// What is wrong with a text; nil when nothing is.
    func complaint(_ text: String) -> String? {
        let count = text.unicodeScalars.count
        guard length.contains(count) else {
            return count < length.lowerBound && length.lowerBound == 1
                ? "a text is needed" : "a text of \(length.lowerBound) to \(length.upperBound) characters is needed"
        }
        switch kind {
        case .plain: return text.unicodeScalars.contains("\0") ? "a text must not contain a zero byte" : nil
        case .paper: return PaperIdentifier(text) == nil ? Self.paperForms : nil
        case .moment: return SnapshotDate(text) == nil ? "a day, month or year such as 1999-12-31 is needed" : nil
        case .shelf:
            do throws(ShelfError) {
                _ = try ShelfName(text)
                return nil
            } catch {
                return error.message
            }
        case .name:
            return Self.isName(text)
                ? nil : "letters, digits, '.', '_', ':' and '-' are needed, a letter or digit first"
        }
    }

    private static let paperForms =
        "an identifier of a paper is needed, such as 2401.12345, hep-th/9711200 or 10.1103/PhysRevD.76.013009"

    private static func isName(_ text: String) -> Bool {
        func isPlain(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        guard let first = text.utf8.first, isPlain(first) else { return false }
        return text.utf8.allSatisfy {
            isPlain($0) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-")].contains($0)
        }
    }
}

extension Schema.ObjectRule {
    /// What is wrong with an object's members.
    func issues(with values: [String: JSONValue], at field: String) -> [FieldIssue] {
        func place(_ name: String) -> String { field.isEmpty ? name : "\(field).\(name)" }
        var issues: [FieldIssue] = []
        for member in members {
            if let value = values[member.name] {
                issues += member.schema.issues(with: value, at: place(member.name))
            } else if member.isRequired {
                issues.append(FieldIssue(field: place(member.name), message: "it is missing"))
            }
        }
        if !needsOneOf.isEmpty, !needsOneOf.contains(where: { values[$0] != nil }) {
            let names = needsOneOf.joined(separator: ", ")
            issues.append(FieldIssue(field: place(needsOneOf[0]), message: "one of \(names) is needed"))
        }
        guard !isOpen else { return issues }
        let known = Set(members.map(\.name))
        for name in values.keys.sorted() where !known.contains(name) {
            issues.append(FieldIssue(field: place(String(name.prefix(64))), message: "there is no such member"))
        }
        return issues
    }
}
