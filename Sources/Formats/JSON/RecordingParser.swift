import CByteScan
import Literature
import Yams

/// Takes the answers out of a recording that is held in memory.
enum RecordingParser {
    /// The longest recording that is read: it has to be held in memory as a whole.
    static let limit = 32 << 20

    /// The answers in `bytes`, or the reason why there are none.
    static func answers(_ bytes: UnsafeRawBufferPointer) -> Result<[RecordedAnswer], ReadIssue> {
        let first = bytes.first { $0 > 0x20 }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? json(bytes) : cassette(bytes)
    }

    private static func failure<Value>(_ message: String, line: Int = 0, byte: Int = 0) -> Result<Value, ReadIssue> {
        .failure(ReadIssue(line: line, byte: Int64(byte), message: message, extent: .restOfInput))
    }

    // MARK: JSON

    /// `{"url": …, "status_code": …, "body": …}` or an array of them.
    private static func json(_ bytes: UnsafeRawBufferPointer) -> Result<[RecordedAnswer], ReadIssue> {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: bytes)
        } catch {
            return failure(error.description, byte: error.offset)
        }
        let all = if case .array(let elements) = document { elements } else { [document] }
        var answers: [RecordedAnswer] = []
        for value in all {
            guard let url = value["url"]?.text, case .string(let body)? = value["body"] else {
                return failure("a recorded answer needs 'url' and 'body'")
            }
            let status = value["status_code"]?.integer ?? value["status"]?.integer ?? 200
            answers.append(
                RecordedAnswer(url: url, requestBody: "", status: status, body: Array(body.utf8), line: 0)
            )
        }
        return .success(answers)
    }

    // MARK: VCR cassettes

    private static func cassette(_ bytes: UnsafeRawBufferPointer) -> Result<[RecordedAnswer], ReadIssue> {
        let start = bytes.bindMemory(to: UInt8.self)
        let valid = cosci_utf8_valid_prefix(start.baseAddress, start.count)
        if valid < bytes.count { return failure("invalid UTF-8", byte: valid) }
        if YAMLAliases.areMany(bytes), let offset = YAMLKeys.firstComplexKey(bytes) {
            return failure(
                "many aliases together with keys that are no plain text are not supported in cassettes",
                byte: offset
            )
        }
        let root: Node?
        do {
            root = try compose(yaml: String(decoding: start, as: UTF8.self), .basic)
        } catch let error as YamlError {
            return failure("the YAML is broken\(position(of: error))", line: line(of: error))
        } catch {
            return failure("the YAML is broken")
        }
        guard let interactions = root?["interactions"]?.sequence else {
            return failure("the YAML has no list of 'interactions'")
        }
        return .success(interactions.map(answer))
    }

    private static func line(of error: YamlError) -> Int {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: 0
        }
    }

    private static func position(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
            " (\(problem))"
        case .duplicatedKeysInMapping: " (a key stands twice)"
        default: ""
        }
    }

    private static func answer(_ interaction: Node) -> RecordedAnswer {
        let request = interaction["request"]
        let response = interaction["response"]
        let content = response?["content"] ?? response?["body"]
        let scalar = (content?["string"] ?? content)?.scalar
        let status = response?["status"]?["code"] ?? response?["status_code"] ?? response?["status"]
        return RecordedAnswer(
            url: request?["uri"]?.scalar?.string ?? request?["url"]?.scalar?.string ?? "",
            requestBody: (request?["body"]?["string"] ?? request?["body"])?.scalar?.string ?? "",
            status: status?.scalar.flatMap { Int($0.string) } ?? 200,
            body: scalar.map(body) ?? [],
            line: scalar?.mark?.line ?? interaction.mark?.line ?? 0
        )
    }

    private static func body(_ scalar: Node.Scalar) -> [UInt8] {
        guard scalar.tag.description == "tag:yaml.org,2002:binary" else { return Array(scalar.string.utf8) }
        return Base64.decoded(scalar.string.utf8)
    }
}

extension Node {
    /// The value of a key of a mapping, compared as text.
    fileprivate subscript(key: String) -> Node? {
        guard case .mapping(let mapping) = self else { return nil }
        for (name, value) in mapping where name.scalar?.string == key { return value }
        return nil
    }
}

/// Base 64 (RFC 4648, section 4).
enum Base64 {
    /// The bytes that `text` stands for; what is not part of the alphabet (line breaks, padding) is passed over.
    static func decoded(_ text: some Sequence<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text {
            guard let value = value(byte) else { continue }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return output
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - 0x41)
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - 0x61 + 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30 + 52)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

/// Counts the aliases of a YAML text.
enum YAMLAliases {
    /// The most aliases that are harmless wherever they stand: nested, they multiply to some thousands of values.
    static let harmless = 24

    /// Whether more than a harmless number of aliases names anchors that the text has. Linear.
    static func areMany(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var anchors: Set<String> = []
        names(bytes, behind: UInt8(ascii: "&")) { name in
            anchors.insert(name)
            return anchors.count < 10_000
        }
        if anchors.isEmpty { return false }
        if anchors.count >= 10_000 { return true }
        var count = 0
        names(bytes, behind: UInt8(ascii: "*")) { name in
            if anchors.contains(name) { count += 1 }
            return count <= harmless
        }
        return count > harmless
    }

    /// Gives the names behind a mark that stands where a value may start, until `take` has enough.
    private static func names(_ bytes: UnsafeRawBufferPointer, behind mark: UInt8, take: (String) -> Bool) {
        for index in bytes.indices where bytes[index] == mark {
            if index > 0, bytes[index - 1] > 0x20, !"[{,".utf8.contains(bytes[index - 1]) { continue }
            let name = bytes[(index + 1)...].prefix(64).prefix(while: isNameByte)
            if !name.isEmpty, !take(String(decoding: name, as: UTF8.self)) { return }
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}

/// Looks for keys of YAML mappings that are lists, mappings or aliases. Comparing such keys costs exponential time when
/// aliases are nested, and no cassette has them.
enum YAMLKeys {
    /// The index of the first one; nil when there is none. Linear. Texts that merely look like one are rare enough.
    static func firstComplexKey(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "*"):
                let end = nameEnd(bytes, from: index + 1)
                if end > index + 1, follows(bytes, from: end, isExpected: { $0 == UInt8(ascii: ":") }) { return index }
            case UInt8(ascii: "?") where index + 1 < bytes.count && bytes[index + 1] <= 0x20:
                if follows(bytes, from: index + 1, isExpected: { "*&[{!".utf8.contains($0) }) { return index }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if follows(bytes, from: index + 1, isExpected: { $0 == UInt8(ascii: ":") }) { return index }
            default:
                break
            }
            index += 1
        }
        return nil
    }

    private static func nameEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < bytes.count, index - start < 256, bytes[index] > 0x20, bytes[index] != UInt8(ascii: ":") {
            index += 1
        }
        return index
    }

    /// Whether the next byte that is no white space is the expected one; looks 256 bytes ahead.
    private static func follows(
        _ bytes: UnsafeRawBufferPointer,
        from start: Int,
        isExpected: (UInt8) -> Bool
    ) -> Bool {
        for index in start..<min(max(start, bytes.count), start + 256) where bytes[index] > 0x20 {
            return isExpected(bytes[index])
        }
        return false
    }
}
