import Testing

@testable import Literature

@Suite struct ArxivIDTests {
    /// The text of a random identifier, put together without the code under test.
    private static func random(_ random: inout SplitMix, version: Bool) -> String {
        let suffix = version ? "v\(Int.random(in: 1...40, using: &random))" : ""
        func padded(_ value: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - "\(value)".count)) + "\(value)"
        }
        let month = Int.random(in: 1...12, using: &random)
        if Bool.random(using: &random) {
            let archive = ArxivID.archives.randomElement(using: &random) ?? ""
            let year = Int.random(in: 1991...2006, using: &random)
            let number = Int.random(in: 1...999, using: &random)
            return archive + "/" + padded(year % 100, 2) + padded(month, 2) + padded(number, 3) + suffix
        }
        let year = Int.random(in: 8...60, using: &random)
        let number = Int.random(in: 1...9999, using: &random)
        return padded(year, 2) + padded(month, 2) + "." + padded(number, year >= 15 ? 5 : 4) + suffix
    }

    @Test func tenThousandRoundTrips() {
        var generator = SplitMix(seed: 2401)
        for _ in 0..<10_000 {
            let text = Self.random(&generator, version: Bool.random(using: &generator))
            let id = ArxivID(text)
            #expect(id?.description == text)
            #expect(id?.unversioned.version == nil)
        }
    }

    @Test func everyDecorationIsAccepted() throws {
        var generator = SplitMix(seed: 7)
        for round in 0..<300 {
            let text = Self.random(&generator, version: round.isMultiple(of: 2))
            let id = try #require(ArxivID(text))
            var forms = ["arXiv:\(text)", "ARXIV:\(text)", " \(text)\n", "arXiv: \(text)", "\(text) [hep-th]"]
            for host in ["arxiv.org", "www.arxiv.org", "export.arxiv.org", "de.arxiv.org", "lanl.arxiv.org"] {
                for path in ["abs", "pdf", "e-print", "src", "html"] {
                    for scheme in ["", "http://", "https://"] { forms.append("\(scheme)\(host)/\(path)/\(text)") }
                }
            }
            forms += [
                "https://arxiv.org/pdf/\(text).pdf", "https://arxiv.org/abs/\(text)?context=math#x",
                "https://arxiv.org/abs/\(text)/",
            ]
            forms += [
                "oai:arXiv.org:\(text)", "10.48550/arXiv.\(text)", "https://doi.org/10.48550/ARXIV.\(text)",
                "doi:10.48550/arxiv.\(text)",
            ]
            for form in forms { #expect(ArxivID(form) == id, "\(form)") }
            #expect(ArxivID(id.doi) == id.unversioned)
            #expect(ArxivID(id.abstractURL) == id)
        }
    }

    @Test func subjectClassesAreDropped() {
        #expect(ArxivID("math.GT/0309136")?.description == "math/0309136")
        #expect(ArxivID("cond-mat.mes-hall/0309136v2")?.description == "cond-mat/0309136v2")
        #expect(ArxivID("HEP-TH/9901001")?.description == "hep-th/9901001")
    }

    @Test func everyArchiveIsKnown() {
        #expect(ArxivID.archives == ArxivID.archives.sorted())
        #expect(Set(ArxivID.archiveKeys).count == ArxivID.archives.count)
        for archive in ArxivID.archives {
            #expect(archive.utf8.count <= 8)
            #expect(ArxivID("\(archive)/9901001")?.archive == archive)
        }
    }

    @Test(arguments: [
        ("", ArxivIDError.empty), ("  ", .empty), ("hello", .malformed), ("9304045", .malformed),
        ("hep-th", .malformed),
        ("hep-xx/9901001", .unknownArchive("hep-xx")), ("hep-th/9913001", .impossibleDate("9913")),
        ("hep-th/0704001", .impossibleDate("0704")), ("0703.0001", .impossibleDate("0703")),
        ("0704.00001", .badNumber("0704.00001")), ("1501.0001", .badNumber("1501.0001")),
        ("0704.0000", .badNumber("0704.0000")),
        ("0704.0001v0", .badVersion("v0")), ("0704.0001v70000", .badVersion("v70000")), ("hep-th/99010011", .malformed),
    ])
    func reasons(_ text: String, _ expected: ArxivIDError) {
        #expect(throws: expected) { try ArxivID(parsing: text) }
    }

    @Test func orderIsByTime() throws {
        let texts = [
            "hep-th/9108001", "hep-th/9901001", "hep-th/9901001v1", "hep-th/9901001v2", "hep-th/9901002",
            "astro-ph/9902001",
            "astro-ph/0703001", "0704.0001", "0704.0001v1", "1412.9999", "1501.00001", "2401.12345",
        ]
        let ids = try texts.map { try #require(ArxivID($0)) }
        #expect(ids.shuffled().sorted() == ids)
        #expect(ids[0].year == 1991 && ids[0].month == 8)
        #expect(ids[11].year == 2024 && ids[11].number == 12345)
    }

    @Test func versions() throws {
        let id = try #require(ArxivID("0704.0001"))
        #expect(id.withVersion(3)?.description == "0704.0001v3")
        #expect(id.withVersion(0) == nil && id.withVersion(65536) == nil)
        #expect(id.withVersion(65535)?.version == 65535)
    }

    @Test func tenThousandMutations() {
        var generator = SplitMix(seed: 99)
        let alphabet = Array("0123456789v./-:? \0\u{E9}".utf8)
        var parsed = 0
        for _ in 0..<10_000 {
            var bytes = Array(
                ("https://arxiv.org/abs/" + Self.random(&generator, version: true)).utf8.dropFirst(
                    [0, 8, 22].randomElement(using: &generator) ?? 0
                )
            )
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[at] = alphabet.randomElement(using: &generator) ?? 0
                case 1: bytes.remove(at: at)
                default: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &generator), at: at)
                }
            }
            if let id = ArxivID(String(decoding: bytes, as: UTF8.self)) {
                parsed += 1
                #expect(ArxivID(id.description) == id)
            }
        }
        // Both outcomes occur often enough to mean something.
        #expect((100...9_900).contains(parsed))
    }
}
