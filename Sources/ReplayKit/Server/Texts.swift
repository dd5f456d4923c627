/// Text as JSON.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case let scalar where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output + "\""
    }

    static func orNull(_ text: String?) -> String { text.map(quoted) ?? "null" }
    static func orNull(_ number: Int?) -> String { number.map { "\($0)" } ?? "null" }
}

/// Text as XML.
enum XMLText {
    static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case let scalar where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": output += " "
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    /// An element, or nothing without a text.
    static func element(_ name: String, _ text: String?, attributes: String = "") -> String {
        guard let text, !text.isEmpty else { return "" }
        return "<\(name)\(attributes)>\(escaped(text))</\(name)>\n"
    }
}
