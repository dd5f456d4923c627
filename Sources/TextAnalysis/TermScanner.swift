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
    private var letterBits: UInt8 = 0x40

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

// MARK: - Inside words

extension TermScanner {
    private enum Continuation {
        case more
        case ended
        /// The word ended here; what follows up to the given place belongs to it but gives no bytes.
        case endedSkipping(to: Int)
    }

    /// Reads the word that starts at `position`.
    @inline(__always)
    private mutating func word() {
        let start = position
        copyRun()
        while position < end {
            // Nearly every word ends at a space or at punctuation.
            guard ByteKind.table[Int(bytes[position])] != ByteKind.separator else { break }
            switch continuation() {
            case .more:
                copyRun()
                continue
            case .ended: finish(start..<position)
            case .endedSkipping(let next):
                finish(start..<position)
                position = next
            }
            return
        }
        finish(start..<position)
    }

    /// Copies a run of ASCII letters and digits, folded: eight bytes at a time, then one by one.
    @inline(__always)
    private mutating func copyRun() {
        while length + 8 <= Self.longestTerm, position + 8 <= end {
            let run = WordRun(UnsafeRawPointer(bytes + position))
            UnsafeMutableRawPointer(terms + (used + length)).storeBytes(of: run.folded, as: UInt64.self)
            if run.hasDigit { letterBits = 0 }
            position += run.count
            length += run.count
            if run.count < 8 { return }
        }
        copyRunByBytes()
    }

    private mutating func copyRunByBytes() {
        while position < end {
            let folded = ByteKind.table[Int(bytes[position])]
            guard folded >= ByteKind.firstWordByte else { return }
            append(byte: folded)
            position += 1
        }
    }

    /// Looks at what follows a run inside a word, and takes it in when the word goes on.
    private mutating func continuation() -> Continuation {
        switch ByteKind.table[Int(bytes[position])] {
        case ByteKind.quote: return apostrophe(endingAt: position + 1)
        case ByteKind.backslash, ByteKind.open: return notation()
        case ByteKind.nonASCII: return nonASCIIInWord()
        default: return .ended
        }
    }

    private mutating func apostrophe(endingAt next: Int) -> Continuation {
        // "t'Hooft" and "'t Hooft" are one name and should give the same terms.
        let isParticle = length == 1 && terms[used] == UInt8(ascii: "t")
        guard length > 0, !isParticle, startsLetter(at: next) else { return .ended }
        if byte(at: next) | 0x20 == UInt8(ascii: "s"), isWordEnd(next + 1) { return .endedSkipping(to: next + 1) }
        position = next
        return .more
    }

    /// A TeX notation or a group of letters in braces.
    private mutating func notation() -> Continuation {
        if let accent = TeXAccent.parse(bytes, at: position, end: end) {
            if case .ascii(let folded) = foldBase(of: accent) { append(folded: folded) }
            position = accent.end
            return .more
        }
        let next = byte(at: position + 1)
        if bytes[position] == UInt8(ascii: "\\") {
            // A discretionary hyphen or an italic correction leaves the word whole.
            let joins = next == UInt8(ascii: "-") || next == UInt8(ascii: "/")
            guard joins, startsLetter(at: position + 2) else { return .ended }
            position += 2
            return .more
        }
        guard let close = protectedGroupEnd(at: position) else { return .ended }
        position += 1
        copyRun()
        position = close + 1
        return .more
    }

    private mutating func nonASCIIInWord() -> Continuation {
        let decoded = UTF8Scalar.decode(bytes, at: position, end: end)
        guard let value = decoded.value else { return .ended }
        switch LetterFolding.fold(value) {
        case .ascii(let folded): append(folded: folded)
        case .letter(let letter): append(scalar: letter)
        case .mark(let mark): append(scalar: mark)
        case .nothing: break
        case .apostrophe: return apostrophe(endingAt: position + decoded.length)
        case .greek, .ideograph, .script, .named, .separator: return .ended
        }
        position += decoded.length
        return .more
    }

    private func foldBase(of accent: TeXAccent) -> FoldedScalar {
        accent.base < 0x80
            ? .ascii(UInt32(ByteKind.table[Int(accent.base)])) : LetterFolding.fold(accent.base)
    }
}

// MARK: - Looking ahead, in constant time

extension TermScanner {
    /// The byte at `index`, or a space beyond the end.
    private func byte(at index: Int) -> UInt8 { index < end ? bytes[index] : UInt8(ascii: " ") }

    private func startsAccent(at index: Int) -> Bool { TeXAccent.parse(bytes, at: index, end: end) != nil }

    private func startsLetter(at index: Int) -> Bool {
        guard index < end else { return false }
        let kind = ByteKind.table[Int(bytes[index])]
        if kind >= ByteKind.firstLetter { return true }
        switch kind {
        case ByteKind.backslash, ByteKind.open: return startsAccent(at: index)
        case ByteKind.nonASCII:
            guard let value = UTF8Scalar.decode(bytes, at: index, end: end).value else { return false }
            switch LetterFolding.fold(value) {
            case .ascii, .letter: return true
            default: return false
            }
        default: return false
        }
    }

    /// Whether nothing at `index` prolongs a word.
    private func isWordEnd(_ index: Int) -> Bool {
        ByteKind.table[Int(byte(at: index))] < ByteKind.firstWordByte && !startsLetter(at: index)
    }

    /// The place of the brace that closes a group of nothing but letters outside mathematics, as in `{B}ayesian`.
    private func protectedGroupEnd(at index: Int) -> Int? {
        guard !isMath, byte(at: index) == UInt8(ascii: "{") else { return nil }
        var close = index + 1
        let limit = min(end, close + Self.longestTerm)
        while close < limit, ByteKind.table[Int(bytes[close])] >= ByteKind.firstLetter { close += 1 }
        guard close > index + 1, byte(at: close) == UInt8(ascii: "}") else { return nil }
        return close
    }
}

// MARK: - Writing terms

extension TermScanner {
    private mutating func append(byte: UInt8) {
        guard length < Self.longestTerm else { return }
        terms[used + length] = byte
        letterBits &= byte
        length += 1
    }

    private mutating func append(_ name: StaticString) {
        for index in 0..<name.utf8CodeUnitCount { append(byte: name.utf8Start[index]) }
    }

    private mutating func append(folded: UInt32) {
        var rest = folded
        while rest != 0 {
            append(byte: UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Appends a scalar above ASCII, whole or not at all.
    private mutating func append(scalar: UInt32) {
        letterBits = 0
        guard length + UTF8Scalar.length(of: scalar) <= Self.longestTerm else { return }
        length += UTF8Scalar.encode(scalar, to: terms + (used + length))
    }

    /// Closes the term being written, which came from the bytes in `source`.
    private mutating func finish(_ source: Range<Int>) {
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
