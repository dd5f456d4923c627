import Foundation

/// A finished item, as one line of a journal tells it.
public struct JournalEntry: Hashable, Sendable {
    /// How the item ended.
    public enum Outcome: String, Hashable, Sendable, Codable {
        /// It was done.
        case done
        /// There was nothing to do.
        case skipped
        /// It was tried in vain as often as allowed.
        case failed
        /// Trying again cannot help.
        case dead

        /// Whether the item need not be looked at again.
        public var isFinal: Bool { self == .done || self == .skipped }
    }

    /// The item.
    public var key: String
    /// How it ended.
    public var outcome: Outcome
    /// When, in seconds since 1970.
    public var time: Double
    /// How often it was tried.
    public var attempts: Int
    /// The class of the last error; empty when it ended well.
    public var failure: String
    /// What else there is to say: a note, or the last error.
    public var message: String

    /// An entry.
    public init(
        key: String,
        outcome: Outcome,
        time: Double,
        attempts: Int,
        failure: String = "",
        message: String = ""
    ) {
        self.key = key
        self.outcome = outcome
        self.time = time
        self.attempts = attempts
        self.failure = failure
        self.message = message
    }
}

// MARK: Lines

extension JournalEntry {
    /// The longest message that is kept, in bytes.
    private static let messageLimit = 2000

    /// The line: eight hexadecimal digits (CRC-32 of what follows the blank), a blank, fields separated by tabs, a line feed.
    ///
    /// The fields are outcome, time, attempts, failure, item, message; tabs, line ends and backslashes in them are written with a
    /// backslash. `grep` and `cut` read it as well as this program.
    var line: [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(key.utf8.count + message.utf8.count + 64)
        body += outcome.rawValue.utf8
        body.append(Self.tab)
        body += "\(Int64(time * 1000))".utf8
        body.append(Self.tab)
        body += "\(attempts)".utf8
        body.append(Self.tab)
        body += failure.utf8
        body.append(Self.tab)
        EscapedText.append(key.utf8, to: &body)
        body.append(Self.tab)
        EscapedText.append(message.utf8.prefix(Self.messageLimit), to: &body)
        var line = Checksum.hexadecimal(Checksum.crc32(body))
        line.append(Self.blank)
        line += body
        line.append(Self.lineFeed)
        return line
    }

    /// Reads a line without its line feed; nil when its checksum or form is wrong.
    init?(line: ArraySlice<UInt8>) {
        let body = line.dropFirst(9)
        guard line.count > 9, line[line.startIndex + 8] == Self.blank,
            Array(line.prefix(8)) == Checksum.hexadecimal(Checksum.crc32(body))
        else { return nil }
        let fields = body.split(separator: Self.tab, omittingEmptySubsequences: false)
        guard fields.count == 6, let outcome = Outcome(rawValue: String(decoding: fields[0], as: UTF8.self)),
            let time = Int64(String(decoding: fields[1], as: UTF8.self)),
            let attempts = Int(String(decoding: fields[2], as: UTF8.self))
        else { return nil }
        self.init(
            key: EscapedText.decode(fields[4]),
            outcome: outcome,
            time: Double(time) / 1000,
            attempts: attempts,
            failure: String(decoding: fields[3], as: UTF8.self),
            message: EscapedText.decode(fields[5])
        )
    }

    private static let tab = UInt8(ascii: "\t")
    private static let blank = UInt8(ascii: " ")
    private static let lineFeed = UInt8(ascii: "\n")
}

/// Text that takes one line, whatever is in it.
enum EscapedText {
    private static let pairs: [(UInt8, UInt8)] = [
        (UInt8(ascii: "\\"), UInt8(ascii: "\\")), (UInt8(ascii: "\n"), UInt8(ascii: "n")),
        (UInt8(ascii: "\r"), UInt8(ascii: "r")), (UInt8(ascii: "\t"), UInt8(ascii: "t")),
    ]

    static func append(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
        for byte in text {
            if let pair = pairs.first(where: { $0.0 == byte }) {
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(pair.1)
            } else {
                bytes.append(byte)
            }
        }
    }

    static func decode(_ bytes: some Sequence<UInt8>) -> String {
        var result: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                result.append(pairs.first { $0.1 == byte }?.0 ?? byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// CRC-32 (ISO 3309, as in gzip): finds lines that were cut or damaged.
enum Checksum {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { value, byte in table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
    }

    /// Eight digits.
    static func hexadecimal(_ value: UInt32) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return (0..<8).map { digits[Int(value >> UInt32(28 - 4 * $0) & 0xF)] }
    }
}
