import Answers

/// Keeps what tools give within what a model can take in.
enum OutputLimits {
    /// The longest structured output, in bytes of its JSON text.
    static let structuredBytes = 512 << 10
    /// The longest text, in bytes.
    static let textBytes = 128 << 10
    /// The longest text within a structured output, in characters.
    static let stringLength = 20_000
    /// So many authors of a paper are named; collaborations have thousands.
    static let authorCount = 30

    /// A value as JSON, with long texts and lists of authors cut short and hidden characters taken out.
    ///
    /// - Throws: ``ToolFailure`` when it is too long all the same.
    static func bounded(_ value: some Encodable) throws -> JSONValue {
        let json = cut(try JSONReader.read(try JSONText.encode(value)))
        guard try JSONText.encode(json).count <= structuredBytes else {
            throw ToolFailure(
                "The answer would be longer than \(structuredBytes >> 10) KB. Ask for less: lower 'limit'."
            )
        }
        return json
    }

    /// A text, cut at a line where it is too long.
    static func bounded(_ text: String) -> String {
        guard text.utf8.count > textBytes else { return text }
        let head = String(decoding: text.utf8.prefix(textBytes), as: UTF8.self)
        let lines = head.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return lines.joined(separator: "\n")
            + "\n[cut here: ask for less with 'limit'; all of it is in the structured content]"
    }

    private static func cut(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text):
            let visible = text.visible
            guard visible.count > stringLength else { return .string(visible) }
            return .string(visible.prefix(stringLength) + "…")
        case .array(let values): return .array(values.map(cut))
        case .object(let members):
            var result = members.mapValues(cut)
            if case .array(let authors) = result["authors"], authors.count > authorCount {
                let rest = authors.count - authorCount
                result["authors"] = .array(authors.prefix(authorCount) + [.string("and \(rest) more")])
            }
            return .object(result)
        default: return value
        }
    }
}

extension String {
    /// The text without characters that show nothing but may carry a message: controls, marks that turn the direction of writing,
    /// tags, variation selectors beyond the common ones, and invisible joiners.
    var visible: String {
        guard unicodeScalars.contains(where: Self.isHidden) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars where !Self.isHidden(scalar) { result.append(scalar) }
        return String(result)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    /// The text in one line.
    var oneLine: String { visible.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
