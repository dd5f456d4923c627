import Foundation

/// What is asked, by both kinds of services in one form.
struct EmbeddingRequest: Encodable {
    var model: String
    var input: [String]
}

/// What Ollama answers.
struct OllamaEmbeddings: Decodable {
    var embeddings: [[Float]]
}

/// What services like OpenAI's answer.
struct OpenAIEmbeddings: Decodable {
    struct Item: Decodable {
        var index: Int
        var embedding: [Float]
    }

    var data: [Item]
}

extension DecodingError {
    /// Which key is wrong, in a few words.
    var shortText: String {
        switch self {
        case .keyNotFound(let key, _): "it lacks '\(key.stringValue)'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' is of another kind"
        default: "it is no JSON"
        }
    }
}
