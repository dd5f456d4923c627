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
    mutating func word() {
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
    func byte(at index: Int) -> UInt8 { index < end ? bytes[index] : UInt8(ascii: " ") }

    func startsAccent(at index: Int) -> Bool { TeXAccent.parse(bytes, at: index, end: end) != nil }

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

    /// Whether the apostrophe at `index` begins the `'s` of something other than a word: `$D_3$'s`, `(BPS)'s`.
    func isPossessiveOfSymbol(at index: Int) -> Bool {
        guard index > 0, byte(at: index + 1) | 0x20 == UInt8(ascii: "s"), isWordEnd(index + 2) else { return false }
        switch bytes[index - 1] {
        case UInt8(ascii: "$"), UInt8(ascii: ")"), UInt8(ascii: "}"): return true
        default: return false
        }
    }

    /// The place of the brace that closes a group of nothing but letters outside mathematics, as in `{B}ayesian`.
    func protectedGroupEnd(at index: Int) -> Int? {
        guard !isMath, byte(at: index) == UInt8(ascii: "{") else { return nil }
        var close = index + 1
        let limit = min(end, close + Self.longestTerm)
        while close < limit, ByteKind.table[Int(bytes[close])] >= ByteKind.firstLetter { close += 1 }
        guard close > index + 1, byte(at: close) == UInt8(ascii: "}") else { return nil }
        return close
    }
}
