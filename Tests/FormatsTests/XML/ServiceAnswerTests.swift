import Literature
import Testing

@testable import Formats

/// Feeds of announcements and what OAI-PMH repositories say about themselves.
@Suite struct ServiceAnswerTests {
    private static let rss = """
        <?xml version='1.0' encoding='UTF-8'?>
        <rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
        <channel><title>hep-th updates on arXiv.org</title><pubDate>Mon, 15 Jan 2024 00:00:00 -0500</pubDate>
        <item><title>Strings &amp; branes</title><link>https://arxiv.org/abs/2401.12345</link>
        <description>arXiv:2401.12345v2 Announce Type: replace-cross
        Abstract: We study $x &lt; y$.</description><guid isPermaLink="false">oai:arXiv.org:2401.12345v2</guid>
        <category>hep-th</category><category>gr-qc</category><arxiv:announce_type>replace-cross</arxiv:announce_type></item>
        <item><title>Old</title><link>https://arxiv.org/abs/hep-th/9901001</link>
        <description>arXiv:hep-th/9901001v1 Announce Type: new  Abstract: Short.</description></item>
        <item><title>Notice</title><link>https://example.org/</link></item>
        </channel></rss>
        """

    private static let atom = """
        <feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
        <updated>2026-08-19T04:05:00+00:00</updated>
        <entry><id>oai:arXiv.org:2608.12345v1</id><title>Systems</title>
        <link href="https://arxiv.org/abs/2608.12345" rel="alternate" type="text/html"/>
        <summary>arXiv:2608.12345v1 Announce Type: cross
        Abstract: Text.</summary><category term="cs.OS"/><arxiv:announce_type>cross</arxiv:announce_type></entry></feed>
        """

    @Test func rssNamesArticlesAndKinds() throws {
        let feed = try AnnouncementFeed(reading: ByteInput(Array(Self.rss.utf8)))
        #expect(feed.entries.map(\.id.description) == ["2401.12345v2", "hep-th/9901001"])
        #expect(feed.entries.map(\.kind) == ["replace-cross", "new"])
        #expect(feed.entries[0].title == "Strings & branes")
        #expect(feed.entries.map(\.abstract) == ["We study $x < y$.", "Short."])
        #expect(feed.entries[0].categories == ["hep-th", "gr-qc"])
        #expect(feed.published == "Mon, 15 Jan 2024 00:00:00 -0500")
        #expect(feed.issues.map(\.message) == ["the entry 'Notice' names no arXiv article"])
    }

    @Test func atomFeedsAsWell() throws {
        let feed = try AnnouncementFeed(reading: ByteInput(Array(Self.atom.utf8)))
        #expect(feed.entries.map(\.id.description) == ["2608.12345v1"])
        #expect(feed.entries[0].kind == "cross" && feed.entries[0].abstract == "Text.")
        #expect(feed.entries[0].categories == ["cs.OS"])
        #expect(feed.published == "2026-08-19T04:05:00+00:00")
    }

    @Test func repositoriesTellAboutThemselves() throws {
        let identify = """
            <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z</responseDate>
            <Identify><repositoryName>arXiv</repositoryName><earliestDatestamp>2005-09-16</earliestDatestamp>
            <granularity>YYYY-MM-DD</granularity></Identify></OAI-PMH>
            """
        let about = try OAIRepository(reading: ByteInput(Array(identify.utf8)))
        #expect(about.name == "arXiv" && about.earliestDatestamp == "2005-09-16" && about.granularity == "YYYY-MM-DD")
        let list = """
            <OAI-PMH><ListSets><set><setSpec>cs</setSpec><setName>Computer Science</setName></set>
            <set><setSpec>physics:hep-th</setSpec><setName>Theory</setName></set>
            <resumptionToken>more</resumptionToken></ListSets></OAI-PMH>
            """
        let sets = try OAIRepository(reading: ByteInput(Array(list.utf8)))
        #expect(sets.sets.map(\.spec) == ["cs", "physics:hep-th"])
        #expect(sets.sets.map(\.name) == ["Computer Science", "Theory"])
        #expect(sets.resumptionToken == "more")
        let refusal = "<OAI-PMH><error code=\"noSetHierarchy\">none</error></OAI-PMH>"
        #expect(try OAIRepository(reading: ByteInput(Array(refusal.utf8))).errorCode == "noSetHierarchy")
    }

    @Test func listsTellTheirSizeAndErrorsTheirCode() {
        let list = """
            <OAI-PMH><ListRecords><resumptionToken cursor="2000" completeListSize="29555">t</resumptionToken></ListRecords>
            </OAI-PMH>
            """
        let items = TextFixtures.read(.oai, text: list)
        #expect(TextFixtures.notices(items) == [.totalResults(29555, startIndex: 2000), .resumptionToken("t")])
        let error = TextFixtures.read(
            .oai,
            text: "<OAI-PMH><error code=\"badResumptionToken\">old: x</error></OAI-PMH>"
        )
        #expect(TextFixtures.issues(error).compactMap(OAIReader.errorCode) == ["badResumptionToken"])
        #expect(OAIReader.errorCode(of: ReadIssue(line: 0, byte: 0, message: "else")) == nil)
    }

    @Test func batchesTellWhichIdentifiersAreUnknown() {
        let body = Array("[null,{\"paperId\":\"\(String(repeating: "a", count: 40))\"},null]".utf8)
        var reader = SemanticScholarReader(ByteInput(body), about: nil, asked: ["x", "y", "z"])
        var counts: [Int] = []
        while reader.next() != nil { counts.append(reader.unknownPositions.count) }
        #expect(counts == [1, 1, 2])
        #expect(reader.unknownPositions == [0, 2])
    }

    /// Whatever the bytes, reading ends, with a value or with an issue.
    @Test func brokenAnswersAreHarmless() {
        var random = SplitMix(seed: 0xFEED)
        for text in [Self.rss, Self.atom] {
            let whole = Array(text.utf8)
            for round in 0..<600 {
                var bytes = whole
                if round % 2 == 0 { bytes.removeLast(Int.random(in: 1...whole.count, using: &random)) }
                for _ in 0..<(bytes.isEmpty ? 0 : 4) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                do throws(ReadIssue) {
                    let feed = try AnnouncementFeed(reading: ByteInput(bytes))
                    #expect(feed.entries.count <= 2)
                } catch {
                    #expect(error.byte <= Int64(bytes.count))
                }
                do throws(ReadIssue) {
                    _ = try OAIRepository(reading: ByteInput(bytes))
                } catch {
                    #expect(error.extent == .restOfInput)
                }
            }
        }
    }
}
