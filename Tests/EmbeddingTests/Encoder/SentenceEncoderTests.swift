import Foundation
import Testing

@testable import Embedding

/// The forward pass beside one in double precision.
@Suite struct SentenceEncoderTests {
    @Test func equalsTheReference() throws {
        let answers = try ModelFixtures.answers()
        let encoder = try SentenceEncoder(path: ModelFixtures.tiny, precision: .full)
        let vectors = try encoder.embed(answers.map(\.text))
        #expect(vectors.count == answers.count * 32)
        for (index, answer) in answers.enumerated() {
            let vector = vectors[(index * 32)..<(index * 32 + 32)]
            #expect(ModelFixtures.distance(vector, ModelFixtures.normalised(answer.mean)) < 1e-5, "\(answer.text)")
        }
    }

    @Test(arguments: ["first", "greatest"])
    func poolsAsTheModelSays(_ way: String) throws {
        let pooling = try ModelFixtures.changed(
            "1_Pooling/config.json",
            [
                "pooling_mode_mean_tokens": false, "pooling_mode_cls_token": way == "first",
                "pooling_mode_max_tokens": way == "greatest",
            ]
        )
        try ModelFixtures.withCopy(["1_Pooling/config.json": pooling]) { path in
            let answers = try ModelFixtures.answers()
            let encoder = try SentenceEncoder(path: path, precision: .full)
            let vectors = encoder.pooled(answers.map(\.ids))
            for (index, answer) in answers.enumerated() {
                let expected = way == "first" ? answer.first : answer.greatest
                #expect(ModelFixtures.distance(vectors[(index * 32)...], expected) < 2e-5, "\(answer.text)")
            }
        }
    }

    /// A text gets the same bits alone, beside others, in any order, on one thread or three.
    @Test(arguments: EncoderPrecision.allCases)
    func bitsDependOnTheTextAlone(_ precision: EncoderPrecision) throws {
        let texts = try ModelFixtures.answers().map(\.text)
        let encoder = try SentenceEncoder(path: ModelFixtures.tiny, precision: precision, threads: 1)
        let together = try encoder.embed(texts)
        let threaded = try SentenceEncoder(path: ModelFixtures.tiny, precision: precision, threads: 3)
        #expect(try threaded.embed(texts) == together)
        let backwards = try threaded.embed(texts.reversed())
        for (index, text) in texts.enumerated() {
            let alone = try encoder.embed([text])
            #expect(alone == Array(together[(index * 32)..<(index * 32 + 32)]), "\(text)")
            let place = (texts.count - 1 - index) * 32
            #expect(alone == Array(backwards[place..<(place + 32)]), "\(text)")
        }
    }

    @Test(arguments: [EncoderPrecision.bfloat16, .int8])
    func reducedPrecisionIsNear(_ precision: EncoderPrecision) throws {
        let texts = try ModelFixtures.answers().map(\.text)
        let full = try SentenceEncoder(path: ModelFixtures.tiny, precision: .full).embed(texts)
        let encoder = try SentenceEncoder(path: ModelFixtures.tiny, precision: precision)
        #expect(encoder.precision == (precision.isSupported ? precision : .full))
        let reduced = try encoder.embed(texts)
        for row in texts.indices {
            let range = (row * 32)..<(row * 32 + 32)
            let cosine = zip(full[range], reduced[range]).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(cosine > 0.98, "\(texts[row]): \(cosine)")
        }
    }

    @Test func nothingToEmbedIsNothing() throws {
        #expect(try SentenceEncoder(path: ModelFixtures.tiny).embed([]).isEmpty)
    }

    /// Weights in half precision and in bfloat16 are read as what they stand for.
    @Test(arguments: ["F16", "BF16"])
    func readsHalfPrecision(_ storage: String) throws {
        let file = try Safetensors(path: ModelFixtures.tiny + "/model.safetensors")
        try ModelFixtures.withCopy(["model.safetensors": HalfPrecisionFile.make(from: file, storage)]) { path in
            let texts = try ModelFixtures.answers().map(\.text)
            let full = try SentenceEncoder(path: ModelFixtures.tiny, precision: .full).embed(texts)
            let halved = try SentenceEncoder(path: path, precision: .full).embed(texts)
            #expect(ModelFixtures.distance(full, halved) < (storage == "F16" ? 5e-3 : 4e-2))
            #expect(full != halved)
        }
    }

    @Test func identityTellsModelsApart() throws {
        let one = try SentenceEncoder(path: ModelFixtures.tiny).identity
        #expect(one.model == "tiny-bert" && one.dimension == 32 && one.version.count == 16)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: ModelFixtures.tiny + "/model.safetensors"))
        bytes[bytes.count - bytes.count % 65536 + 5] ^= 1
        try ModelFixtures.withCopy(["model.safetensors": bytes]) { path in
            let other = try SentenceEncoder(path: path).identity
            #expect(other.version != one.version)
        }
    }
}

/// The real model: `scripts/test-model` gets it.
@Suite struct MiniLMTests {
    @Test func equalsTheReference() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: ModelFixtures.folder + "/minilm-answers.json"))
        let answers = try JSONDecoder().decode([ModelFixtures.RealAnswer].self, from: data)
        try #require(FileManager.default.fileExists(atPath: ModelFixtures.real), "missing; run scripts/test-model")
        let encoder = try SentenceEncoder(path: ModelFixtures.real, precision: .full)
        #expect(encoder.configuration.maximumLength == 256 && encoder.configuration.normalizes)
        for answer in answers {
            #expect(encoder.tokenizer.identifiers(answer.text) == answer.ids)
            let vector = try encoder.embed([answer.text])
            #expect(ModelFixtures.distance(vector, answer.vector) < 1e-4, "\(answer.text)")
        }
    }
}
