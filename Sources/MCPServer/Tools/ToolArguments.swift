public import Answers

/// The arguments of a call, checked against the tool's parameters.
public struct ToolArguments: Sendable {
    private let values: [String: JSONValue]
    private let standards: [String: ToolParameter.Kind]

    /// Checks arguments.
    ///
    /// - Throws: ``ToolFailure`` that says of every wrong one what is wrong, and which parameters there are.
    public init(_ values: [String: JSONValue], for parameters: [ToolParameter]) throws(ToolFailure) {
        var complaints: [String] = []
        for parameter in parameters {
            guard let value = values[parameter.name], value != .null else {
                if parameter.isRequired { complaints.append("'\(parameter.name)' is missing: \(parameter.summary)") }
                continue
            }
            if let complaint = parameter.complaint(about: value) {
                complaints.append("'\(parameter.name)' \(complaint)")
            }
        }
        let names = Set(parameters.map(\.name))
        for name in values.keys.sorted() where !names.contains(name) {
            complaints.append("there is no parameter '\(name.prefix(60))'")
        }
        guard complaints.isEmpty else {
            let known =
                parameters.isEmpty
                ? "The tool takes none." : "Parameters: \(parameters.map(\.name).joined(separator: ", "))."
            throw ToolFailure("Invalid arguments: \(complaints.prefix(8).joined(separator: "; ")). \(known)")
        }
        self.values = values.filter { $0.value != .null }
        standards = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.kind) })
    }

    /// A text; nil when it was left out.
    public func text(_ name: String) -> String? {
        if let text = values[name]?.text { return text }
        guard case .choice(_, let standard) = standards[name] else { return nil }
        return standard
    }

    /// A whole number: what was given, else the standard; nil without either.
    public func integer(_ name: String) -> Int? {
        if case .integer(let number) = values[name] { return number }
        guard case .integer(_, let standard) = standards[name] else { return nil }
        return standard
    }

    /// Whether a flag is set.
    public func flag(_ name: String) -> Bool { values[name] == .boolean(true) }

    /// Texts; none when they were left out.
    public func list(_ name: String) -> [String] {
        guard case .array(let items) = values[name] else { return [] }
        return items.compactMap(\.text)
    }
}

/// Why a tool could not do what it was asked: told to the model, so that it can go on differently.
public struct ToolFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What failed, on what, and what to do next.
    public let description: String

    /// A failure.
    public init(_ description: String) {
        self.description = description
    }
}
