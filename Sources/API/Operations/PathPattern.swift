/// The path of an operation: fixed parts and parameters. An identifier of a paper may take several parts, as in
/// `/api/papers/hep-th/9711200/citations`.
struct PathPattern: Sendable {
    private enum Part: Sendable, Hashable {
        case fixed(String)
        case parameter(String)
        case identifier(String)
    }

    /// The path as OpenAPI writes it.
    let text: String
    private let parts: [Part]
    /// Where the identifier stands, if there is one.
    private let identifier: Int?

    /// A pattern such as `/api/papers/{id}/citations`; a parameter named `id` is an identifier of a paper.
    init(_ text: String) {
        self.text = text
        parts = text.split(separator: "/").map { part in
            guard part.first == "{" else { return .fixed(String(part)) }
            let name = String(part.dropFirst().dropLast())
            return name == "id" ? .identifier(name) : .parameter(name)
        }
        identifier = parts.firstIndex { if case .identifier = $0 { true } else { false } }
    }

    /// How many parts are fixed: of several patterns that match, the one with most is meant.
    var weight: Int { parts.count { if case .fixed = $0 { true } else { false } } }

    /// The values of the parameters when a path is one of these; nil when it is not.
    func match(_ segments: [String]) -> [String: String]? {
        guard let identifier else {
            guard segments.count == parts.count else { return nil }
            return match(parts[...], segments[...], [:])
        }
        let tail = parts.count - identifier - 1
        guard segments.count >= parts.count else { return nil }
        let end = segments.count - tail
        let name = segments[identifier..<end].joined(separator: "/")
        guard !name.isEmpty, case .identifier(let key) = parts[identifier],
            let head = match(parts[..<identifier], segments[..<identifier], [key: name])
        else { return nil }
        return match(parts[(identifier + 1)...], segments[end...], head)
    }

    private func match(
        _ parts: ArraySlice<Part>,
        _ segments: ArraySlice<String>,
        _ found: [String: String]
    ) -> [String: String]? {
        var found = found
        for (part, segment) in zip(parts, segments) {
            switch part {
            case .fixed(let text): guard text == segment else { return nil }
            case .parameter(let name), .identifier(let name):
                guard !segment.isEmpty else { return nil }
                found[name] = segment
            }
        }
        return found
    }
}
