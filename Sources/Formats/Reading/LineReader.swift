import Glibc

/// Cuts an input into lines without copying them.
///
/// Lines end at a line feed; a carriage return before it is dropped. A line beyond the limit is skipped without being held
/// in memory.
public struct LineReader {
    /// A line, or what stands in its place.
    public enum Step {
        /// A line; its bytes are valid until the next call.
        case line(UnsafeRawBufferPointer)
        /// A line beyond the limit, of this many bytes, was skipped.
        case tooLong(Int64)
        /// The end, with the failure of the source if that is why.
        case end(ReadIssue?)
    }

    /// The input, whose window starts behind the last line.
    public let input: ByteInput
    /// The number of the last line given, from 1.
    public private(set) var number = 0
    /// Where the last line given starts, in bytes.
    public private(set) var offset: Int64 = 0
    private let limit: Int
    private var pending = 0

    /// The longest line that is read: longer than any record of any source.
    public static let defaultLimit = 32 << 20

    /// A reader of the lines of `input`, of at most `limit` bytes each.
    public init(_ input: ByteInput, limit: Int = LineReader.defaultLimit) {
        self.input = input
        self.limit = limit
    }

    /// The next line.
    public mutating func next() -> Step {
        input.consume(pending)
        pending = 0
        offset = input.offset
        var searched = 0
        while true {
            let window = input.window
            if let length = Self.lineFeed(in: window, from: searched) {
                number += 1
                pending = length + 1
                return length > limit ? skipped(Int64(length)) : .line(Self.withoutReturn(window, length))
            }
            searched = window.count
            if searched > limit { return skipRest() }
            if !input.fill() { return lastLine() }
        }
    }

    private mutating func lastLine() -> Step {
        let window = input.window
        // What a failing source leaves behind its last line feed is a torn line, not a line.
        guard window.count > 0, input.failure == nil else { return .end(input.failure) }
        number += 1
        pending = window.count
        return .line(Self.withoutReturn(window, window.count))
    }

    private mutating func skipped(_ length: Int64) -> Step { .tooLong(length) }

    /// Drops everything up to the next line feed.
    private mutating func skipRest() -> Step {
        number += 1
        var length: Int64 = 0
        while true {
            let window = input.window
            if let rest = Self.lineFeed(in: window, from: 0) {
                input.consume(rest + 1)
                return .tooLong(length + Int64(rest))
            }
            length += Int64(window.count)
            input.consume(window.count)
            if !input.fill() { return .tooLong(length) }
        }
    }

    private static func lineFeed(in window: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < window.count, let base = window.baseAddress else { return nil }
        guard let found = memchr(base + start, 0x0A, window.count - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    private static func withoutReturn(_ window: UnsafeRawBufferPointer, _ length: Int) -> UnsafeRawBufferPointer {
        let end = length > 0 && window[length - 1] == 0x0D ? length - 1 : length
        return UnsafeRawBufferPointer(rebasing: window[..<end])
    }
}
