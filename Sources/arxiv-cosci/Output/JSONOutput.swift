import Answers

/// Writes answers as JSON: keys in alphabetical order, one document, a line feed at the end.
enum JSONOutput {
    static func print(_ value: some Encodable) throws {
        let text = try JSONText.encode(value, pretty: Terminal.standardOutput.isInteractive)
        Terminal.standardOutput.write(String(decoding: text, as: UTF8.self) + "\n")
    }
}
