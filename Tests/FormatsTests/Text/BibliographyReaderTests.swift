import Literature
import Testing

@testable import Formats

@Suite struct BibTeXReaderTests {
    private func items() throws -> [ReadItem] {
        TextFixtures.read(.bibtex, MemorySource(try TextFixtures.bytes("papers.bib")))
    }

    @Test func fullEntry() throws {
        let paper = try #require(TextFixtures.papers(try items()).first)
        #expect(paper.identifier.description == "0704.0001")
        #expect(paper.aliases.map(\.description) == ["doi:10.1103/physrevd.76.013009"])
        #expect(
            paper.title == "Calculation of prompt diphoton production cross sections at Tevatron and {LHC} energies"
        )
        #expect(paper.authors.authors.map(\.family) == ["Bal\\'azs", "Berger", "Nadolsky", "CDF Collaboration"])
        #expect(paper.year == 2007)
        #expect(paper.venue == "Phys. Rev. D")
        #expect(paper.journalReference == "Phys. Rev. D 76 (2007) 013009-013020")
        #expect(paper.categories == "hep-ph")
    }

    @Test func otherForms() throws {
        let papers = TextFixtures.papers(try items())
        #expect(
            papers.map(\.identifier.description) == ["0704.0001", "hep-th/9711200", "1706.03762", "doi:10.1000/xyz"]
        )
        #expect(papers[1].authors.authors == [Author(family: "Maldacena", given: "Juan M.")])
        #expect(
            papers[2].authors.authors == [
                Author(family: "Vaswani", given: "Ashish"), Author(family: "von Neumann", given: "John"),
                Author(family: "Gates", given: "Sylvester James", suffix: "Jr."),
            ]
        )
        #expect(papers[2].venue == nil)
    }

    @Test func refusals() throws {
        let issues = TextFixtures.issues(try items())
        #expect(issues.count == 2)
        #expect(issues[0].message == "entry 'knuth' has no arXiv identifier, DOI or other identifier")
        #expect(issues[1].message == "the entry @article is not closed")
        #expect(issues[1].line == 32)
    }

    @Test func otherFilesAreRefused() {
        #expect(TextFixtures.issues(TextFixtures.read(.bibtex, text: "just mail@example.org\n")).count == 1)
        #expect(TextFixtures.read(.bibtex, text: "\n\n@comment{nothing}\n").isEmpty)
    }

    @Test(.timeLimit(.minutes(1))) func damageIsBounded() {
        let unclosed = TextFixtures.read(.bibtex, text: String(repeating: "@a{\n", count: 20_000))
        #expect(TextFixtures.issues(unclosed).count == 20_000)
        let long = TextFixtures.read(
            .bibtex,
            text: "@a{k, t = {" + String(repeating: "x", count: 3 << 20) + "\n@b{c, eprint={0704.0001}}"
        )
        #expect(TextFixtures.papers(long).count == 1)
        var growing = "@string{a0 = \"xxxxxxxxxxxxxxxx\"}\n"
        for level in 1...30 { growing += "@string{a\(level) = a\(level - 1) # a\(level - 1)}\n" }
        #expect(!TextFixtures.issues(TextFixtures.read(.bibtex, text: growing)).isEmpty)
    }
}

@Suite struct RISReaderTests {
    @Test func entries() throws {
        let items = TextFixtures.read(.ris, MemorySource(try TextFixtures.bytes("papers.ris")))
        let papers = TextFixtures.papers(items)
        #expect(papers.map(\.identifier.description) == ["0704.0001", "1706.03762"])
        #expect(
            papers[0].title == "Calculation of prompt diphoton production cross sections at Tevatron and LHC energies"
        )
        #expect(
            papers[0].authors.authors == [
                Author(family: "Balázs", given: "C."), Author(family: "Gates", given: "Sylvester James", suffix: "Jr."),
            ]
        )
        #expect(papers[0].year == 2007)
        #expect(papers[0].journalReference == "Phys. Rev. D 76 (2007) 013009")
        let issues = TextFixtures.issues(items)
        #expect(
            issues.map(\.message) == [
                "entry 'No identifier' has no arXiv identifier, DOI or other identifier",
                "the entry 'Cut off' is cut off: no ER",
            ]
        )
        #expect(issues.map(\.line) == [22, 25])
    }
}

@Suite struct AuthorLineTests {
    @Test(arguments: [
        ("C. Itzykson and J.-B. Zuber", "Itzykson|C.; Zuber|J.-B."),
        ("F.Bonechi, E.Celeghini, R. Giachetti and M.Tarlini", "Bonechi|F.; Celeghini|E.; Giachetti|R.; Tarlini|M."),
        ("A. Foo (CERN), B. Bar (MIT and Caltech (PMA))", "Foo|A.; Bar|B."),
        ("A. Foo (1), B. Bar (2) ((1) CERN, (2) MIT)", "Foo|A.; Bar|B."),
        ("Sylvester James Gates, Jr., W. Siegel", "Gates|Sylvester James|Jr.; Siegel|W."),
        (
            "Bernard de Wit, Peter Van Nieuwenhuizen, G. 't Hooft",
            "de Wit|Bernard; Van Nieuwenhuizen|Peter; 't Hooft|G."
        ),
        ("Foo, A.; van der Bar, B.; Baz, C., Jr.", "Foo|A.; van der Bar|B.; Baz|C.|Jr."),
        ("A. Foo, B. Bar; C. Baz", "Foo|A.; Bar|B.; Baz|C."),
        ("A. Foo et al.", "Foo|A."),
        ("A. Foo for the ATLAS Collaboration", "Foo|A.; ATLAS Collaboration"),
        ("The CDF Collaboration: T. Aaltonen, J. Adelman", "CDF Collaboration; Aaltonen|T.; Adelman|J."),
        (
            "C. Bal\\'azs, L. \\'{A}lvarez-Gaum{\\'e}, K\\\"oln A",
            "Bal\\'azs|C.; \\'{A}lvarez-Gaum{\\'e}|L.; A|K\\\"oln"
        ),
        ("Plato", "Plato"),
        ("", ""),
        (" , ; and (x", ""),
    ])
    func lines(_ text: String, _ expected: String) {
        let found = AuthorLine.parse(text).map { author in
            [author.family, author.given, author.suffix].joined(separator: "|").trimmingBars
        }
        #expect(found.joined(separator: "; ") == expected)
        #expect(AuthorLine.list(text).authors == AuthorLine.parse(text))
    }
}

extension String {
    fileprivate var trimmingBars: String {
        var text = self
        while text.hasSuffix("|") { text.removeLast() }
        return text
    }
}
