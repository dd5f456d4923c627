import Literature
import Testing

@testable import Formats

@Suite struct CSLReaderTests {
    private func items(_ text: String) -> [ReadItem] { allItems(CSLReader(input(text))) }

    @Test func readsItems() throws {
        let text = """
            [{"id":"a","type":"article-journal","DOI":"10.1103/PhysRevD.76.013009","title":"T","volume":"76","page":"1-2",
              "container-title":"Phys. Rev. D","issued":{"date-parts":[["2007",7,24]]},"abstract":"We show",
              "author":[{"family":"Balázs","given":"C."},{"literal":"CDF Collaboration"},
                        {"non-dropping-particle":"van","family":"Dam","given":"H.","suffix":"Jr."}]},
             {"id":"b","type":"article","URL":"http://arxiv.org/abs/hep-th/9711200v3","issued":{"date-parts":[[1997]]}},
             {"id":"c","number":"arXiv:2401.00001","type":"report"},
             {"id":"d","note":"Comment: 12 pages\\narXiv: 0704.0001v2 [hep-ph]","type":"article"},
             {"id":7,"title":"A book","type":"book"}]
            """
        let items = items(text)
        let ids = ["doi:10.1103/physrevd.76.013009", "hep-th/9711200", "2401.00001", "0704.0001"]
        #expect(items.papers.map(\.identifier.description) == ids)
        let first = try #require(items.papers.first)
        #expect(
            first.authors.authors == [
                Author(family: "Balázs", given: "C."), Author(family: "CDF Collaboration"),
                Author(family: "van Dam", given: "H.", suffix: "Jr."),
            ]
        )
        #expect(first.journalReference == "Phys. Rev. D 76, 1-2 (2007)")
        #expect(first.submitted?.day == "2007-07-24")
        #expect(items.papers[1].year == 1997)
        #expect(items.papers[1].submitted == nil)
        #expect(items.issues.map(\.message) == ["item '7' has neither a DOI nor an arXiv id"])
        #expect(items.issues.map(\.line) == [8])
    }

    @Test func readsOneItem() {
        #expect(items(#"{"DOI":"10.48550/arXiv.2401.00001"}"#).papers.map(\.identifier.description) == ["2401.00001"])
    }
}
