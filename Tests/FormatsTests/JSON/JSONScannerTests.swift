import Testing

@testable import Formats

@Suite struct JSONScannerTests {
    private func parse(_ text: String) throws -> JSONValue { try parse(Array(text.utf8)) }

    private func parse(_ bytes: [UInt8]) throws -> JSONValue {
        try bytes.withUnsafeBytes { try JSONValue(parsing: $0) }
    }

    private func failure(_ bytes: [UInt8]) -> JSONError? {
        bytes.withUnsafeBytes { raw in
            do throws(JSONError) {
                _ = try JSONValue(parsing: raw)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test func readsAllKindsOfValues() throws {
        let value = try parse(#" {"a": [1, -2.5, 1e3, true, false, null], "b": {"c": "d"}, "a": "last"} "#)
        #expect(value["a"]?.text == "last")
        #expect(value["b"]?["c"]?.text == "d")
        guard case .array(let elements) = value.members[0].value else {
            Issue.record("the first member is no array")
            return
        }
        #expect(elements == [.integer(1), .number(-2.5), .number(1000), .bool(true), .bool(false), .null])
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u00e1\u20AC""#, "á€"), (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{FFFD}"),
        (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (
            #""C. Bal\\'azs, a text that is longer than sixteen bytes \\alpha""#,
            #"C. Bal\'azs, a text that is longer than sixteen bytes \alpha"#
        ),
        (
            "\"Balázs – a text with bytes outside ASCII, and long\"",
            "Balázs – a text with bytes outside ASCII, and long"
        ),
    ])
    func decodesStrings(_ text: String, _ expected: String) throws {
        #expect(try parse(text) == .string(expected))
    }

    @Test(arguments: [
        (#"{"a": "open"#, 6, JSONError.Reason.unterminatedString), ("\"a\nb\"", 2, .controlCharacter),
        (#""\x""#, 1, .badEscape), (#""ab\u12G4""#, 3, .badEscape), (#""\u0000""#, 1, .nulCharacter),
        ("[1,]", 3, .unexpected(0x5D)), ("[1 2]", 3, .unexpected(0x32)), (#"{"a" 1}"#, 5, .unexpected(0x31)),
        (#"{"a":1,}"#, 7, .unexpected(0x7D)), ("{,}", 1, .unexpected(0x2C)), ("[1", 2, .cutOff), ("", 0, .cutOff),
        ("1 1", 2, .trailingBytes), ("01", 0, .badNumber), ("1.", 0, .badNumber), ("-", 0, .badNumber),
        ("nul", 0, .unexpected(0x6E)), ("trueish", 0, .unexpected(0x74)), ("{]", 1, .unexpected(0x5D)),
    ])
    func tellsWhatIsWrongAndWhere(_ text: String, _ offset: Int, _ reason: JSONError.Reason) {
        #expect(failure(Array(text.utf8)) == JSONError(offset: offset, reason: reason))
    }

    @Test(arguments: [[0x80], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]])
    func refusesInvalidUTF8(_ sequence: [UInt8]) {
        let error = failure([0x22, 0x61] + sequence + [0x22])
        #expect(error == JSONError(offset: 2, reason: .invalidUTF8))
    }

    @Test func agreesWithTheStandardLibraryOnUTF8() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                UInt8.random(in: 0x20...0xFF, using: &generator)
            }.filter { $0 != 0x22 && $0 != 0x5C }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            #expect((failure([0x22] + bytes + [0x22]) == nil) == isValid, "bytes \(bytes), seed 42")
        }
    }

    @Test func limitsNesting() throws {
        let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(throws: Never.self) { try parse(deepest) }
        #expect(failure(Array(("[" + deepest + "]").utf8)) == JSONError(offset: 512, reason: .tooDeep))
        let million = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(failure(million) == JSONError(offset: 512, reason: .tooDeep))
    }

    @Test func limitsTheNumberOfValues() {
        let many = Array(("[" + String(repeating: "0,", count: 1_000_001) + "0]").utf8)
        #expect(failure(many)?.reason == .tooManyValues)
    }

    @Test func skipsWhatIsNotWanted() throws {
        let text = #"{"skip": {"deep": [1, "]}", {"x": "\"}"}]}, "more": null, "want": "this"}"#
        let found = try Array(text.utf8).withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes)
            var found: String?
            try scanner.enterObject()
            while let key = try scanner.nextKey() {
                if scanner.matches(key, "want") {
                    found = try scanner.string(try scanner.takeText())
                } else {
                    try scanner.skipValue()
                }
            }
            try scanner.finish()
            return found
        }
        #expect(found == "this")
    }
}
