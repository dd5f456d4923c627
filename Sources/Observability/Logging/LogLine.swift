internal import Logging

/// One log line while it is put together.
struct LogLine {
    /// Longer texts are cut: a line must stay one that collectors take.
    static let longestText = 16_384
    private static let deepest = 8
    /// The names that every line uses for itself.
    private static let reserved: Set = [
        "time", "level", "logger", "message", "request_id", "job_id", "trace_id", "span_id",
    ]

    private let style: LineLogHandler.Style
    private let redaction: Redaction
    private var bytes: [UInt8] = []

    init(_ style: LineLogHandler.Style, _ redaction: Redaction) {
        self.style = style
        self.redaction = redaction
        bytes.reserveCapacity(256)
    }

    /// Begins the line.
    mutating func head(time: String, level: Logger.Level, label: String, message: String) {
        switch style {
        case .json:
            bytes += "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\",\"logger\":".utf8
            JSONText.append(label, to: &bytes)
            bytes += ",\"message\":".utf8
            JSONText.append(cleaned(message), to: &bytes)
        case .text:
            bytes += "\(time) \(level.rawValue) \(label): ".utf8
            appendEscaped(cleaned(message))
        }
    }

    /// Adds the identifiers of the work that is done.
    mutating func add(_ context: WorkContext) {
        if let id = context.requestID { append("request_id", .string(id)) }
        if let id = context.jobID { append("job_id", .string(id)) }
        if let trace = context.trace {
            append("trace_id", .string("\(trace.traceID)"))
            append("span_id", .string(trace.spanText))
        }
    }

    /// Adds a field.
    mutating func add(_ key: String, _ value: Logger.Metadata.Value) {
        append(Self.reserved.contains(key) ? "_" + key : key, value)
    }

    /// The whole line.
    func finished() -> [UInt8] { bytes + (style == .json ? Array("}\n".utf8) : [UInt8(ascii: "\n")]) }

    private mutating func append(_ key: String, _ value: Logger.Metadata.Value) {
        let value = Redaction.isSecret(key) ? .string(Redaction.mark) : value
        switch style {
        case .json:
            bytes.append(UInt8(ascii: ","))
            JSONText.append(key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            appendJSON(value, depth: 0)
        case .text:
            bytes.append(UInt8(ascii: " "))
            appendEscaped(key)
            bytes.append(UInt8(ascii: "="))
            appendText(value)
        }
    }

    // MARK: JSON

    private mutating func appendJSON(_ value: Logger.Metadata.Value, depth: Int) {
        switch value {
        case .dictionary(let members) where depth < Self.deepest:
            var separator = UInt8(ascii: "{")
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                bytes.append(separator)
                JSONText.append(key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                appendJSON(Redaction.isSecret(key) ? .string(Redaction.mark) : value, depth: depth + 1)
                separator = UInt8(ascii: ",")
            }
            bytes += members.isEmpty ? "{}".utf8 : "}".utf8
        case .array(let elements) where depth < Self.deepest:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                appendJSON(element, depth: depth + 1)
            }
            bytes.append(UInt8(ascii: "]"))
        case .string(let text): JSONText.append(cleaned(text), to: &bytes)
        default: JSONText.append(cleaned(value.description), to: &bytes)
        }
    }

    // MARK: Text

    private mutating func appendText(_ value: Logger.Metadata.Value) {
        let text: String
        switch value {
        case .string(let string): text = cleaned(string)
        case .stringConvertible(let convertible): text = cleaned(convertible.description)
        case .dictionary, .array:
            var inner = LogLine(.json, redaction)
            inner.appendJSON(value, depth: 0)
            bytes += inner.bytes
            return
        }
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 < 0x7F }
        if isPlain { bytes += text.utf8 } else { JSONText.append(text, to: &bytes) }
    }

    private mutating func appendEscaped(_ text: String) {
        var quoted: [UInt8] = []
        for scalar in text.unicodeScalars {
            if ControlCharacters.contains(scalar) {
                JSONText.append(String(scalar), to: &quoted)
                bytes += quoted.dropFirst().dropLast()
                quoted.removeAll(keepingCapacity: true)
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar)!)
            }
        }
    }

    private func cleaned(_ text: String) -> String {
        guard text.utf8.count > Self.longestText else { return redaction.text(text) }
        return redaction.text(String(decoding: text.utf8.prefix(Self.longestText), as: UTF8.self)) + "…"
    }
}
