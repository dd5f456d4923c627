import Foundation

/// One of the two output streams, and what it can show.
struct Terminal: Sendable {
    let descriptor: Int32
    /// Whether a person looks at it.
    let isInteractive: Bool
    /// Whether colour may be used: on a terminal, without `NO_COLOR`, not on a dumb one.
    let hasColour: Bool

    static let standardOutput = Terminal(descriptor: STDOUT_FILENO)
    static let standardError = Terminal(descriptor: STDERR_FILENO)

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        isInteractive = isatty(descriptor) == 1
        let environment = ProcessInfo.processInfo.environment
        hasColour = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// The width in columns; 100 where it is unknown.
    var width: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 100 }
        return Int(size.ws_col)
    }

    /// Writes text as it is; a closed pipe ends the process as quietly as it ends other tools.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while rest.count > 0 {
                let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    if errno == EPIPE { _exit(0) }
                    return
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    /// The styles that answers use.
    enum Style: String {
        case title = "1"
        case faint = "2"
        case match = "1;33"
        case warning = "33"
        case identifier = "36"
    }

    /// Text in a style, or as it is where there is no colour.
    func styled(_ text: String, _ style: Style) -> String {
        hasColour && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    /// Text of papers made safe for a terminal: control characters (escape sequences too) become spaces.
    var printable: String {
        guard unicodeScalars.contains(where: Self.isControl) else { return self }
        var result = ""
        for scalar in unicodeScalars { result.unicodeScalars.append(Self.isControl(scalar) ? " " : scalar) }
        return result
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
    }

    /// The text broken into lines of at most `width` characters at spaces, each behind `indent`.
    func wrapped(width: Int, indent: String) -> String {
        var lines: [String] = []
        var line = ""
        var filled = 0
        for word in split(whereSeparator: \.isWhitespace) {
            let columns = word.columns
            if !line.isEmpty, filled + 1 + columns > width - indent.count {
                lines.append(indent + line)
                line = ""
                filled = 0
            }
            filled += line.isEmpty ? columns : columns + 1
            line += line.isEmpty ? String(word) : " " + word
        }
        if !line.isEmpty { lines.append(indent + line) }
        return lines.joined(separator: "\n")
    }
}

extension Substring {
    /// How many columns the text takes on a terminal: styles take none.
    fileprivate var columns: Int {
        var count = 0
        var isInStyle = false
        for character in self {
            if character == "\u{1B}" {
                isInStyle = true
            } else if isInStyle {
                isInStyle = character != "m"
            } else {
                count += 1
            }
        }
        return count
    }
}
