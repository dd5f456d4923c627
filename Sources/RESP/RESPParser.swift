public import NIOCore

/// Reads values of the Redis serialization protocol, versions 2 and 3, from bytes that come in pieces of any size.
///
/// What was read of an unfinished value is kept, so that each byte is looked at once however the pieces fall; strings share the memory of
/// the bytes they came in. Depth, lengths and counts have limits; memory is taken for what has come, never for what is announced.
/// Attributes, which say something beside the value they precede, are read and dropped.
public struct RESPParser: Sendable {
    /// How much a server may send in one value.
    public struct Limits: Hashable, Sendable {
        /// How deep values lie within each other.
        public var depth = 64
        /// The length of a line (simple string, error, number), in bytes.
        public var line = 1 << 16
        /// The length of a string, in bytes; that of the protocol.
        public var string = 512 << 20
        /// The number of elements of one array, map, set or push.
        public var elements = 1 << 24

        /// The defaults.
        public init() {}
    }

    /// Why bytes are no value. What follows them cannot be read any more.
    public struct Malformed: Error, Hashable, CustomStringConvertible {
        /// What is wrong.
        public var description: String
    }

    private enum Kind { case array, map, set, push, attribute }

    private struct Frame {
        var kind: Kind
        /// How many elements are still to come; nil until an end mark.
        var left: Int?
        var elements: [RESPValue] = []
    }

    /// What the bytes before said about those to come.
    private enum Expected {
        case type
        case string(length: Int, marker: UInt8)
        case chunks(ByteBuffer)
        case chunk(length: Int, ByteBuffer)
    }

    private let limits: Limits
    private var frames: [Frame] = []
    private var expected = Expected.type
    /// How many bytes from the reader index on hold no line end.
    private var searched = 0

    /// A parser at the beginning of a value.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Whether a value has been begun and not ended.
    public var isInsideValue: Bool {
        if case .type = expected { return !frames.isEmpty || searched > 0 }
        return true
    }

    /// The next whole value; nil when more bytes are needed, and to be appended to `buffer`.
    ///
    /// - Throws: ``Malformed``; the parser is of no use after that.
    /// - Complexity: O(bytes read) over all calls.
    public mutating func next(_ buffer: inout ByteBuffer) throws(Malformed) -> RESPValue? {
        if frames.isEmpty, searched == 0, case .type = expected, let value = common(&buffer) { return value }
        while true {
            guard let value = try scalar(&buffer) else { return nil }
            if let whole = try close(with: value) { return whole }
        }
    }

    /// The replies that come most, in one look: whole strings and small numbers. Nil leaves the bytes to the thorough way.
    private func common(_ buffer: inout ByteBuffer) -> RESPValue? {
        let (marker, number, header) = buffer.withUnsafeReadableBytes { bytes -> (UInt8, Int, Int) in
            guard bytes.count >= 4, let marker = bytes.first else { return (0, 0, 0) }
            var number = 0
            var at = 1
            // Eight digits fit into any integer.
            let end = min(bytes.count - 2, 9)
            while at < end {
                let digit = bytes[at] &- 0x30
                guard digit <= 9 else { break }
                number = number &* 10 &+ Int(digit)
                at += 1
            }
            guard at > 1, bytes[at] == 0x0D, bytes[at + 1] == 0x0A else { return (0, 0, 0) }
            if marker == UInt8(ascii: "$") {
                let last = at + 2 + number
                guard number <= limits.string, last + 1 < bytes.count, bytes[last] == 0x0D, bytes[last + 1] == 0x0A
                else { return (0, 0, 0) }
            }
            return (marker, number, at + 2)
        }
        switch marker {
        case UInt8(ascii: ":"):
            buffer.moveReaderIndex(forwardBy: header)
            return .integer(Int64(number))
        case UInt8(ascii: "$"):
            guard let bytes = buffer.getSlice(at: buffer.readerIndex + header, length: number) else { return nil }
            buffer.moveReaderIndex(forwardBy: header + number + 2)
            return .bulk(bytes)
        default: return nil
        }
    }

