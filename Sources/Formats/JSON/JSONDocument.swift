import CByteScan

/// Cuts records out of a JSON input without holding it in memory.
///
/// An input is a sequence of values: one document, or one value a line. The elements of an array, and those of an array
/// under one of the page keys of an object, are given one by one; the rest of such an object follows as its envelope.
struct JSONDocument {
    /// Where a record stands.
    struct Place {
        /// The line of its first byte, from 1.
        var line: Int
        /// The position of its first byte.
        var offset: Int64
        /// Its number within its array, from 1; 0 when it stands by itself.
        var number: Int
    }

    /// What comes next.
    enum Step {
        /// A record; its bytes are valid until the next call.
        case element(UnsafeRawBufferPointer, Place)
        /// The object around an array whose elements were given, with that array emptied.
        case envelope([UInt8], Place)
        /// Something that cannot be read.
        case issue(ReadIssue)
        /// The end.
        case end
    }

    private enum State {
        case outside
        case elements(isPage: Bool)
        case rest
        case finished
    }

    private let input: ByteInput
    private let pageKeys: [StaticString]
    private var state = State.outside
    private var pending = 0
    private var line = 1
    private var number = 0
    private var needsComma = false
    private var envelope: [UInt8] = []
    private var envelopePlace = Place(line: 1, offset: 0, number: 0)

    /// The records of `input`.
    init(_ input: ByteInput, pageKeys: [StaticString]) {
        self.input = input
        self.pageKeys = pageKeys
    }

    /// The next record, envelope or issue.
    mutating func next() -> Step {
        consume(pending)
        pending = 0
        while true {
            let step: Step?
            switch state {
            case .outside: step = outside()
            case .elements(let isPage): step = element(isPage: isPage)
            case .rest: step = rest()
            case .finished: step = .end
            }
            if let step { return step }
        }
    }

    /// An issue at a byte of a record.
    static func issue(_ message: String, at place: Place, byte: Int = 0) -> ReadIssue {
        ReadIssue(line: place.line, byte: place.offset + Int64(byte), message: message)
    }

    private mutating func consume(_ count: Int) {
        guard count > 0 else { return }
        if let base = input.window.baseAddress?.assumingMemoryBound(to: UInt8.self) {
            line += cosci_count_line_feeds(base, count)
        }
        input.consume(count)
    }

    private var place: Place { Place(line: line, offset: input.offset, number: 0) }

    /// Skips white space (and a byte order mark at the start); nil at the end of the input.
    private mutating func firstByte() -> UInt8? {
        if input.offset == 0, input.require(3), input.window.starts(with: [0xEF, 0xBB, 0xBF]) { consume(3) }
        while true {
            let window = input.window
            let blank = window.firstIndex { !($0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09) }
            consume(blank ?? window.count)
            if blank != nil { return input.window[0] }
            if !input.fill() { return nil }
        }
    }

    // MARK: Between documents

    private mutating func outside() -> Step? {
        guard let first = firstByte() else { return ended(nil) }
        switch first {
        case UInt8(ascii: "["):
            consume(1)
            state = .elements(isPage: false)
            number = 0
            needsComma = false
            return nil
        case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","):
            let issue = Self.issue("unexpected '\(Character(UnicodeScalar(first)))' between records", at: place)
            consume(1)
            return .issue(issue)
        default:
            var cut = JSONCut(input, pageKeys: pageKeys, isLineBound: true)
            let place = place
            let result = cut.run()
            line += cut.discardedLines
            return settle(place, result, number: 0)
        }
    }

    private mutating func settle(_ place: Place, _ result: JSONCut.Result, number: Int) -> Step? {
        switch result {
        case .complete(let length):
            pending = length
            let bytes = UnsafeRawBufferPointer(rebasing: input.window[..<length])
            return .element(bytes, Place(line: place.line, offset: place.offset, number: number))
        case .page(let index):
            envelope = []
            envelopePlace = place
            return openPage(index)
        case .tooLong(let length):
            return .issue(Self.issue("the record is too long (\(length) bytes)", at: place))
        case .unclosed(let index):
            consume(index)
            return .issue(Self.issue("the record is not closed at the end of its line", at: place))
        case .cutOff:
            return ended("the JSON is cut off: the record that starts here is not closed")
        }
    }

    private mutating func ended(_ problem: String?) -> Step {
        let issue = problem.map { ReadIssue(line: line, byte: input.offset, message: $0, extent: .restOfInput) }
        consume(input.window.count)
        state = .finished
        return (input.failure ?? issue).map { .issue($0) } ?? .end
    }

    // MARK: Arrays

    private mutating func openPage(_ index: Int) -> Step? {
        guard envelope.count + index < JSONCut.limit else {
            return ended("the object around the records is too long")
        }
        envelope += input.window[...index]
        consume(index + 1)
        state = .elements(isPage: true)
        number = 0
        needsComma = false
        return nil
    }

    private mutating func element(isPage: Bool) -> Step? {
        guard let first = firstByte() else { return ended("the JSON is cut off inside an array") }
        if first == UInt8(ascii: "]") {
            state = isPage ? .rest : .outside
            if !isPage { consume(1) }
            return nil
        }
        if first == UInt8(ascii: ","), needsComma {
            consume(1)
            needsComma = false
            return nil
        }
        guard !needsComma, first != UInt8(ascii: ","), first != UInt8(ascii: "}") else {
            return ended("unexpected '\(Self.name(first))' between the elements of an array")
        }
        number += 1
        needsComma = true
        var cut = JSONCut(input)
        let place = place
        let result = cut.run()
        line += cut.discardedLines
        return settle(place, result, number: number)
    }

    private static func name(_ byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F ? String(Character(UnicodeScalar(byte))) : "byte \(byte)"
    }

    /// What follows the array of a page, from its `]`.
    private mutating func rest() -> Step? {
        envelope.append(UInt8(ascii: "]"))
        consume(1)
        var cut = JSONCut(input, depth: 1, pageKeys: pageKeys)
        switch cut.run() {
        case .complete(let length):
            guard envelope.count + length < JSONCut.limit else {
                return ended("the object around the records is too long")
            }
            envelope += input.window[..<length]
            consume(length)
            state = .outside
            return .envelope(envelope, envelopePlace)
        case .page(let index):
            return openPage(index)
        case .tooLong, .unclosed:
            return ended("the object around the records is too long")
        case .cutOff:
            return ended("the JSON is cut off behind an array of records")
        }
    }
}
