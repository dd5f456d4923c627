/// An accented or special letter written in TeX: `\"o`, `\'{\i}`, `\c c`, `{\o}`, `\ss`.
///
/// The notations are those of The TeXbook, chapter 9 and appendix B, and of LaTeX's T1 letters (`\k`, `\dh`, `\th`,
/// `\ng`, `\dj`). An accent over more than one letter, over nothing, or over a symbol is not read: it stays as it is.
struct TeXAccent {
    /// The letter below the accents: an ASCII letter or one of æ ø ł ß ı and their like.
    private(set) var base: UInt32
    /// Combining marks, from the letter outwards; unused places are 0.
    private(set) var marks: (UInt32, UInt32, UInt32) = (0, 0, 0)
    /// The index just after the last byte of the notation.
    private(set) var end: Int

    /// Marks stack (`\'{\^e}`), but no deeper than this: it bounds the time per byte.
    private static let deepest = 3
    /// TeX skips spaces after a control word; only this many are looked at, which bounds the time per byte.
    private static let mostSpaces = 8
}

extension TeXAccent {
    /// Reads the notation that starts at `index`, where `\` or `{` is expected.
    ///
    /// `{\"o}` takes its braces with it; `{\"ostlich}` is not a group around one letter and gives nil.
    /// - Complexity: constant.
    static func parse(_ bytes: UnsafePointer<UInt8>, at index: Int, end: Int) -> TeXAccent? {
        guard index < end else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "\\"): return command(bytes, at: index, end: end, depth: 0)
        case UInt8(ascii: "{"):
            guard index + 1 < end, bytes[index + 1] == UInt8(ascii: "\\") else { return nil }
            return group(bytes, at: index, end: end, depth: 0)
        default: return nil
        }
    }

    private static func command(_ bytes: UnsafePointer<UInt8>, at index: Int, end: Int, depth: Int) -> TeXAccent? {
        guard depth < deepest, index + 1 < end else { return nil }
        if let mark = symbolMark(bytes[index + 1]) {
            return letter(bytes, at: index + 2, end: end, depth: depth + 1)?.adding(mark)
        }
        guard isLetter(bytes[index + 1]) else { return nil }
        if let mark = tabbingMark(bytes, at: index + 1, end: end) {
            return letter(bytes, at: index + 3, end: end, depth: depth + 1)?.adding(mark)
        }
        var nameEnd = index + 2
        if nameEnd < end, isLetter(bytes[nameEnd]) { nameEnd += 1 }
        if nameEnd < end, isLetter(bytes[nameEnd]) { return nil }
        if nameEnd == index + 2, let mark = letterMark(bytes[index + 1]) {
            let argument = skipSpaces(bytes, from: nameEnd, end: end)
            return letter(bytes, at: argument, end: end, depth: depth + 1)?.adding(mark)
        }
        let second: UInt8 = nameEnd == index + 3 ? bytes[index + 2] : 0
        guard let base = specialLetter(bytes[index + 1], second) else { return nil }
        return TeXAccent(base: base, end: afterControlWord(bytes, from: nameEnd, end: end))
    }

    /// What an accent may stand over: a letter, a command for a letter, or a group around one of them.
    private static func letter(_ bytes: UnsafePointer<UInt8>, at index: Int, end: Int, depth: Int) -> TeXAccent? {
        guard index < end else { return nil }
        let byte = bytes[index]
        if isLetter(byte) { return TeXAccent(base: UInt32(byte), end: index + 1) }
        if byte == UInt8(ascii: "\\") { return command(bytes, at: index, end: end, depth: depth) }
        return byte == UInt8(ascii: "{") ? group(bytes, at: index, end: end, depth: depth) : nil
    }

    private static func group(_ bytes: UnsafePointer<UInt8>, at index: Int, end: Int, depth: Int) -> TeXAccent? {
        guard depth < deepest, var inner = letter(bytes, at: index + 1, end: end, depth: depth + 1) else { return nil }
        let close = skipSpaces(bytes, from: inner.end, end: end)
        guard close < end, bytes[close] == UInt8(ascii: "}") else { return nil }
        inner.end = close + 1
        return inner
    }

    /// TeX swallows the spaces that end a control word; an empty group ends it too (`\ss{}`).
    private static func afterControlWord(_ bytes: UnsafePointer<UInt8>, from index: Int, end: Int) -> Int {
        if index + 1 < end, bytes[index] == UInt8(ascii: "{"), bytes[index + 1] == UInt8(ascii: "}") {
            return index + 2
        }
        return skipSpaces(bytes, from: index, end: end)
    }

    private static func skipSpaces(_ bytes: UnsafePointer<UInt8>, from index: Int, end: Int) -> Int {
        var index = index
        let limit = min(end, index + mostSpaces)
        while index < limit, bytes[index] == UInt8(ascii: " ") { index += 1 }
        return index
    }

    private func adding(_ mark: UInt32) -> TeXAccent? {
        var result = self
        // A dotless i or j exists only to carry an accent; Unicode composes with the dotted letter.
        if base == 0x131 { result.base = UInt32(UInt8(ascii: "i")) }
        if base == 0x237 { result.base = UInt32(UInt8(ascii: "j")) }
        if marks.0 == 0 {
            result.marks.0 = mark
        } else if marks.1 == 0 {
            result.marks.1 = mark
        } else {
            result.marks.2 = mark
        }
        return result
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }

    private static func symbolMark(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "`"): 0x300
        case UInt8(ascii: "'"): 0x301
        case UInt8(ascii: "^"): 0x302
        case UInt8(ascii: "~"): 0x303
        case UInt8(ascii: "="): 0x304
        case UInt8(ascii: "."): 0x307
        case UInt8(ascii: "\""): 0x308
        default: nil
        }
    }

    /// LaTeX's tabbing environment has other uses for three accents; there, and by habit elsewhere, they are `\a'e`,
    /// `` \a`e `` and `\a=e`.
    private static func tabbingMark(_ bytes: UnsafePointer<UInt8>, at index: Int, end: Int) -> UInt32? {
        guard index + 1 < end, bytes[index] == UInt8(ascii: "a") else { return nil }
        switch bytes[index + 1] {
        case UInt8(ascii: "`"), UInt8(ascii: "'"), UInt8(ascii: "="): return symbolMark(bytes[index + 1])
        default: return nil
        }
    }

    private static func letterMark(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "u"): 0x306
        case UInt8(ascii: "r"): 0x30A
        case UInt8(ascii: "H"): 0x30B
        case UInt8(ascii: "v"): 0x30C
        case UInt8(ascii: "d"): 0x323
        case UInt8(ascii: "c"): 0x327
        case UInt8(ascii: "k"): 0x328
        case UInt8(ascii: "b"): 0x331
        default: nil
        }
    }

    /// The letter named by a control word of one or two letters (`second` is 0 for one).
    private static func specialLetter(_ first: UInt8, _ second: UInt8) -> UInt32? {
        switch (first, second) {
        case (UInt8(ascii: "o"), 0): 0xF8
        case (UInt8(ascii: "O"), 0): 0xD8
        case (UInt8(ascii: "l"), 0): 0x142
        case (UInt8(ascii: "L"), 0): 0x141
        case (UInt8(ascii: "i"), 0): 0x131
        case (UInt8(ascii: "j"), 0): 0x237
        case (UInt8(ascii: "a"), UInt8(ascii: "a")): 0xE5
        case (UInt8(ascii: "A"), UInt8(ascii: "A")): 0xC5
        case (UInt8(ascii: "a"), UInt8(ascii: "e")): 0xE6
        case (UInt8(ascii: "A"), UInt8(ascii: "E")): 0xC6
        case (UInt8(ascii: "o"), UInt8(ascii: "e")): 0x153
        case (UInt8(ascii: "O"), UInt8(ascii: "E")): 0x152
        case (UInt8(ascii: "s"), UInt8(ascii: "s")): 0xDF
        case (UInt8(ascii: "d"), UInt8(ascii: "h")): 0xF0
        case (UInt8(ascii: "D"), UInt8(ascii: "H")): 0xD0
        case (UInt8(ascii: "t"), UInt8(ascii: "h")): 0xFE
        case (UInt8(ascii: "T"), UInt8(ascii: "H")): 0xDE
        case (UInt8(ascii: "d"), UInt8(ascii: "j")): 0x111
        case (UInt8(ascii: "D"), UInt8(ascii: "J")): 0x110
        case (UInt8(ascii: "n"), UInt8(ascii: "g")): 0x14B
        case (UInt8(ascii: "N"), UInt8(ascii: "G")): 0x14A
        default: nil
        }
    }
}