    /// What a step of reading gave.
    private enum Step {
        case value(RESPValue)
        /// A frame was opened, or a string begun: go on.
        case opened
        /// The end mark of a frame without a count.
        case end
    }

    // MARK: Frames

    /// The next value that holds no others, or one that is already ended (empty arrays); frames are opened on the way.
    private mutating func scalar(_ buffer: inout ByteBuffer) throws(Malformed) -> RESPValue? {
        while true {
            guard let step = try step(&buffer) else { return nil }
            switch step {
            case .value(let value): return value
            case .opened: continue
            case .end:
                guard let frame = frames.popLast(), frame.left == nil else {
                    throw Malformed(description: "end without a beginning")
                }
                if let value = try Self.value(frame) { return value }
            }
        }
    }

    /// Puts a value into the frames it ends; the whole value when it was the last of all.
    private mutating func close(with value: RESPValue) throws(Malformed) -> RESPValue? {
        var value = value
        while let top = frames.indices.last {
            frames[top].elements.append(value)
            guard frames[top].elements.count <= limits.elements * 2 else {
                throw Malformed(description: "too many elements")
            }
            guard let left = frames[top].left else { return nil }
            frames[top].left = left - 1
            guard left == 1 else { return nil }
            guard let frame = frames.popLast(), let ended = try Self.value(frame) else { return nil }
            value = ended
        }
        return value
    }

    private static func value(_ frame: Frame) throws(Malformed) -> RESPValue? {
        switch frame.kind {
        case .array: return .array(frame.elements)
        case .set: return .set(frame.elements)
        case .push: return .push(frame.elements)
        case .attribute: return nil
        case .map:
            guard frame.elements.count.isMultiple(of: 2) else {
                throw Malformed(description: "a map's last key has no value")
            }
            return .map(
                stride(from: 0, to: frame.elements.count, by: 2).map {
                    .init(frame.elements[$0], frame.elements[$0 + 1])
                }
            )
        }
    }

    private mutating func open(_ kind: Kind, _ line: ByteBufferView) throws(Malformed) -> Step {
        guard frames.count < limits.depth else {
            throw Malformed(description: "values lie deeper than \(limits.depth)")
        }
        if line.elementsEqual([UInt8(ascii: "?")]) {
            frames.append(Frame(kind: kind, left: nil))
            return .opened
        }
        let count = try RESPNumber.length(line)
        if count == -1 { return .value(.null) }
        guard count >= 0, count <= limits.elements else { throw Malformed(description: "\(count) elements") }
        let left = kind == .map || kind == .attribute ? count * 2 : count
        let frame = Frame(kind: kind, left: left)
        if left == 0 { return try Self.value(frame).map { .value($0) } ?? .opened }
        frames.append(frame)
        return .opened
    }

    // MARK: Bytes

    private mutating func step(_ buffer: inout ByteBuffer) throws(Malformed) -> Step? {
        switch expected {
        case .type: return try typed(&buffer)
        case .string(let length, let marker):
            guard let bytes = try string(length, &buffer) else { return nil }
            expected = .type
            return .value(try Self.string(bytes, marker))
        case .chunks(let bytes):
            guard var line = try line(&buffer) else { return nil }
            guard line.popFirst() == UInt8(ascii: ";") else {
                throw Malformed(description: "a chunk of a string was expected")
            }
            let length = try RESPNumber.length(line)
            guard length >= 0, length + bytes.readableBytes <= limits.string else {
                throw Malformed(description: "a chunk of \(length) bytes")
            }
            expected = length == 0 ? .type : .chunk(length: length, bytes)
            return length == 0 ? .value(.bulk(bytes)) : .opened
        case .chunk(let length, var bytes):
            guard var chunk = try string(length, &buffer) else { return nil }
            bytes.writeBuffer(&chunk)
            expected = .chunks(bytes)
            return .opened
        }
    }

