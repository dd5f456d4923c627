import Testing

@testable import TextAnalysis

@Suite struct TeXTextTests {
    @Test(arguments: [
        (#"K\"ahler"#, "Kähler"), (#"Schr{\"o}dinger"#, "Schrödinger"), (#"Schr\"{o}dinger"#, "Schrödinger"),
        (#"Poincar\'e"#, "Poincaré"), (#"Poincar\'{e}'s"#, "Poincaré's"), (#"vis-\`a-vis"#, "vis-à-vis"),
        (#"r\^ole"#, "rôle"), (#"Mu\~noz"#, "Muñoz"), (#"C. Bal\'azs"#, "C. Balázs"),
        (#"Fran\c{c}ois"#, "François"), (#"Fran\c cois"#, "François"), (#"\v{S}ime"#, "Šime"),
        (#"Ol\v sina"#, "Olšina"),
        (#"Erd\H{o}s"#, "Erdős"), (#"\H uji"#, "űji"), (#"W\k{a}s"#, "Wąs"), (#"Erdo\u{g}an"#, "Erdoğan"),
        (#"\=a"#, "ā"), (#"\.Zaba"#, "Żaba"), (#"\r{A}ngstr\"om"#, "Ångström"), (#"\AA ngstr\"om"#, "Ångström"),
        (#"S\o ren"#, "Søren"), (#"S{\o}ren"#, "Søren"), (#"\O stergaard"#, "Østergaard"), (#"\L{}ukasz"#, "Łukasz"),
        (#"Ho\l yst"#, "Hołyst"), (#"Stra\ss e"#, "Straße"),
        (#"\AE ther, \ae{}on, \OE uvre, c\oe ur"#, "Æther, æon, Œuvre, cœur"),
        (#"\th, \dh"#, "þ, ð"), (#"Mart\'{\i}n"#, "Martín"), (#"Mart{\'\i}n"#, "Martín"), (#"Mart\'\i n"#, "Martín"),
        (#"Na\"{\i}ve"#, "Naïve"), (#"P{\i}nar"#, "Pınar"), (#"Nguy\~{\^e}n"#, "Nguyễn"),
        (#"L\'opez-Pe\~na"#, "López-Peña"),
        (#"St\a'ephane"#, "Stéphane"), (#"\"q"#, "q\u{308}"),
    ])
    func decodes(tex: String, text: String) {
        #expect(TeXText.unicode(tex).unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    @Test(arguments: [
        "", "Painlev'e", "Poincare'", "`quoted'", #"$\alpha'$"#, #"\order"#, #"\"{ab}"#, #"\"{}"#, #"\"#, #"{"#, #"\'"#,
        #"{\"{o"#, #"\bar{a}"#, #"{\bf x}"#, #"{Black}"#, #"\cc{c}"#, #"5\"#, "Kähler", #"\\"o"#, #"\"5"#, #"\' a"#,
    ])
    func leavesTheRestAlone(text: String) {
        #expect(TeXText.unicode(text) == text)
    }

    @Test func keepsABraceThatDoesNotCloseAroundOneLetter() {
        #expect(TeXText.unicode(#"{\"Ostlund}"#) == "{Östlund}")
    }

    @Test func leavesNoAccentCommandInTheNamesOfRealRecords() throws {
        var decoded = 0
        for record in try Fixtures.records() where record.authors.contains("\\") {
            let names = TeXText.unicode(record.authors)
            #expect(!names.contains("\\"), "\(record.identifier): \(names)")
            #expect(TeXText.unicode(names) == names)
            decoded += 1
        }
        #expect(decoded > 5)
    }

    @Test func isTotalOnBrokenText() throws {
        let seed: UInt64 = 21
        var generator = SeededGenerator(seed: seed)
        let records = try Fixtures.records()
        for round in 0..<5_000 {
            let bytes = mutated(records[round % records.count].abstract, using: &generator)
            var out: [UInt8] = []
            bytes.withUnsafeBufferPointer { TeXText.appendUnicode($0, to: &out) }
            if !bytes.contains(UInt8(ascii: "\\")) { #expect(out == bytes, "seed \(seed), round \(round)") }
        }
    }
}
