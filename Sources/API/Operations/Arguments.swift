import Answers
import Engine
import Literature

/// The values of a request's parameters and body: all of them are what their schemas say.
struct Arguments: Sendable {
    /// Values by name; parameters that may come several times are arrays.
    private let values: [String: JSONValue]

    /// Values that were checked.
    init(_ values: [String: JSONValue]) {
        self.values = values
    }

    /// A value as it is.
    subscript(_ name: String) -> JSONValue? { values[name] }

    /// A text, if there is one.
    func text(_ name: String) -> String? {
        if case .string(let text) = values[name] { text } else { nil }
    }

    /// A whole number, if there is one.
    func integer(_ name: String) -> Int? {
        if case .integer(let number) = values[name] { number } else { nil }
    }

    /// A number, if there is one.
    func number(_ name: String) -> Double? {
        switch values[name] {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// Whether something is asked for; false when nothing is said.
    func flag(_ name: String) -> Bool { values[name] == .boolean(true) }

    /// Several texts; one alone counts as well.
    func texts(_ name: String) -> [String] {
        switch values[name] {
        case .string(let text): [text]
        case .array(let values): values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        default: []
        }
    }

    /// A paper, if one is named.
    ///
    /// - Throws: ``Problem`` when the text names none.
    func paper(_ name: String) throws -> PaperIdentifier? {
        try text(name).map { try Self.paper($0, name) }
    }

    /// Several papers.
    func papers(_ name: String) throws -> [PaperIdentifier] { try texts(name).map { try Self.paper($0, name) } }

    /// A moment as of which something is asked.
    func moment(_ name: String) -> SnapshotDate? { text(name).flatMap { SnapshotDate($0) } }

    private static func paper(_ text: String, _ name: String) throws -> PaperIdentifier {
        guard let paper = PaperIdentifier(text) else {
            throw Problem.wrong(name, "'\(text)' is no identifier of a paper")
        }
        return paper
    }
}
