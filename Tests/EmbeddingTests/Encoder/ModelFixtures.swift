import Foundation

@testable import Embedding

/// The models and answers that the tests use; `scripts/make-encoder-fixtures` writes the fixtures.
enum ModelFixtures {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures").path
    /// A random model of two layers of 32 components.
    static let tiny = folder + "/tiny-bert"
    /// The real model, which `scripts/test-model` gets.
    static let real = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(".build/test-models/all-MiniLM-L6-v2").path

    /// What the tiny model answers, by Hugging Face tokenizers and a forward pass in double precision.
    struct Answer: Decodable {
        var text: String
        var ids: [Int32]
        var mean: [Float]
        var first: [Float]
        var greatest: [Float]
    }

    /// What the real model answers.
    struct RealAnswer: Decodable {
        var text: String
        var ids: [Int32]
        var vector: [Float]
    }

    static func answers() throws -> [Answer] {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/tiny-bert-answers.json"))
        return try JSONDecoder().decode([Answer].self, from: data)
    }

    /// A copy of the tiny model in a folder of its own, with some files changed; removed afterwards.
    static func withCopy<Value>(
        _ changes: [String: Data?],
        _ body: (String) throws -> Value
    ) throws -> Value {
        let copy = NSTemporaryDirectory() + "encoder-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: tiny, toPath: copy)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        for (name, data) in changes {
            let path = URL(fileURLWithPath: copy).appendingPathComponent(name)
            try? FileManager.default.removeItem(at: path)
            try data?.write(to: path)
        }
        return try body(copy)
    }

    /// A JSON file of the tiny model with some keys changed; nil removes a key.
    static func changed(_ name: String, _ changes: [String: Any?]) throws -> Data {
        let data = try Data(contentsOf: URL(fileURLWithPath: tiny).appendingPathComponent(name))
        var object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        for (key, value) in changes { object[key] = value }
        return try JSONSerialization.data(withJSONObject: object)
    }

    static func normalised(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return vector.map { $0 / length }
    }

    static func distance(_ one: some Sequence<Float>, _ other: some Sequence<Float>) -> Float {
        zip(one, other).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
}
