import NIOCore

/// Reads the numbers of the protocol from lines without their ends.
enum RESPNumber {
    /// How many bytes or elements follow; -1 where there is no value.
    static func length(_ line: ByteBufferView) throws(RESPParser.Malformed) -> Int { Int(try integer(line)) }

    /// A whole number of 64 bits.
    static func integer(_ line: ByteBufferView) throws(RESPParser.Malformed) -> Int64 {
        var value: Int64 = 0
        var isNegative = false
        var digits = line
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            digits = digits.dropFirst()
        }
        guard !digits.isEmpty, digits.count <= 19 else { throw RESPParser.Malformed(description: "no whole number") }
        for byte in digits {
            guard (0x30...0x39).contains(byte) else { throw RESPParser.Malformed(description: "no whole number") }
            let digit = Int64(byte - 0x30)
            let (product, tooMuch) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) =
                isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            guard !tooMuch, !overflow else {
                throw RESPParser.Malformed(description: "a whole number of more than 64 bits")
            }
            value = sum
        }
        return value
    }

    /// A number, possibly infinite or none.
    static func double(_ line: ByteBufferView) throws(RESPParser.Malformed) -> Double {
        let text = String(decoding: line, as: UTF8.self)
        switch text {
        case "inf", "+inf": return .infinity
        case "-inf": return -.infinity
        case "nan", "-nan": return .nan
        default:
            let isNumber = line.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
            guard isNumber, let value = Double(text) else { throw RESPParser.Malformed(description: "no number") }
            return value
        }
    }

    /// The digits of a whole number of any size.
    static func bigNumber(_ line: ByteBufferView) throws(RESPParser.Malformed) -> String {
        let digits = line.first == UInt8(ascii: "-") || line.first == UInt8(ascii: "+") ? line.dropFirst() : line
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw RESPParser.Malformed(description: "no big number")
        }
        return String(decoding: line, as: UTF8.self)
    }
}
