/// Writes JSON (RFC 8259) compactly, with keys in the order of the calls; text stays UTF-8 and only what must be escaped is.
struct JSONOutput {
    private let output: OutputBuffer
    private var needsComma = false

    init(_ output: OutputBuffer) {
        self.output = output
    }

    mutating func object(_ body: (inout JSONOutput) -> Void) { enclose("{", "}", body) }

    mutating func array(_ body: (inout JSONOutput) -> Void) { enclose("[", "]", body) }

    /// A key; a value must follow.
    mutating func key(_ name: String) {
        separate()
        quote(name)
        output.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func string(_ text: String) {
        separate()
        quote(text)
    }

    mutating func number(_ value: Int) { literal("\(value)") }

    mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    mutating func null() { literal("null") }

    /// A key with a text, or null.
    mutating func member(_ name: String, orNull text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    /// A key with a text; nothing without one.
    mutating func member(_ name: String, ifAny text: String?) {
        guard let text else { return }
        key(name)
        string(text)
    }

    /// A key with a number; nothing without one.
    mutating func member(_ name: String, ifAny value: Int?) {
        guard let value else { return }
        key(name)
        number(value)
    }

    private mutating func enclose(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONOutput) -> Void) {
        separate()
        output.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        output.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func literal(_ text: String) {
        separate()
        output.append(text)
    }

    private mutating func separate() {
        if needsComma { output.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private func quote(_ text: String) {
        var text = text
        output.append(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                output.append(Self.escape(byte))
                start = index + 1
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case 0x22: return "\\\""
        case 0x5C: return "\\\\"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        default:
            let digits = String(byte, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
    }
}
