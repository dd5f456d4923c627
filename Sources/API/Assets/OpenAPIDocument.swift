import Answers
import HTTPTypes

/// The OpenAPI 3.1 document, made from the operations.
struct OpenAPIDocument {
    let value: JSONValue

    init(_ operations: [Operation], _ configuration: APIConfiguration) {
        var paths: [String: [String: JSONValue]] = [:]
        for operation in operations {
            paths[operation.path.text, default: [:]][operation.method.rawValue.lowercased()] = Self.operation(
                operation,
                configuration
            )
        }
        value = .object([
            "openapi": .string("3.1.0"),
            "info": .object([
                "title": .string("ArXiv Co-Scientist"),
                "version": .string(configuration.version),
                "description": .string(
                    "Papers, their citations, and what can be found and predicted from both. Identifiers of papers in paths may be "
                        + "written with their slash or with %2F. Errors are application/problem+json (RFC 9457)."
                ),
                "license": .object(["name": .string("see the project")]),
            ]),
            "servers": .array([.object(["url": .string("/")])]),
            "tags": .array(Operation.Group.allCases.map { .object(["name": .string($0.rawValue)]) }),
            "paths": .object(paths.mapValues { .object($0) }),
            "components": .object([
                "schemas": .object(Components.all.mapValues(\.document)),
                "securitySchemes": .object([
                    "bearer": .object(["type": .string("http"), "scheme": .string("bearer")]),
                    "key": .object([
                        "type": .string("apiKey"), "in": .string("header"), "name": .string("X-API-Key"),
                    ]),
                ]),
            ]),
        ])
    }

    private static func operation(_ operation: Operation, _ configuration: APIConfiguration) -> JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .string(operation.name),
            "summary": .string(operation.summary),
            "tags": .array([.string(operation.group.rawValue)]),
            "responses": responses(operation, configuration),
        ]
        if !operation.parameters.isEmpty { members["parameters"] = .array(operation.parameters.map(parameter)) }
        if let body = operation.body {
            members["requestBody"] = .object([
                "required": .boolean(!operation.isBodyOptional),
                "content": .object(["application/json": .object(["schema": body.document])]),
            ])
        }
        if needsKey(operation, configuration) {
            members["security"] = .array([.object(["bearer": .array([])]), .object(["key": .array([])])])
        }
        return .object(members)
    }

    private static func needsKey(_ operation: Operation, _ configuration: APIConfiguration) -> Bool {
        switch operation.access {
        case .open: false
        case .read: configuration.readsNeedKey
        case .write, .admin: true
        }
    }

    private static func parameter(_ parameter: Parameter) -> JSONValue {
        var schema = parameter.isRepeated ? Schema.array(parameter.schema, 0...100).document : parameter.schema.document
        if let fallback = parameter.fallback, case .object(var members) = schema {
            members["default"] = fallback
            schema = .object(members)
        }
        var members: [String: JSONValue] = [
            "name": .string(parameter.name),
            "in": .string(parameter.place.rawValue),
            "required": .boolean(parameter.isRequired),
            "description": .string(parameter.summary),
            "schema": schema,
        ]
        if parameter.isRepeated { members["explode"] = .boolean(true) }
        return .object(members)
    }

    // MARK: Answers

    private static func responses(_ operation: Operation, _ configuration: APIConfiguration) -> JSONValue {
        var responses: [String: JSONValue] = [:]
        for outcome in operation.answers {
            var members: [String: JSONValue] = ["description": .string(outcome.summary)]
            if !outcome.content.isEmpty {
                let content = outcome.content.map { ($0.type, JSONValue.object(["schema": $0.schema.document])) }
                members["content"] = .object(Dictionary(uniqueKeysWithValues: content))
            }
            responses[String(outcome.status.code)] = .object(members)
        }
        for (status, summary) in problems(operation, configuration) where responses[String(status)] == nil {
            responses[String(status)] = .object([
                "description": .string(summary),
                "content": .object([
                    "application/problem+json": .object(["schema": Schema.named("Problem").document])
                ]),
            ])
        }
        if operation.isSettled {
            responses["304"] = .object(["description": .string("What the client has is still right (If-None-Match).")])
        }
        return .object(responses)
    }

    /// The problems that an operation can answer.
    private static func problems(_ operation: Operation, _ configuration: APIConfiguration) -> [(Int, String)] {
        var result = [
            (400, "The request cannot be read."), (404, "There is no such thing."),
            (422, "A parameter or a member of the body is wrong; `errors` tells which."),
            (429, "Too many requests; `Retry-After` tells when to come again."),
            (431, "The address or the headers are too long."),
            (503, "It cannot be done now; `Retry-After` tells when to come again."),
            (504, "It took too long."),
        ]
        if needsKey(operation, configuration) {
            result += [
                (401, "A key is needed."), (403, "The key does not allow it."),
                (409, "As things stand it cannot be done."),
            ]
        } else {
            result += [(401, "The key that was sent is worth nothing."), (409, "As things stand it cannot be done.")]
        }
        if operation.body != nil {
            result += [
                (408, "The body did not come in time."), (413, "The body is too long."),
                (415, "The body is of another type."),
            ]
        }
        if operation.method != .get, !needsKey(operation, configuration) {
            result.append((403, "Pages of other servers may not ask this."))
        }
        return result
    }
}
