import Answers
import Foundation
import Testing

/// The JSON text that all faces write, beside that of Foundation.
@Suite struct JSONTextTests {
    private struct Sample: Encodable {
        struct Inner: Encodable {
            var zeta = 1
            var alpha: String?
            var beta = Nullable<Int>(nil)
        }

        enum Choice: Encodable {
            case first(Int, name: String)
            case second
        }

        var text = "quote \" slash / back \\ line \n tab \t bell \u{7} é 𝔸 \u{2028}"
        var numbers: [Double] = [0, -0.0, 1, 1.5, 1e-7, 1e22, 123_456_789.125, -2.5e300, 0.1 + 0.2]
        var floats: [Float] = [0.1, 3, 1e-10]
        var small: UInt8 = 200
        var large = UInt64.max
        var flags = [true, false]
        var inner = [Inner(), Inner(zeta: 2, alpha: "a", beta: Nullable(3))]
        var empty: [String] = []
        var none: [String: Int] = [:]
        var keys = ["b": 1, "a10": 2, "a9": 3, "B": 4, "é": 5, "hits@10": 6, "hits@5": 7, "": 8]
        var years = [1999: "x", 2001: "y"]
        var choices = [Choice.first(1, name: "n"), .second]
        var nothing: Int?
    }

    private func expected(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func `Text is that of Foundation's encoder with sorted keys`() throws {
        let text = String(decoding: try JSONText.encode(Sample()), as: UTF8.self)
        #expect(try text == expected(Sample()))
    }

    @Test func `Any text is escaped as Foundation does`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var state = seed
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<8 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let value = UInt32(truncatingIfNeeded: state >> 33) % (state & 1 == 0 ? 0x80 : 0x11_0000)
                if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
            }
            let written = String(decoding: try JSONText.encode([text: text]), as: UTF8.self)
            #expect(try written == expected([text: text]), "seed \(seed)")
        }
    }

    @Test func `Numbers without a text are refused`() {
        #expect(throws: EncodingError.self) { try JSONText.encode([Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONText.encode(["x": Float.infinity]) }
    }

    @Test func `A key given twice counts the last time`() throws {
        struct Twice: Encodable {
            enum CodingKeys: String, CodingKey { case key, other }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(1, forKey: .key)
                try container.encode(2, forKey: .other)
                var again = encoder.container(keyedBy: CodingKeys.self)
                try again.encode(3, forKey: .key)
            }
        }
        #expect(String(decoding: try JSONText.encode(Twice()), as: UTF8.self) == #"{"key":3,"other":2}"#)
    }
}
