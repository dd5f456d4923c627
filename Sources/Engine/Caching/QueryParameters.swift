import Foundation

/// The parameters of a query as text: equal parameters, and only they, have equal texts.
enum QueryParameters {
    /// The text.
    static func text(_ parameters: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(parameters), as: UTF8.self)
    }

    /// Reads the text.
    static func decode<Parameters: Decodable>(_: Parameters.Type, _ text: String) throws -> Parameters {
        try JSONDecoder().decode(Parameters.self, from: Data(text.utf8))
    }
}
