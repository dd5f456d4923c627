import Foundation
import Testing

@testable import Embedding

/// Identifiers beside those of Hugging Face tokenizers.
@Suite struct WordPieceTokenizerTests {
    private func tokenizer(_ path: String) throws -> WordPieceTokenizer {
        let folder = ModelFolder(path: path)
        return try WordPieceTokenizer(folder, try EncoderConfiguration(folder))
    }

    @Test func equalsTheReference() throws {
        let tokenizer = try tokenizer(ModelFixtures.tiny)
        for answer in try ModelFixtures.answers() {
            #expect(tokenizer.identifiers(answer.text) == answer.ids, "\(answer.text.debugDescription)")
        }
    }

    @Test func equalsTheReferenceWithTheRealVocabulary() throws {
        try #require(FileManager.default.fileExists(atPath: ModelFixtures.real), "missing; run scripts/test-model")
        let tokenizer = try tokenizer(ModelFixtures.real)
        let lines = try String(contentsOfFile: ModelFixtures.folder + "/minilm-identifiers.jsonl", encoding: .utf8)
        for line in lines.split(separator: "\n") {
            let pair = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
            let text = try #require(pair.first as? String)
            #expect(tokenizer.identifiers(text) == pair.last as? [Int32] ?? [], "\(text.debugDescription)")
        }
    }

    @Test func cutsAtTheGreatestLength() throws {
        let tokenizer = try tokenizer(ModelFixtures.tiny)
        let identifiers = tokenizer.identifiers(String(repeating: "abcdefgh ", count: 100))
        #expect(identifiers.count == tokenizer.maximumLength)
        #expect(identifiers.first == 2 && identifiers.last == 3)
    }

    /// Characters of every kind: the text with and without them is cut, and nothing is out of bounds.
    @Test func takesEveryCharacter() throws {
        let tokenizer = try tokenizer(ModelFixtures.tiny)
        var code: UInt32 = 0
        while code < 0x110000 {
            if let scalar = Unicode.Scalar(code) {
                let identifiers = tokenizer.identifiers("a\(scalar)b")
                #expect(identifiers.count >= 3 && identifiers.allSatisfy { $0 >= 0 }, "U+\(String(code, radix: 16))")
            }
            code += code < 0x3000 ? 1 : 37
        }
    }

    /// Cased models keep capitals and accents.
    @Test func keepsCapitalsWhereTheModelDoes() throws {
        let text = try String(contentsOfFile: ModelFixtures.tiny + "/tokenizer.json", encoding: .utf8)
        let cased = text.replacingOccurrences(of: "\"lowercase\": true", with: "\"lowercase\": false")
            .replacingOccurrences(of: "\"lowercase\":true", with: "\"lowercase\":false")
        try ModelFixtures.withCopy(["tokenizer.json": Data(cased.utf8)]) { path in
            let unknown = Int32(1)
            let tokenizer = try tokenizer(path)
            #expect(tokenizer.identifiers("A") == [2, unknown, 3])
            #expect(tokenizer.identifiers("\u{E9}") == [2, unknown, 3])
            #expect(!tokenizer.identifiers("a").contains(unknown))
        }
    }
}
