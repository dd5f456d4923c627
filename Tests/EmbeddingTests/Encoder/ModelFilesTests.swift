import Foundation
import MappedFiles
import Testing

@testable import Embedding

/// What becomes of folders that are not what they should be: an error that names file and field, never a crash.
@Suite struct ModelFilesTests {
    private func failure(_ changes: [String: Data?]) throws -> ModelFileError? {
        try ModelFixtures.withCopy(changes) { path in
            do {
                _ = try SentenceEncoder(path: path)
                return nil
            } catch {
                return error as? ModelFileError
            }
        }
    }

    @Test(arguments: [
        ("model_type", "roberta"), ("hidden_act", "swish"), ("position_embedding_type", "relative_key"),
    ])
    func namesWhatItDoesNotUnderstand(_ key: String, _ value: String) throws {
        let error = try failure(["config.json": try ModelFixtures.changed("config.json", [key: value])])
        #expect(error?.field == key)
        #expect(error?.path.hasSuffix("config.json") ?? false)
        #expect(error?.description.contains(value) ?? false)
    }

    @Test(arguments: [
        ("hidden_size", 0), ("hidden_size", 48), ("num_hidden_layers", 3), ("num_attention_heads", 5),
        ("vocab_size", 9),
        ("intermediate_size", 1 << 40), ("max_position_embeddings", 4000), ("layer_norm_eps", 2),
    ])
    func namesImpossibleSizes(_ key: String, _ value: Int) throws {
        #expect(try failure(["config.json": try ModelFixtures.changed("config.json", [key: value])]) != nil)
    }

    @Test func namesMissingFilesAndKeys() throws {
        for name in ["config.json", "model.safetensors", "1_Pooling/config.json"] {
            #expect(try failure([name: nil])?.path.hasSuffix(name) ?? false, "\(name)")
        }
        #expect(try failure(["vocab.txt": nil, "tokenizer.json": nil])?.path.hasSuffix("vocab.txt") ?? false)
        #expect(
            try failure(["vocab.txt": Data("[PAD]\n[UNK]\n[CLS]\n".utf8), "tokenizer.json": nil])?.field == "[SEP]"
        )
        let config = try ModelFixtures.changed("config.json", ["hidden_size": nil])
        #expect(try failure(["config.json": config])?.field == "hidden_size")
    }

    @Test func readsPiecesFromEitherFile() throws {
        let texts = try ModelFixtures.answers().map(\.text)
        let both = try SentenceEncoder(path: ModelFixtures.tiny, precision: .full).embed(texts)
        for missing in ["vocab.txt", "tokenizer.json"] {
            try ModelFixtures.withCopy([missing: nil]) { path in
                let encoder = try SentenceEncoder(path: path, precision: .full)
                // Without sentence-transformers' files the model's own bounds hold.
                #expect(try encoder.embed(texts) == both, "without \(missing)")
            }
        }
    }

    @Test func aPlainModelIsMeanPooledToItsLastPosition() throws {
        try ModelFixtures.withCopy(["modules.json": nil, "sentence_bert_config.json": nil]) { path in
            let configuration = try SentenceEncoder(path: path).configuration
            #expect(configuration.maximumLength == 48 && configuration.pooling == .mean && !configuration.normalizes)
        }
    }

    @Test func refusesBrokenWeights() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: ModelFixtures.tiny + "/model.safetensors"))
        #expect(
            try failure(["model.safetensors": whole.prefix(whole.count - 4)])?.reason == "its data lie outside the file"
        )
        #expect(try failure(["model.safetensors": whole.prefix(100)])?.reason == "its header is cut short")
        #expect(try failure(["model.safetensors": Data([1, 2, 3])])?.reason == "too short for safetensors")
        var huge = whole
        huge.replaceSubrange(0..<8, with: repeatElement(0xFF, count: 8))
        #expect(try failure(["model.safetensors": huge])?.reason == "its header is cut short")
        let shape = ["x": ["dtype": "F32", "shape": [1 << 40, 1 << 40], "data_offsets": [0, 4]] as [String: Any]]
        let overflow = HalfPrecisionFile.with(header: shape, body: Data(count: 4))
        #expect(try failure(["model.safetensors": overflow])?.reason == "an impossible shape")
    }

    /// Bytes changed at random in every file of the folder: an encoder or an error, and it embeds whatever comes.
    @Test(arguments: [UInt64(1), 2, 3])
    func survivesChangedBytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let names = [
            "config.json", "tokenizer.json", "vocab.txt", "modules.json", "1_Pooling/config.json", "model.safetensors",
        ]
        for round in 0..<40 {
            let name = names[round % names.count]
            var data = try Data(contentsOf: URL(fileURLWithPath: ModelFixtures.tiny).appendingPathComponent(name))
            let reach = name == "model.safetensors" ? min(data.count, 4000) : data.count
            for _ in 0..<random.size(6) {
                data[Int.random(in: 0..<reach, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if random.size(5) == 1 { data = data.prefix(Int.random(in: 0...data.count, using: &random)) }
            try ModelFixtures.withCopy([name: data]) { path in
                guard let encoder = try? SentenceEncoder(path: path) else { return }
                let vectors = try encoder.embed(["a text", "of [MASK] words"])
                #expect(vectors.count == 2 * encoder.identity.dimension)
            }
        }
    }
}
