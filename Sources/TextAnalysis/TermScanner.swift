/// Walks once over the bytes of a text and writes its terms, each followed by a space, into a small buffer.
///
/// The buffer is emptied by whoever calls ``fill()`` again and again: memory does not grow with the text. The pointers
/// must stay valid while the scanner is in use. The rules are described at ``TextAnalyzer``.
struct TermScanner {
    /// Terms end after this many bytes; the rest of a longer word is passed over.
    static let longestTerm = 64
    /// The size of the buffer of terms.
    static let bufferSize = 4096
    /// One step writes at most one term and a space; stemming touches 16 bytes from a term's start.
    private static let fullMark = bufferSize - 2 * longestTerm

    let bytes: UnsafePointer<UInt8>
    let end: Int
    let terms: UnsafeMutablePointer<UInt8>
    /// The stems met before, or nil to leave words unstemmed.
    let memo: UnsafeMutablePointer<StemMemo.Entry>?
    let recordsRanges: Bool

    /// The next byte to look at.
    var position = 0
    /// Bytes of finished terms in the buffer.
    var used = 0
    /// Bytes of the term being written, which begins at `used`.
    var length = 0
    /// Whether a `$` is open.
    var isMath = false
    /// The bytes each finished term came from, when ranges are recorded.
    var ranges: [Range<Int>] = []
    /// Keeps bit 0x40 as long as the term has nothing but ASCII letters: digits lack the bit.
    var letterBits: UInt8 = 0x40

    init(
        bytes: UnsafePointer<UInt8>,
        end: Int,
        terms: UnsafeMutablePointer<UInt8>,
        memo: UnsafeMutablePointer<StemMemo.Entry>?,
        recordsRanges: Bool
    ) {
        self.bytes = bytes
        self.end = end
        self.terms = terms
        self.memo = memo
        self.recordsRanges = recordsRanges
    }

    /// Writes terms from the start of the buffer until it is nearly full or the text ends.
    ///
    /// - Returns: Whether text is left.
    mutating func fill() -> Bool {
        used = 0
        while position < end {
            guard used <= Self.fullMark else { return true }
            let kind = ByteKind.table[Int(bytes[position])]
            if kind >= ByteKind.firstWordByte {
                word()
            } else if kind == ByteKind.separator {
                position += 1
            } else {
                special(kind)
            }
        }
        return false
    }
}

// MARK: - Between words

extension TermScanner {
    private mutating func special(_ kind: UInt8) {
        switch kind {
        case ByteKind.nonASCII: nonASCII()
        case ByteKind.backslash: command()
        case ByteKind.open:
            if startsAccent(at: position) || protectedGroupEnd(at: position) != nil { return word() }
            position += 1
        case ByteKind.close, ByteKind.script:
            // `_{`, `^{` and `}{` open an argument: its braces do not protect the case of a word.
            position += 1
            skipOpenBrace()
        case ByteKind.quote: position += isPossessiveOfSymbol(at: position) ? 2 : 1
        case ByteKind.dollar:
            position += byte(at: position + 1) == UInt8(ascii: "$") ? 2 : 1
            isMath.toggle()
        default: position += 1
        }
    }

    private mutating func nonASCII() {
        let start = position
        let decoded = UTF8Scalar.decode(bytes, at: position, end: end)
        guard let value = decoded.value else {
            position += 1
            return
        }
        switch LetterFolding.fold(value) {
        case .ascii, .letter: word()
        case .greek: greekWord()
        case .script: scriptDigits()
        case .ideograph:
            position += decoded.length
            append(scalar: value)
            finish(start..<position)
        case .named(let name):
            position += decoded.length
            append(name)
            finish(start..<position)
        case .mark, .nothing, .apostrophe, .separator: position += decoded.length
        }
    }

    private mutating func greekWord() {
        let start = position
        var letters = 0
        var first: UInt32 = 0
        while position < end, bytes[position] >= 0x80 {
            let decoded = UTF8Scalar.decode(bytes, at: position, end: end)
            guard let value = decoded.value else { break }
            let folded = LetterFolding.fold(value)
            if case .greek(let letter) = folded {
                letters += 1
                if letters == 1 { first = letter }
                append(scalar: letter)
            } else {
                guard case .nothing = folded else { break }
            }
            position += decoded.length
        }
        if letters == 1, let name = GreekLetter.name(of: first) {
            length = 0
            append(name)
        }
        finish(start..<position)
    }

    private mutating func scriptDigits() {
        let start = position
        while position < end, bytes[position] >= 0x80 {
            let decoded = UTF8Scalar.decode(bytes, at: position, end: end)
            guard let value = decoded.value, case .script(let digit) = LetterFolding.fold(value) else { break }
            append(byte: digit)
            position += decoded.length
        }
        finish(start..<position)
    }

    /// A backslash that is not inside a word.
    private mutating func command() {
        if startsAccent(at: position) { return word() }
        let start = position
        var nameEnd = start + 1
        while nameEnd < end, ByteKind.table[Int(bytes[nameEnd])] >= ByteKind.firstLetter { nameEnd += 1 }
        guard nameEnd > start + 1 else {
            position = min(end, start + (byte(at: start + 1) < 0x80 ? 2 : 1))
            return
        }
        position = nameEnd
        switch TeXCommand.meaning(of: bytes + (start + 1), count: nameEnd - start - 1) {
        case .dropped: break
        case .droppedWithArgument: skipArgument()
        case .spelled(let name):
            append(name)
            finish(start..<position)
        case .word:
            for index in start + 1..<nameEnd { append(byte: ByteKind.table[Int(bytes[index])]) }
            finish(start..<position)
        }
        skipOpenBrace()
    }

    private mutating func skipOpenBrace() {
        if byte(at: position) == UInt8(ascii: "{") { position += 1 }
    }

    /// Passes over `{...}` when it closes within 256 bytes; the limit keeps the whole scan linear.
    private mutating func skipArgument() {
        guard byte(at: position) == UInt8(ascii: "{") else { return }
        for index in position..<min(end, position + 256) where bytes[index] == UInt8(ascii: "}") {
            position = index + 1
            return
        }
    }
}

// MARK: - Writing terms

extension TermScanner {
    mutating func append(byte: UInt8) {
        guard length < Self.longestTerm else { return }
        terms[used + length] = byte
        letterBits &= byte
        length += 1
    }

    mutating func append(_ name: StaticString) {
        for index in 0..<name.utf8CodeUnitCount { append(byte: name.utf8Start[index]) }
    }

    mutating func append(folded: UInt32) {
        var rest = folded
        while rest != 0 {
            append(byte: UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Appends a scalar above ASCII, whole or not at all.
    mutating func append(scalar: UInt32) {
        letterBits = 0
        guard length + UTF8Scalar.length(of: scalar) <= Self.longestTerm else { return }
        length += UTF8Scalar.encode(scalar, to: terms + (used + length))
    }

    /// Closes the term being written, which came from the bytes in `source`.
    mutating func finish(_ source: Range<Int>) {
        guard length > 0 else { return }
        if let memo, letterBits & 0x40 != 0, length > 2 {
            length = StemMemo.stem(terms + used, count: length, in: memo)
        }
        used += length
        terms[used] = UInt8(ascii: " ")
        used += 1
        length = 0
        letterBits = 0x40
        if recordsRanges { ranges.append(source) }
    }
}
