public import Literature

/// Writes papers as BibTeX entries with unique keys.
///
/// A key is the first author's family name, the year and the first telling word of the title (`maldacena1997large`); when it
/// was given before, `a`, `b`, … is added in the order of writing. TeX in titles and names is kept.
public struct BibTeXWriter {
    private let output: OutputBuffer
    private var keys = BibTeXKeys()

    /// A writer into `output`.
    public init(_ output: OutputBuffer) {
        self.output = output
    }

    /// Writes a paper.
    public mutating func write(_ paper: Paper) throws(OutputError) {
        let isPublished = paper.journalReference != nil || paper.venue != nil
        output.append(isPublished ? "@article{" : "@misc{")
        output.append(keys.key(for: paper))
        text("title", paper.title.map { "{" + BibTeXText.escaped($0) + "}" })
        let names = paper.authorsForExport.map(Self.name)
        text("author", names.isEmpty ? nil : names.joined(separator: " and "))
        text("year", paper.year.map { "\($0)" })
        text("journal", (paper.journalReference ?? paper.venue).map(BibTeXText.escaped))
        if let id = paper.arxivID {
            text("eprint", id.description)
            text("archivePrefix", "arXiv")
            text("primaryClass", paper.categories.first)
        }
        text("doi", paper.doiForExport)
        text("url", paper.address)
        text("note", paper.comments.map(BibTeXText.escaped))
        text("abstract", paper.abstract.map(BibTeXText.escaped))
        output.append("\n}\n\n")
        try output.flushIfFull()
    }

    private func text(_ name: String, _ value: String?) {
        guard let value else { return }
        output.append(",\n  ")
        output.append(name)
        output.append(" = {")
        output.append(value)
        output.append(UInt8(ascii: "}"))
    }

    /// `Family, Suffix, Given`; a part that has a comma or `and` of its own, and a name of several words alone, is braced.
    private static func name(_ author: Author) -> String {
        let family = BibTeXText.escaped(author.family)
        let isAlone = author.given.isEmpty && author.suffix.isEmpty
        if isAlone { return needsBraces(family) || family.contains(" ") ? "{\(family)}" : family }
        let parts = author.suffix.isEmpty ? [family, author.given] : [family, author.suffix, author.given]
        return parts.map { part in
            let escaped = BibTeXText.escaped(part)
            return needsBraces(escaped) ? "{\(escaped)}" : escaped
        }.joined(separator: ", ")
    }

    private static func needsBraces(_ part: String) -> Bool {
        part.contains(",") || part.range(ofLowercased: " and ") != nil || part.lowercased() == "others"
    }
}

/// Gives each entry a key of its own.
struct BibTeXKeys {
    /// Hashes of the keys given; a collision only adds a letter that would not have been needed.
    private var given: Set<UInt64> = []

    private static let smallWords: Set<String> = [
        "the", "and", "for", "from", "with", "into", "its", "are", "via", "some", "towards", "toward", "about",
        "between",
    ]

    mutating func key(for paper: Paper) -> String {
        let family = paper.authorsForExport.first.map { Self.letters($0.family) } ?? ""
        let year = paper.year.map { "\($0)" } ?? ""
        let base = (family.isEmpty ? "anonymous" : family) + year + Self.firstWord(of: paper.title ?? "")
        var key = base
        var number = 0
        while !given.insert(Self.hash(key)).inserted {
            key = base + Self.suffix(number)
            number += 1
        }
        return key
    }

    private static func firstWord(of title: String) -> String {
        for word in title.utf8.split(whereSeparator: { $0 <= 0x20 || $0 == UInt8(ascii: "-") }) {
            let letters = letters(String(Substring(word)))
            if letters.utf8.count >= 3, !smallWords.contains(letters) { return letters }
        }
        return ""
    }

    /// a…z, aa…zz and so on.
    private static func suffix(_ number: Int) -> String {
        let last = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(number % 26)))
        return number < 26 ? last : suffix(number / 26 - 1) + last
    }

    /// ASCII letters in lower case; accented Latin letters lose their accents, everything else is left out.
    static func letters(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                let byte = UInt8(scalar.value)
                if (byte | 0x20) &- 0x61 < 26 { output.unicodeScalars.append(UnicodeScalar(byte | 0x20)) }
            } else if let plain = plainLetters[scalar] {
                output += plain
            }
        }
        return output
    }

    private static let plainLetters: [UnicodeScalar: String] = {
        let groups = [
            "a": "àáâãåāăąÀÁÂÃÅĀĂĄ", "ae": "äæÄÆ", "c": "çćĉċčÇĆĈĊČ", "d": "ðďđÐĎĐ", "e": "èéêëēĕėęěÈÉÊËĒĔĖĘĚ",
            "g": "ĝğġģĜĞĠĢ", "h": "ĥħĤĦ", "i": "ìíîïĩīĭįıÌÍÎÏĨĪĬĮİ", "j": "ĵĴ", "k": "ķĶ", "l": "ĺļľŀłĹĻĽĿŁ",
            "n": "ñńņňÑŃŅŇ", "o": "òóôõøōŏőÒÓÔÕØŌŎŐ", "oe": "öœÖŒ", "r": "ŕŗřŔŖŘ", "s": "śŝşšșŚŜŞŠȘ", "ss": "ß",
            "t": "ţťŧțŢŤŦȚ", "u": "ùúûũūŭůűųÙÚÛŨŪŬŮŰŲ", "ue": "üÜ", "w": "ŵŴ", "y": "ýÿŷÝŸŶ", "z": "źżžŹŻŽ",
        ]
        var result: [UnicodeScalar: String] = [:]
        for (plain, letters) in groups { for scalar in letters.unicodeScalars { result[scalar] = plain } }
        return result
    }()

    /// FNV-1a: the same keys in every run.
    private static func hash(_ key: String) -> UInt64 {
        key.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
