import Foundation
import Literature
import Testing

@testable import Formats

@Suite struct OAIReaderTests {
    private func read(_ name: String) throws -> [ReadItem] {
        TextFixtures.read(.oai, MemorySource(try TextFixtures.bytes(name)))
    }

    @Test func arXivFormat() throws {
        let items = try read("oai-arxiv.xml")
        let paper = try #require(TextFixtures.papers(items).first)
        #expect(paper.source == .oaiArxiv)
        #expect(paper.identifier.description == "1401.2122")
        #expect(paper.title == "New integrable (3+1)-dimensional systems and contact geometry")
        #expect(paper.authors.authors == [Author(family: "Sergyeyev", given: "A.")])
        #expect(paper.categories == "math.AP hep-th math-ph math.DG math.MP nlin.SI")
        #expect(paper.journalReference == "Lett. Math. Phys. 108 (2018), no. 2, 359-376")
        #expect(paper.doi == "10.1007/s11005-017-1013-4")
        #expect(paper.license == "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
        #expect(paper.submitted?.day == "2014-01-09")
        #expect(paper.updated?.day == "2018-01-25")
        #expect(TextFixtures.notices(items) == [.responseDate("2018-01-26T09:05:29Z")])
    }

    @Test func suffixesAndAuthorsThatAreNone() throws {
        let paper = try #require(TextFixtures.papers(try read("oai-arxiv-suffix.xml")).first)
        #expect(paper.authors.authors.contains { $0.suffix == "IV" })
        #expect(!paper.authors.authors.contains { $0.family == ":" })
    }

    @Test func listsGiveAllRecords() throws {
        let papers = TextFixtures.papers(try read("oai-arxiv-list.xml"))
        let text = String(decoding: try TextFixtures.bytes("oai-arxiv-list.xml"), as: UTF8.self)
        #expect(papers.count == text.components(separatedBy: "<record>").count - 1)
        #expect(papers.allSatisfy { $0.title != nil && $0.abstract != nil && !$0.authors.isEmpty })
    }

    /// The expected values were made by another parser (ADSIngestParser).
    @Test(arguments: ["0901_2443", "1711_04702", "1711_05739", "math_0306266"])
    func dublinCoreAgreesWithAnotherParser(_ name: String) throws {
        let paper = try #require(TextFixtures.papers(try read("oai-dc-\(name).xml")).first)
        let object = try JSONSerialization.jsonObject(with: Data(try TextFixtures.bytes("oai-dc-\(name).json")))
        let expected = try #require(object as? [String: Any])
        let title = try #require((expected["title"] as? [String: Any])?["textEnglish"] as? String)
        #expect(paper.title.flatMap(RawText.folded) == title)
        let abstract = try #require((expected["abstract"] as? [String: Any])?["textEnglish"] as? String)
        #expect(paper.abstract.flatMap(RawText.folded) == RawText.folded(abstract))
        let authors = try #require(expected["authors"] as? [[String: Any]])
        let raw = authors.compactMap { ($0["name"] as? [String: Any])?["pubraw"] as? String }
        #expect(paper.authors.authors.map { $0.given.isEmpty ? $0.family : "\($0.family), \($0.given)" } == raw)
        let date = (expected["pubDate"] as? [String: Any])?["electrDate"] as? String
        #expect(paper.submitted?.day == date)
        #expect(paper.source == .oaiDC)
    }

    @Test func dublinCoreIdentifiers() throws {
        let paper = try #require(TextFixtures.papers(try read("oai-dc-math_0306266.xml")).first)
        #expect(paper.identifier.description == "math/0306266")
        #expect(paper.journalReference == "Combinatorics, Probability and Computing 14 (2005) 439 - 465")
        #expect(paper.doi == "10.1017/S0963548305006826")
        #expect(TextFixtures.papers(try read("oai-dc-list.xml")).count == 3)
    }

