import Answers
import HTTPTypes

/// Takes the values of a request out of its path, query and body, and checks every one by the operation's schemas.
struct ArgumentReader {
    private let operation: Operation
    private var values: [String: JSONValue] = [:]
    private var issues: [FieldIssue] = []

    /// Reads the arguments.
    ///
    /// - Parameters:
    ///   - path: values of the path's parameters.
    ///   - body: the body; nil when the operation has none.
    /// - Throws: ``Problem`` that names everything that is wrong.
    static func read(
        _ operation: Operation,
        path: [String: String],
        query: [(name: String, value: String)],
        body: [UInt8]?
    ) throws(Problem) -> Arguments {
        var reader = ArgumentReader(operation)
        reader.readParameters(path, query)
        if let schema = operation.body, !operation.takesRawBody { try reader.readBody(schema, body ?? []) }
        guard reader.issues.isEmpty else {
            let fields = Set(reader.issues.map(\.field)).sorted().prefix(5).joined(separator: ", ")
            throw Problem(
                .unprocessableContent,
                "the request cannot be understood: see \(fields)",
                errors: Array(reader.issues.prefix(50))
            )
        }
        return Arguments(reader.values)
    }

    private init(_ operation: Operation) {
        self.operation = operation
    }

    // MARK: Parameters

    private mutating func readParameters(_ path: [String: String], _ query: [(name: String, value: String)]) {
        var given: [String: [String]] = [:]
        for (name, value) in query { given[name, default: []].append(value) }
        for parameter in operation.parameters {
            let texts = parameter.place == .path ? path[parameter.name].map { [$0] } : given[parameter.name]
            guard let texts else {
                if parameter.isRequired { complain(parameter.name, "it is missing") }
                values[parameter.name] = parameter.fallback
                continue
            }
            take(texts, parameter)
        }
        let known = Set(operation.parameters.lazy.filter { $0.place == .query }.map(\.name))
        for name in given.keys.sorted() where !known.contains(name) {
            complain(String(name.prefix(64)), "there is no such parameter")
        }
    }

    private mutating func take(_ texts: [String], _ parameter: Parameter) {
        if !parameter.isRepeated, texts.count > 1 { return complain(parameter.name, "it comes more than once") }
        guard texts.count <= 100 else { return complain(parameter.name, "it comes more than 100 times") }
        var found: [JSONValue] = []
        for text in texts {
            let value = parameter.schema.value(ofText: text)
            let wrong = parameter.schema.issues(with: value, at: parameter.name)
            issues += wrong
            if wrong.isEmpty { found.append(value) }
        }
        values[parameter.name] = parameter.isRepeated ? .array(found) : found.first
    }

    private mutating func complain(_ field: String, _ message: String) {
        issues.append(FieldIssue(field: field, message: message))
    }

    // MARK: Body

    private mutating func readBody(_ schema: Schema, _ bytes: [UInt8]) throws(Problem) {
        if bytes.isEmpty, operation.isBodyOptional { return }
        let value: JSONValue
        do throws(JSONReadError) {
            value = try JSONReader.read(bytes, allowsRepeatedNames: false)
        } catch {
            throw Problem(.badRequest, bytes.isEmpty ? "a JSON body is needed" : "the body is no JSON: \(error)")
        }
        issues += schema.issues(with: value, at: "")
        guard case .object(let members) = value else {
            if issues.isEmpty { complain("", "an object is needed") }
            return
        }
        values.merge(members) { $1 }
    }
}

extension Schema {
    /// The value that a text in a path or query stands for; the text itself where it is no such value.
    func value(ofText text: String) -> JSONValue {
        switch self {
        case .integer: Int(text).map { String($0) == text ? .integer($0) : .string(text) } ?? .string(text)
        case .number: Double(text).flatMap { $0.isFinite ? .number($0) : nil } ?? .string(text)
        case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .string(text)
        case .nullable(let schema): schema.value(ofText: text)
        default: .string(text)
        }
    }
}
