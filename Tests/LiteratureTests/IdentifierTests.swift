import Testing

@testable import Literature

@Suite struct IdentifierTests {
    @Test(arguments: [
        ("10.1103/PhysRevD.76.013009", "10.1103/physrevd.76.013009"), ("doi:10.1000/a", "10.1000/a"),
        ("https://doi.org/10.1000/A_b(c)", "10.1000/a_b(c)"), ("http://dx.doi.org/10.1000/x", "10.1000/x"),
        ("DOI 10.1000/x.", "10.1000/x"), ("10.1000.10/x", "10.1000.10/x"),
    ])
    func dois(_ text: String, _ name: String) throws {
        let doi = try #require(DOI(text))
        #expect(doi.name == name)
        #expect(DOI(doi.url) == doi)
    }

    @Test(arguments: ["", "10.1000", "10.1000/", "10./x", "11.1000/x", "10.1000/a b", "10.10a0/x", "hep-th/9901001"])
    func noDOIs(_ text: String) {
        #expect(DOI(text) == nil)
    }

    @Test(arguments: [
        "hep-th/9711200", "0704.0001", "doi:10.1103/physrevd.76.013009", "s2:649def34f8be52c8b66281af98ae884c09aef38b",
        "corpus:215416146", "openalex:W2741809807",
    ])
    func identifiersRoundTrip(_ text: String) {
        #expect(PaperIdentifier(text)?.description == text)
    }

    @Test func formsAndStrength() throws {
        #expect(PaperIdentifier("10.48550/arXiv.0704.0001v2")?.description == "0704.0001")
        #expect(PaperIdentifier("https://openalex.org/W12")?.description == "openalex:W12")
        #expect(PaperIdentifier("CorpusId:7")?.description == "corpus:7")
        #expect(PaperIdentifier("649DEF34F8BE52C8B66281AF98AE884C09AEF38B")?.description.hasPrefix("s2:649def") == true)
        for text in ["", "hello", "corpus:x", "W", "openalex:W99999999999999999999999", "s2:12"] {
            #expect(PaperIdentifier(text) == nil)
        }
        let sorted = try [
            "2401.00001", "doi:10.1/a", "s2:649def34f8be52c8b66281af98ae884c09aef38b", "corpus:1", "openalex:W1",
        ]
        .map { try #require(PaperIdentifier($0)) }
        #expect(sorted.shuffled().sorted() == sorted)
        #expect(sorted.map(\.strength) == [0, 1, 2, 3, 4])
    }

    @Test func mutatedIdentifiersAreHarmless() {
        var generator = SplitMix(seed: 5)
        for _ in 0..<10_000 {
            var bytes = Array("doi:10.48550/arXiv.0704.0001v2".utf8)
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if let id = PaperIdentifier(String(decoding: bytes, as: UTF8.self)) {
                #expect(PaperIdentifier(id.description) == id)
            }
        }
    }
}