    private mutating func typed(_ buffer: inout ByteBuffer) throws(Malformed) -> Step? {
        guard var line = try line(&buffer) else { return nil }
        guard let marker = line.popFirst() else {
            throw Malformed(description: "an empty line where a type was expected")
        }
        switch marker {
        case UInt8(ascii: "+"): return .value(.simple(String(decoding: line, as: UTF8.self)))
        case UInt8(ascii: "-"): return .value(.error(RedisReplyError(String(decoding: line, as: UTF8.self))))
        case UInt8(ascii: ":"): return .value(.integer(try RESPNumber.integer(line)))
        case UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: "!"):
            return try begin(marker, line)
        case UInt8(ascii: "_"):
            guard line.isEmpty else { throw Malformed(description: "a null with content") }
            return .value(.null)
        case UInt8(ascii: "#"):
            guard line.elementsEqual("t".utf8) || line.elementsEqual("f".utf8) else {
                throw Malformed(description: "neither true nor false")
            }
            return .value(.boolean(line.first == UInt8(ascii: "t")))
        case UInt8(ascii: ","): return .value(.double(try RESPNumber.double(line)))
        case UInt8(ascii: "("): return .value(.bigNumber(try RESPNumber.bigNumber(line)))
        case UInt8(ascii: "*"): return try open(.array, line)
        case UInt8(ascii: "%"): return try open(.map, line)
        case UInt8(ascii: "~"): return try open(.set, line)
        case UInt8(ascii: ">"): return try open(.push, line)
        case UInt8(ascii: "|"): return try open(.attribute, line)
        case UInt8(ascii: "."):
            guard line.isEmpty, frames.last.map({ $0.left == nil }) ?? false else {
                throw Malformed(description: "an end mark where none can be")
            }
            return .end
        default: throw Malformed(description: "no type begins with the byte \(marker)")
        }
    }

    private mutating func begin(_ marker: UInt8, _ line: ByteBufferView) throws(Malformed) -> Step {
        if marker == UInt8(ascii: "$"), line.elementsEqual([UInt8(ascii: "?")]) {
            expected = .chunks(ByteBuffer())
            return .opened
        }
        let length = try RESPNumber.length(line)
        if length == -1 { return .value(.null) }
        guard length >= 0, length <= limits.string else { throw Malformed(description: "a string of \(length) bytes") }
        expected = .string(length: length, marker: marker)
        return .opened
    }

    /// A line without its end; nil when the end has not come.
    private mutating func line(_ buffer: inout ByteBuffer) throws(Malformed) -> ByteBufferView? {
        let view = buffer.readableBytesView
        guard let end = view[(view.startIndex + searched)...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = view.count
            guard searched <= limits.line else {
                throw Malformed(description: "a line longer than \(limits.line) bytes")
            }
            return nil
        }
        searched = 0
        guard end - view.startIndex <= limits.line else {
            throw Malformed(description: "a line longer than \(limits.line) bytes")
        }
        guard end > view.startIndex, view[end - 1] == UInt8(ascii: "\r") else {
            throw Malformed(description: "a line feed without a carriage return")
        }
        buffer.moveReaderIndex(to: end + 1)
        return view[view.startIndex..<(end - 1)]
    }

    /// So many bytes and the line end after them; nil when they have not come.
    private func string(_ length: Int, _ buffer: inout ByteBuffer) throws(Malformed) -> ByteBuffer? {
        guard buffer.readableBytes >= length + 2, let bytes = buffer.readSlice(length: length) else { return nil }
        guard buffer.readInteger(as: UInt16.self) == 0x0D0A else {
            throw Malformed(description: "a string without its end")
        }
        return bytes
    }

    private static func string(_ bytes: ByteBuffer, _ marker: UInt8) throws(Malformed) -> RESPValue {
        switch marker {
        case UInt8(ascii: "$"): return .bulk(bytes)
        case UInt8(ascii: "!"): return .error(RedisReplyError(String(buffer: bytes)))
        default:
            var bytes = bytes
            guard let format = bytes.readString(length: 3), bytes.readInteger(as: UInt8.self) == UInt8(ascii: ":")
            else {
                throw Malformed(description: "a verbatim string without its format")
            }
            return .verbatim(format: format, bytes)
        }
    }
}
