import CByteScan

/// Finds where one JSON value ends in an input, by its brackets and strings alone.
///
/// The value is not checked otherwise. It may be cut anywhere by the borders of what the source delivers.
struct JSONCut {
    /// What was found; positions count from the front of the window.
    enum Result {
        /// The value takes this many bytes.
        case complete(Int)
        /// At this index stands the `[` of an array under one of the wanted keys of the outermost object.
        case page(Int)
        /// The value of this many bytes was too long, and is consumed.
        case tooLong(Int64)
        /// At this index, at the start of a line, a new value begins although this one is not closed.
        case unclosed(Int)
        /// The input ends before the value does.
        case cutOff
    }

    /// The longest value that is held in memory.
    static let limit = 32 << 20

    private let input: ByteInput
    private let pageKeys: [StaticString]
    private let isLineBound: Bool
    private var at = 0
    private var depth: Int
    private var isInString = false
    private var stringStart = 0
    private var lastString = 0..<0
    private var isPageKey = false
    private var previous: UInt8 = 0
    private var discarded: Int64 = 0
    private var isExhausted = false
    /// The number of line feeds in what was discarded.
    private(set) var discardedLines = 0

    /// A search from the front of the window of `input`, inside `depth` open brackets.
    ///
    /// - Parameters:
    ///   - pageKeys: keys of the outermost object whose arrays are of interest.
    ///   - isLineBound: whether a line that starts with `{` where no value can stand begins a new value.
    init(_ input: ByteInput, depth: Int = 0, pageKeys: [StaticString] = [], isLineBound: Bool = false) {
        self.input = input
        self.depth = depth
        self.pageKeys = pageKeys
        self.isLineBound = isLineBound
        previous = depth > 0 ? UInt8(ascii: "]") : 0
    }

    /// Runs the search.
    mutating func run() -> Result {
        if depth == 0, let first = input.window.first, !Self.opensValue(first) { return literal() }
        while true {
            if let result = advance(input.window) { return result }
            discardIfTooLong()
            if input.fill() { continue }
            if isExhausted { return .cutOff }
            // Once more, now that no byte behind a last line feed needs to be waited for.
            isExhausted = true
        }
    }

    private static func opensValue(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\"")
    }

    /// A number or word: everything up to white space, a comma or a bracket.
    private mutating func literal() -> Result {
        // Whatever stands first is part of it, so that every search takes at least one byte.
        at = 1
        while true {
            let window = input.window
            while at < window.count {
                let byte = window[at]
                if byte <= 0x20 || byte == 0x2C || byte == 0x5D || byte == 0x7D { return finished(at) }
                at += 1
            }
            discardIfTooLong()
            if !input.fill() { return finished(at) }
        }
    }

    private mutating func discardIfTooLong() {
        guard at > Self.limit || discarded > 0 else { return }
        discard(at)
        at = 0
    }

    private mutating func finished(_ length: Int) -> Result {
        guard discarded > 0 else { return .complete(length) }
        discard(length)
        return .tooLong(discarded)
    }

    private mutating func discard(_ count: Int) {
        if let base = input.window.baseAddress?.assumingMemoryBound(to: UInt8.self) {
            discardedLines += cosci_count_line_feeds(base, count)
        }
        input.consume(count)
        discarded += Int64(count)
    }

    private mutating func advance(_ window: UnsafeRawBufferPointer) -> Result? {
        while at < window.count {
            if isInString {
                guard advanceInString(window) else { return nil }
                if depth == 0 { return finished(at) }
                continue
            }
            let byte = window[at]
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                stringStart = at + 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if isPageKey, byte == UInt8(ascii: "["), discarded == 0 { return .page(at) }
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth <= 0 { return finished(at + 1) }
            case UInt8(ascii: ":"):
                at += 1
                isPageKey = depth == 1 && isWanted(window)
                previous = byte
                continue
            case 0x0A where isLineBound:
                guard at + 1 < window.count || isExhausted else { return nil }
                if at + 1 < window.count, startsAnew(window[at + 1]) { return .unclosed(at + 1) }
            default:
                break
            }
            if byte > 0x20 {
                isPageKey = false
                previous = byte
            }
            at += 1
        }
        return nil
    }

    private func startsAnew(_ byte: UInt8) -> Bool {
        guard byte == UInt8(ascii: "{"), discarded == 0 else { return false }
        switch previous {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "{"): return false
        default: return true
        }
    }

    /// - Returns: whether the string ended.
    private mutating func advanceInString(_ window: UnsafeRawBufferPointer) -> Bool {
        guard let base = window.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
        var seen: UInt8 = 0
        while at < window.count {
            at += cosci_json_plain_run(base + at, window.count - at, &seen)
            guard at < window.count else { return false }
            switch base[at] {
            case UInt8(ascii: "\""):
                lastString = stringStart..<max(stringStart, at)
                isInString = false
                previous = UInt8(ascii: "\"")
                at += 1
                return true
            case UInt8(ascii: "\\"):
                guard at + 1 < window.count else { return false }
                at += 2
            case 0x0A where isLineBound:
                // No string contains a line feed: its line is broken, the next one need not be.
                isInString = false
                previous = UInt8(ascii: "\"")
                return true
            default:
                at += 1
            }
        }
        return false
    }

    private func isWanted(_ window: UnsafeRawBufferPointer) -> Bool {
        guard discarded == 0, lastString.upperBound <= window.count else { return false }
        return pageKeys.contains { key in
            key.utf8CodeUnitCount == lastString.count
                && zip(lastString, 0..<lastString.count).allSatisfy { window[$0] == key.utf8Start[$1] }
        }
    }
}
