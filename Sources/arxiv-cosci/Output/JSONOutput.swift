import Foundation

/// Writes answers as JSON: keys in alphabetical order, one document, a line feed at the end.
enum JSONOutput {
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if Terminal.standardOutput.isInteractive { encoder.outputFormatting.insert(.prettyPrinted) }
        let data = try encoder.encode(value)
        Terminal.standardOutput.write(String(decoding: data, as: UTF8.self) + "\n")
    }
}

/// A value that is written as `null` when it is missing, so that every key is always there.
struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
    var value: Value?

    init(_ value: Value?) {
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}
