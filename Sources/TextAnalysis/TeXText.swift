/// TeX-bearing text made readable.
public enum TeXText {
    /// The text with accents and special letters written in TeX replaced by the Unicode letters they stand for.
    ///
    /// `Schr{\"o}dinger` and `Schr\"odinger` give `Schrödinger`, `Mart\'{\i}n` gives `Martín`, `\L ukasz` gives
    /// `Łukasz`. Everything else stays as it is: mathematics, other commands, braces around more than one letter, and
    /// plain-text habits such as `Painlev'e`, whose apostrophe could mean anything. A letter and accents for which
    /// Unicode has no composed letter give the letter followed by combining marks.
    /// - Complexity: O(n). Total: any string gives a string.
    public static func unicode(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        var text = text
        var result: [UInt8] = []
        text.withUTF8 { appendUnicode($0, to: &result) }
        return String(decoding: result, as: UTF8.self)
    }

    /// Appends `bytes` to `result` with TeX accents and special letters replaced, as ``unicode(_:)`` does.
    ///
    /// Bytes that are not UTF-8 are copied as they are.
    /// - Complexity: O(n).
    public static func appendUnicode(_ bytes: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
        guard let start = bytes.baseAddress else { return }
        var copied = 0
        var index = 0
        while index < bytes.count {
            let byte = start[index]
            guard byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "{") else {
                index += 1
                continue
            }
            if let accent = TeXAccent.parse(start, at: index, end: bytes.count) {
                result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
                append(accent, to: &result)
                index = accent.end
                copied = index
            } else {
                // The byte after a backslash belongs to it: `\\"o` is a line break and a quotation mark, not an accent.
                index += byte == UInt8(ascii: "\\") && index + 1 < bytes.count ? 2 : 1
            }
        }
        result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
    }

    private static func append(_ accent: TeXAccent, to result: inout [UInt8]) {
        var character = String(Unicode.Scalar(accent.base) ?? " ")
        for mark in [accent.marks.0, accent.marks.1, accent.marks.2] where mark != 0 {
            guard let scalar = Unicode.Scalar(mark) else { continue }
            character.unicodeScalars.append(scalar)
        }
        if let only = character.first, let composed = composedLetters[only] {
            result.append(contentsOf: Character(composed).utf8)
        } else {
            result.append(contentsOf: character.utf8)
        }
    }

    /// Composed Latin letters. Characters are equal when they are canonically equivalent, so a letter with combining
    /// marks finds its composed form here; the standard library's Unicode data take the place of a table of our own.
    private static let composedLetters: [Character: Unicode.Scalar] = {
        var letters: [Character: Unicode.Scalar] = [:]
        for range in [0xC0...0x24F, 0x1E00...0x1EFF] as [ClosedRange<UInt32>] {
            for value in range {
                guard let scalar = Unicode.Scalar(value) else { continue }
                letters[Character(scalar)] = scalar
            }
        }
        return letters
    }()
}
