/// Reads the text formats in the plainest way: an oracle for what is written.
struct NaiveExposition {
    /// Values by sample, as in `name{label="value"}`, labels in the order written and unescaped.
    var samples: [String: Double] = [:]
    /// Types by family.
    var types: [String: String] = [:]
    /// Families with help.
    var helps: [String: String] = [:]
    /// What is no line of the format.
    var errors: [String] = []

    init(_ bytes: [UInt8]) {
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        if lines.popLast() != "" { errors.append("no line feed at the end") }
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            if line.hasPrefix("# TYPE "), words.count == 4 {
                if types.updateValue(String(words[3]), forKey: String(words[2])) != nil { errors.append("\(line)") }
            } else if line.hasPrefix("# HELP "), words.count == 4 {
                helps[String(words[2])] = String(words[3])
            } else if !line.hasPrefix("#") {
                readSample(String(line))
            }
        }
    }

    private mutating func readSample(_ line: String) {
        var isQuoted = false
        var isEscaped = false
        var key = ""
        var rest = line[...]
        while let character = rest.popFirst() {
            if isEscaped {
                key.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else {
                if character == "\"" { isQuoted.toggle() }
                if character == " ", !isQuoted { break }
                key.append(character)
            }
        }
        guard let value = Double(String(rest)), !isQuoted else { return errors.append(line) }
        if samples.updateValue(value, forKey: key) != nil { errors.append("twice: \(key)") }
    }
}
