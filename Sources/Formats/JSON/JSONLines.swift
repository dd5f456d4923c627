/// The lines of a JSON Lines input that hold something: blank ones and a byte order mark are passed over.
struct JSONLines {
    /// A line, what stands in its place, or the end.
    enum Step {
        case line(UnsafeRawBufferPointer)
        case issue(ReadIssue)
        case end
    }

    private var lines: LineReader
    private var isFinished = false
    /// Where the bytes of the last line start.
    private(set) var offset: Int64 = 0

    init(_ input: ByteInput) {
        lines = LineReader(input)
    }

    /// The number of the last line, from 1.
    var number: Int { lines.number }

    /// The next line; its bytes are valid until the next call.
    mutating func next() -> Step {
        guard !isFinished else { return .end }
        while true {
            switch lines.next() {
            case .line(let bytes):
                offset = lines.offset
                let content = lines.offset == 0 ? withoutMark(bytes) : bytes
                if !Self.isBlank(content) { return .line(content) }
            case .tooLong(let length):
                let message = "the line is too long (\(length) bytes; at most \(LineReader.defaultLimit) are read)"
                return .issue(ReadIssue(line: lines.number, byte: lines.offset, message: message))
            case .end(let failure):
                isFinished = true
                return failure.map { .issue($0) } ?? .end
            }
        }
    }

    /// The issue that `error` is in the last line, on `field` if that is known.
    func issue(_ error: JSONError, field: String?) -> ReadIssue {
        issue(field.map { "field '\($0)': \(error)" } ?? error.description, at: error.offset)
    }

    /// An issue at a byte of the last line.
    func issue(_ message: String, at byte: Int = 0) -> ReadIssue {
        ReadIssue(line: lines.number, byte: offset + Int64(byte), message: message)
    }

    private mutating func withoutMark(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF else { return bytes }
        offset = 3
        return UnsafeRawBufferPointer(rebasing: bytes[3...])
    }

    private static func isBlank(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first else { return true }
        guard first <= 0x20 else { return false }
        return bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
}
