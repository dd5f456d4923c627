import Literature

/// Takes names of persons apart.
enum PersonName {
    /// Family names take these words before them along.
    private static let particles: Set<String> = [
        "van", "von", "vom", "zum", "zur", "zu", "de", "del", "della", "dello", "dei", "degli", "der", "den", "des",
        "di", "da", "dal", "dalla", "do", "dos", "das", "du", "la", "le", "lo", "les", "las", "los", "ten", "ter", "te",
        "'t", "t'", "af", "av", "al", "el", "bin", "ibn", "ben", "st.", "op", "san", "santa",
    ]

    /// Whether a word is a particle when it is written like this.
    static func isParticle(_ word: some StringProtocol) -> Bool {
        particles.contains(String(word))
    }

    /// Capital forms count as well once they stand behind a given name: `Peter Van Nieuwenhuizen`.
    private static let capitalParticles: Set<String> = [
        "Van", "Von", "De", "Del", "Della", "Di", "Da", "Dos", "Der", "Den", "La", "Le", "Ten", "Ter", "Du", "Dal",
    ]

    /// The parts of a name `Given Names van der Family Jr.`; nil when no letter is in it.
    static func split(_ name: String) -> Author? {
        let spacedName = spaced(name)
        guard spacedName.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else { return nil }
        var words = spacedName.split(separator: " ").map(String.init)
        var suffix = ""
        if words.count > 2, let last = words.last, AuthorLine.isSuffix(last) {
            suffix = last
            words.removeLast()
        }
        guard words.count > 1 else { return Author(family: words.first ?? spacedName, suffix: suffix) }
        let start = familyStart(words)
        return Author(
            family: words[start...].joined(separator: " "),
            given: words[..<start].joined(separator: " "),
            suffix: suffix
        )
    }

    /// The index of the first word of the family name: the last word, with particles before it, but never the whole name
    /// unless it begins with a particle.
    private static func familyStart(_ words: [String]) -> Int {
        var start = words.count - 1
        while start > 0 {
            let word = words[start - 1]
            if particles.contains(word) || (start > 1 && capitalParticles.contains(word)) {
                start -= 1
            } else {
                break
            }
        }
        return start
    }

    /// A space behind each full stop that a letter, a brace or a TeX command follows (`F.Bonechi`), and folded white space.
    static func spaced(_ name: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(name.utf8.count + 8)
        var depth = 0
        for byte in name.utf8 {
            let starts =
                (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "\\")
            // \.z is an accent, not the end of an initial.
            if depth == 0, starts, output.last == UInt8(ascii: "."), output.dropLast().last != UInt8(ascii: "\\") {
                output.append(0x20)
            }
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
            if byte > 0x20 || (output.last.map { $0 != 0x20 } ?? false) { output.append(byte <= 0x20 ? 0x20 : byte) }
        }
        while let last = output.last, last == 0x20 { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }
}