    /// Written after arXiv's documentation of the format; no recorded answer was at hand.
    @Test func arXivRawFormat() throws {
        let items = try read("oai-arxivraw.xml")
        let paper = try #require(TextFixtures.papers(items).first)
        #expect(paper.source == .oaiRaw)
        #expect(paper.versions.map(\.number) == [1, 2, 3])
        #expect(paper.versions.map(\.isWithdrawn) == [false, true, false])
        #expect(paper.versions[0].size == 25 << 10)
        #expect(paper.versions[2].sourceType == "D")
        #expect(paper.versions[1].created?.description == "1997-10-03T07:38:50Z")
        #expect(!paper.isWithdrawn)
        #expect(paper.submitter == "Toshiya Kawai")
        #expect(paper.abstract == "An abstract <with> markup & entities.")
        #expect(
            TextFixtures.notices(items) == [
                .responseDate("2026-01-05T09:05:29Z"), .deleted("oai:arXiv.org:0704.9999"),
                .resumptionToken("verb%3DListRecords%26skip%3D1000"),
            ]
        )
    }

    @Test func errorsAndListsOfHeaders() throws {
        let issue = try #require(TextFixtures.issues(try read("oai-error.xml")).first)
        #expect(issue.message == "OAI-PMH error badResumptionToken: The token has expired")
        let items = TextFixtures.read(
            .oai,
            text: """
                <OAI-PMH><ListIdentifiers><header><identifier>oai:arXiv.org:0704.0001</identifier></header>
                <header status="deleted"><identifier>oai:arXiv.org:0704.0002</identifier></header>
                <header/><resumptionToken/></ListIdentifiers></OAI-PMH>
                """
        )
        #expect(TextFixtures.issues(items).count == 1)
        #expect(TextFixtures.notices(items) == [.deleted("oai:arXiv.org:0704.0002"), .resumptionToken("")])
    }

    @Test func bareMetadata() throws {
        let items = TextFixtures.read(.oai, text: "<arXiv><id>hep-th/9901001</id><title>T</title></arXiv>")
        #expect(TextFixtures.papers(items).map(\.identifier.description) == ["hep-th/9901001"])
    }
}

/// Answers that were appended to one file.
@Suite struct ConcatenatedDocumentsTests {
    private func bytes(_ names: [String], between: String = "\n") throws -> [UInt8] {
        try names.flatMap { try TextFixtures.bytes($0) + Array(between.utf8) }
    }

    @Test(arguments: ["", "\n\n", " "])
    func everyDocumentIsRead(between: String) throws {
        let names = ["oai-arxiv.xml", "oai-dc-0901_2443.xml", "oai-arxivraw.xml", "oai-dc-list.xml"]
        let single = try names.flatMap { TextFixtures.papers(TextFixtures.read(.oai, MemorySource(try bytes([$0])))) }
        let items = TextFixtures.read(.oai, MemorySource(try bytes(names, between: between)))
        #expect(TextFixtures.papers(items) == single)
        #expect(TextFixtures.issues(items).isEmpty)
    }

    @Test func damageInTheSecondNamesItsPlaceInTheInput() throws {
        let first = try bytes(["oai-arxiv.xml"])
        let lines = first.count { $0 == 0x0A }
        let items = TextFixtures.read(.oai, MemorySource(first + Array("<record>\n<header></wrong></record>".utf8)))
        #expect(TextFixtures.papers(items).count == 1)
        let issue = try #require(TextFixtures.issues(items).first)
        #expect(issue.line == lines + 2)
        #expect(issue.byte > Int64(first.count))
    }

    @Test(arguments: ["<!-- served in 3 ms -->", "\n<?php-cache hit?>\n", "   \n"])
    func whatXMLAllowsBehindADocumentIsNoDamage(tail: String) throws {
        let items = TextFixtures.read(.oai, MemorySource(try bytes(["oai-arxiv.xml"]) + Array(tail.utf8)))
        #expect(TextFixtures.papers(items).count == 1)
        #expect(TextFixtures.issues(items).isEmpty)
    }

    @Test func otherBytesBehindADocumentAreAnIssue() throws {
        let items = TextFixtures.read(.oai, MemorySource(try bytes(["oai-arxiv.xml"]) + Array("garbage".utf8)))
        #expect(TextFixtures.papers(items).count == 1)
        #expect(TextFixtures.issues(items).count == 1)
    }
}
