public import Answers

/// What a tool gives.
public struct ToolOutput: Sendable {
    /// For programs; conforms to the tool's output schema.
    public var structured: JSONValue
    /// For models and people.
    public var text: String

    /// An output.
    ///
    /// - Parameters:
    ///   - structured: a value, or anything that is encoded to one.
    ///   - text: for models and people; pieces of records must be marked in it (``PaperData``).
    public init(_ structured: some Encodable, text: String) throws {
        self.structured = try OutputLimits.bounded(structured)
        self.text = OutputLimits.bounded(text)
    }
}

/// Something that a model can have done.
public struct Tool: Sendable {
    /// What a tool does to the world.
    public enum Effect: Sendable {
        /// It only reads the library.
        case reads
        /// It adds to the library what services on the network know.
        case adds
        /// It adds to the library what stands in files of the server's machine.
        case readsFiles
        /// It changes what users have arranged.
        case changes(isDestructive: Bool)

        /// Whether a caller needs the right to write.
        public var needsWriting: Bool {
            if case .reads = self { false } else { true }
        }
    }

    /// The name by which it is called.
    public let name: String
    /// The name for people.
    public let title: String
    /// What it does and when to use it.
    public let summary: String
    /// Its parameters.
    public let parameters: [ToolParameter]
    /// The JSON Schema of what it gives.
    public let output: JSONValue
    /// What it does to the world.
    public let effect: Effect
    /// Does it.
    let body: @Sendable (ToolArguments) async throws -> ToolOutput

    /// A tool.
    ///
    /// - Parameter body: does it; throws ``ToolFailure`` when it cannot.
    public init(
        _ name: String,
        title: String,
        _ summary: String,
        parameters: [ToolParameter],
        output: JSONValue,
        effect: Effect = .reads,
        body: @escaping @Sendable (ToolArguments) async throws -> ToolOutput
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.parameters = parameters
        self.output = output
        self.effect = effect
        self.body = body
    }

    /// What clients are told of it.
    func description(for revision: ProtocolRevision) -> JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "description": .string(summary), "inputSchema": inputSchema,
        ]
        if revision >= .march2025 { members["annotations"] = annotations }
        if revision >= .june2025 {
            members["title"] = .string(title)
            members["outputSchema"] = output
        }
        return .object(members)
    }

    private var inputSchema: JSONValue {
        let properties = parameters.map { ($0.name, $0.schema) }
        var members: [String: JSONValue] = [
            "type": "object", "properties": .object(Dictionary(uniqueKeysWithValues: properties)),
            "additionalProperties": false,
        ]
        let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { members["required"] = .array(required) }
        return .object(members)
    }

    private var annotations: JSONValue {
        var members: [String: JSONValue] = ["title": .string(title), "readOnlyHint": .boolean(!effect.needsWriting)]
        switch effect {
        case .reads:
            members["idempotentHint"] = true
            members["destructiveHint"] = false
            members["openWorldHint"] = false
        case .adds:
            members["idempotentHint"] = true
            members["destructiveHint"] = false
            members["openWorldHint"] = true
        case .readsFiles:
            members["idempotentHint"] = true
            members["destructiveHint"] = false
            members["openWorldHint"] = false
        case .changes(let isDestructive):
            members["idempotentHint"] = true
            members["destructiveHint"] = .boolean(isDestructive)
            members["openWorldHint"] = false
        }
        return .object(members)
    }
}
