import Testing

@testable import TextAnalysis

@Suite struct AuthorKeyTests {
    @Test(arguments: [
        ("Maldacena", "Juan", "maldacena, j"), ("Maldacena", "J. M.", "maldacena, j"),
        (#"Bal\'azs"#, "C.", "balazs, c"),
        ("Balázs", "Csaba", "balazs, c"), ("'t Hooft", "Gerard", "t hooft, g"), ("t'Hooft", "G.", "t hooft, g"),
        ("van der Waals", "J. D.", "van der waals, j"), ("de la Cruz", "María", "de la cruz, m"),
        ("von Neumann", "J", "von neumann, j"),
        ("Figueroa-O'Farrill", "J.", "figueroa ofarrill, j"), ("Figueroa-O’Farrill", "José", "figueroa ofarrill, j"),
        (#"Alvarez-Gaum\'{e}"#, "Luis", "alvarez gaume, l"), ("Zuber", "J.-B.", "zuber, j"),
        (#"\L ukaszuk"#, #"\'Etienne"#, "lukaszuk, e"),
        ("ATLAS Collaboration", "", "atlas collaboration"), ("", "Madonna", "madonna"), ("", "", ""), ("?", ".", ""),
        ("?", "A. B.", "a b"), ("Иванов", "Пётр", "иванов, п"), ("Παππάς", "Αλέξης", "παππασ, a"),
        ("Παππάς", "Α.", "παππασ, a"), ("王", "小明", "王, 小"), ("Öz", "  ", "oz"),
    ])
    func makes(family: String, given: String, key: String) {
        #expect(AuthorKey.make(family: family, given: given) == key)
    }

    @Test func bytesAndStringsAgreeAndAppend() {
        var maker = AuthorKey()
        var out = Array("<".utf8)
        Array("Witten".utf8).withUnsafeBufferPointer { family in
            Array("Edward".utf8).withUnsafeBufferPointer { maker.key(family: family, given: $0, into: &out) }
            maker.key(family: family, given: UnsafeBufferPointer(start: nil, count: 0), into: &out)
        }
        #expect(String(decoding: out, as: UTF8.self) == "<witten, ewitten")
    }

    @Test func isTotalAndStable() throws {
        let seed: UInt64 = 41
        var generator = SeededGenerator(seed: seed)
        var maker = AuthorKey()
        let records = try Fixtures.records()
        for round in 0..<5_000 {
            let family = mutated(records[round % records.count].authors, using: &generator)
            let given = mutated(records[(round + 1) % records.count].authors, using: &generator)
            var key: [UInt8] = []
            family.withUnsafeBufferPointer { familyBytes in
                given.withUnsafeBufferPointer { maker.key(family: familyBytes, given: $0, into: &key) }
            }
            let text = try #require(String(validating: key, as: UTF8.self), "seed \(seed), round \(round)")
            // A key read as a name again is itself.
            let parts = text.split(separator: ", ", maxSplits: 1).map(String.init)
            let again = AuthorKey.make(family: parts.first ?? "", given: parts.count > 1 ? parts[1] : "")
            #expect(again == text, "seed \(seed), round \(round)")
        }
    }
}
