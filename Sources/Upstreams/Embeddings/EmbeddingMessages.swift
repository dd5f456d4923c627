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
            "'\(Self.path(context))' is of another kind"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty: "'\(Self.path(context))' cannot be read"
        default: "it is no JSON, or a number in it does not fit"
        }
    }

    private static func path(_ context: Context) -> String {
        context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
