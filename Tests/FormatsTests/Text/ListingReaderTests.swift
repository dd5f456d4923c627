import Literature
import Testing

@testable import Formats

@Suite struct ListingReaderTests {
    private func papers() throws -> [String: PaperRecord] {
        let papers = TextFixtures.papers(
            TextFixtures.read(.listing, MemorySource(try TextFixtures.bytes("listing.abs")))
        )
        return Dictionary(papers.map { ($0.identifier.description, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func fieldsOfAnArticle() throws {
        let paper = try #require(try papers()["hep-th/9604103"])
        #expect(paper.title == "String theory dualities from M theory")
        #expect(paper.submitter == "Ofer Aharony")
        #expect(paper.authors.authors == [Author(family: "Aharony", given: "Ofer")])
        #expect(paper.comments == "18 pages, uses harvmac.tex")
        #expect(paper.reportNumber == "TAUP-2332-96")
        #expect(paper.journalReference == "Nucl.Phys. B476 (1996) 470-483")
        #expect(paper.categories == "hep-th")
        #expect(paper.submitted?.description == "1996-04-17T20:26:55Z")
        #expect(paper.versions.first?.size == 15 << 10)
        #expect(paper.abstract?.hasPrefix("We analyze how string") == true)
        #expect(paper.abstract?.hasSuffix("into a fivebrane wrapped around the 3-torus.") == true)
    }

    @Test func continuationLinesAndVersions() throws {
        let paper = try #require(try papers()["hep-th/9711168"])
        #expect(
            paper.title == "Mode-by-mode summation for the zero point electromagnetic energy of an infinite cylinder"
        )
        #expect(paper.authors.authors.map(\.family) == ["Milton", "Nesterenko", "Nesterenko"])
        #expect(paper.versions.map(\.number) == [1, 2, 3])
        #expect(paper.updated?.description == "1998-10-28T21:47:20Z")
    }

    @Test func withdrawnVersions() throws {
        let papers = try papers()
        let restored = try #require(papers["hep-th/9710016"])
        #expect(restored.versions.map(\.isWithdrawn) == [false, true, false, false, false, false, false])
        #expect(restored.versions[1].sourceType == "I")
        #expect(!restored.isWithdrawn)
        #expect(papers["hep-th/0106074"]?.isWithdrawn == true)
    }

    @Test func oddDatesAndSubjectClasses() throws {
        let papers = try papers()
        #expect(
            papers["hep-th/9310113"]?.versions.map { $0.created?.description } == [
                "1993-10-18T21:33:00Z", "1993-12-30T15:55:00Z", "1993-12-30T16:05:00Z",
            ]
        )
        #expect(papers.values.contains { $0.categories == "hep-th math-ph" })
        #expect(papers.count == 7)
    }

    @Test func damageIsReported() {
        let cut = TextFixtures.read(.listing, text: "\\\\\nPaper: hep-th/9604103\nTitle: T\n\\\\\n  Abstract")
        #expect(TextFixtures.issues(cut).first?.message.contains("cut off") == true)
        let nameless = TextFixtures.read(.listing, text: "\\\\\nTitle: T\n\\\\\n  Abstract\n\\\\\n")
        #expect(TextFixtures.issues(nameless).first?.message.contains("no line 'Paper:'") == true)
        let wrong = TextFixtures.read(
            .listing,
            text: "\\\\\nPaper: nonsense\n\\\\\n  A\n\\\\\n\\\\\nPaper: hep-th/9604103\n\\\\\nA\n\\\\\n"
        )
        #expect(TextFixtures.issues(wrong).count == 1)
        #expect(TextFixtures.papers(wrong).count == 1)
        #expect(TextFixtures.papers(wrong).first?.title == nil)
        let unknown = TextFixtures.read(.listing, text: "\\\\\nPaper: hep-th/9604103\nDate: who knows\n\\\\\nA\n\\\\\n")
        #expect(TextFixtures.papers(unknown).first?.submitted?.day == "1996-04-01")
    }

    /// Dates as they stand in arXiv's listings, with the moment worked out by hand.
    @Test(arguments: [
        ("Tue Dec 31 23:54:17 MET 1991 +0100", "1991-12-31T22:54:17Z"),
        ("Thu, 2 JAN 92 12:17 N", "1992-01-02T11:17:00Z"),
        ("Tue, 21 Jan 97 13:28:48 MEZ", "1997-01-21T12:28:48Z"),
        ("6 Nov 92 16:40:09+0900", "1992-11-06T07:40:09Z"),
        ("Mon, 3 Feb 92 11:07 GMT-0600", "1992-02-03T17:07:00Z"),
        ("Wed, 10 Jun 1992 14:59:59 --0500", "1992-06-10T19:59:59Z"),
        ("Wed, 17 Apr 1996 23:26:55 +0300 (IDT)", "1996-04-17T20:26:55Z"),
        ("Fri, 5 Feb 93 10:00:00 MET DST", "1993-02-05T08:00:00Z"),
        ("12 Oct 94 19:12:00 GMT+2:00", "1994-10-12T17:12:00Z"),
        ("Mon,  18 Oct 93 23:33 0200", "1993-10-18T21:33:00Z"),
        ("Sun, 1 Mar 98 18:06", "1998-03-01T18:06:00Z"),
    ])
    func legacyDates(_ text: String, _ expected: String) {
        #expect(LegacyDate.parse(text)?.description == expected)
    }

    @Test func impossibleDatesAreNone() {
        for text in ["", "Jan", "31 Feb 1993 10:00", "40 Jan", "yesterday", "99:99:99", "1 Jan 12345678901234567890"] {
            #expect(LegacyDate.parse(text) == nil, "\(text)")
        }
    }
}
