/// Turns the bytes of a trace, in pieces of any size, into keys.
///
/// Total: lines that are not of the form are counted and passed over, a number that does not fit is not of the form, and a request
/// of more than ``longestRun`` blocks is one. Memory is bounded by the longest line that is kept (``longestLine``), the rest of a
/// longer one is passed over.
public struct CacheTraceReader: Sendable {
    /// The most blocks that one line of an `arc` trace may ask for.
    public static let longestRun: UInt64 = 1 << 20

    /// The longest line that is read, in bytes.
    public static let longestLine = 1 << 16

    /// The form.
    public let format: CacheTraceFormat

    /// How many lines, or bytes at the end of a `cache2k` trace, were not of the form.
    public private(set) var skipped = 0

    private var pending: [UInt8] = []
    private var isPassingOver = false

    /// A reader at the beginning of a trace.
    public init(format: CacheTraceFormat) { self.format = format }

    /// Reads the next piece.
    ///
    /// - Parameter visit: called with each key in order. Equal keys are equal numbers; keys of `keys` traces are 64-bit hashes.
    public mutating func read(_ bytes: UnsafeRawBufferPointer, _ visit: (UInt64) -> Void) {
        switch format {
        case .cache2k: readNumbers(bytes, visit)
        case .arc, .keys: readLines(bytes, visit)
        }
    }

    /// Reads what is left when the trace has ended: a last line without a line feed.
    public mutating func finish(_ visit: (UInt64) -> Void) {
        if format == .cache2k {
            skipped += pending.count
        } else if isPassingOver {
            skipped += 1
        } else if !pending.isEmpty {
            pending.withUnsafeBytes { endLine($0, visit) }
        }
        pending = []
        isPassingOver = false
    }

    private mutating func readNumbers(_ bytes: UnsafeRawBufferPointer, _ visit: (UInt64) -> Void) {
        var position = 0
        while !pending.isEmpty, pending.count < 4, position < bytes.count {
            pending.append(bytes[position])
            position += 1
        }
        if pending.count == 4 {
            pending.withUnsafeBytes { visit(Self.number($0, at: 0)) }
            pending.removeAll(keepingCapacity: true)
        }
        while bytes.count - position >= 4 {
            visit(Self.number(bytes, at: position))
            position += 4
        }
        if position < bytes.count { pending.append(contentsOf: bytes[position...]) }
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, at position: Int) -> UInt64 {
        UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    }

    private mutating func readLines(_ bytes: UnsafeRawBufferPointer, _ visit: (UInt64) -> Void) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if isPassingOver {
                skipped += 1
            } else if pending.isEmpty {
                endLine(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), visit)
            } else {
                keep(bytes[start..<end])
                if isPassingOver { skipped += 1 } else { pending.withUnsafeBytes { endLine($0, visit) } }
            }
            pending.removeAll(keepingCapacity: true)
            isPassingOver = false
            start = end + 1
        }
        keep(bytes[start...])
    }

    private mutating func keep(_ part: Slice<UnsafeRawBufferPointer>) {
        guard !isPassingOver else { return }
        if pending.count + part.count > Self.longestLine {
            isPassingOver = true
            pending.removeAll(keepingCapacity: true)
        } else {
            pending.append(contentsOf: part)
        }
    }

    private mutating func endLine(_ whole: UnsafeRawBufferPointer, _ visit: (UInt64) -> Void) {
        let hasReturn = whole.last == UInt8(ascii: "\r")
        let line = hasReturn ? UnsafeRawBufferPointer(rebasing: whole.dropLast()) : whole
        guard !line.isEmpty else { return }
        if format == .keys {
            if line.count > Self.longestLine { skipped += 1 } else { visit(ByteHash.hash(line, seed: 0)) }
            return
        }
        var position = 0
        guard let first = Self.decimal(line, &position), let count = Self.decimal(line, &position),
            count <= Self.longestRun, first <= UInt64.max - count
        else {
            skipped += 1
            return
        }
        for key in first..<first + count { visit(key) }
    }

    /// The next decimal number of a line, which spaces or tabs may precede and must follow.
    private static func decimal(_ line: UnsafeRawBufferPointer, _ position: inout Int) -> UInt64? {
        while position < line.count, line[position] == 32 || line[position] == 9 { position += 1 }
        let start = position
        var value: UInt64 = 0
        while position < line.count, case let digit = line[position] &- 48, digit < 10 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            if overflow || carry { return nil }
            value = sum
            position += 1
        }
        guard position > start, position == line.count || line[position] == 32 || line[position] == 9 else {
            return nil
        }
        return value
    }
}
