import Foundation
import Literature
import Testing

@testable import Formats

@Suite struct WriterTests {
    /// Papers out of real records, and one with everything.
    private func papers() throws -> [Paper] {
        var records: [PaperRecord] = []
        for (name, format) in [
            ("listing.abs", SourceFormat.listing), ("table.tsv", .recordTable), ("oai-dc-list.xml", .oai),
        ] {
            records += TextFixtures.papers(TextFixtures.read(format, MemorySource(try TextFixtures.bytes(name))))
        }
        var papers = records.map { Paper(identifier: $0.identifier, merging: [$0]) }
        var full = PaperRecord(
            source: .snapshot,
            arxiv: try #require(ArxivID("0704.0001")),
            doi: "10.1103/PhysRevD.76.013009"
        )
        full.title = "Éclat & 100% of $a_b$ #1 {TeX} \\'a < \"q\" \u{1}"
        full.authors = AuthorList([
            Author(family: "Balázs", given: "C."), Author(family: "Gates", given: "S. James", suffix: "Jr."),
            Author(family: "CDF and D0 Collaborations"), Author(family: "{\\\"O}zel", given: "B."),
        ])
        full.journalReference = "Phys.Rev.D76:013009,2007"
        full.versions = [
            PaperVersion(number: 1, created: Timestamp(iso: "2007-04-02T19:18:42Z"), size: 1024, sourceType: "D")
        ]
        full.updated = Timestamp(iso: "2008-11-26")
        papers.append(Paper(identifier: full.identifier, merging: [full]))
        return papers
    }

    @Test func bibTeXRoundTrip() throws {
        let papers = try papers()
        let output = OutputBuffer()
        var writer = BibTeXWriter(output)
        for paper in papers { try writer.write(paper) }
        let items = TextFixtures.read(.bibtex, MemorySource(output.bytes))
        #expect(TextFixtures.issues(items).isEmpty)
        try compare(TextFixtures.papers(items), papers)
    }

    @Test func risRoundTrip() throws {
        let papers = try papers()
        let output = OutputBuffer()
        let writer = RISWriter(output)
        for paper in papers { try writer.write(paper) }
        let items = TextFixtures.read(.ris, MemorySource(output.bytes))
        #expect(TextFixtures.issues(items).isEmpty)
        try compare(TextFixtures.papers(items), papers)
    }

    private func compare(_ read: [PaperRecord], _ written: [Paper]) throws {
        try #require(read.count == written.count)
        for (record, paper) in zip(read, written) {
            #expect(record.identifier == paper.identifier)
            #expect(record.aliases == paper.aliases)
            #expect(record.title == paper.title?.replacing("\u{1}", with: "").trimmingCharacters(in: .whitespaces))
            #expect(record.authors.authors == paper.authorsForExport, "\(paper.identifier)")
            #expect(record.year == paper.year)
        }
    }

    @Test func keysAreUniqueAndStable() throws {
        let papers = try papers()
        var keys = BibTeXKeys()
        let first = (papers + papers).map { keys.key(for: $0) }
        #expect(Set(first).count == first.count)
        var again = BibTeXKeys()
        #expect((papers + papers).map { again.key(for: $0) } == first)
        #expect(first[0] == "aharony1996string")
        #expect(first[papers.count] == "aharony1996stringa")
        #expect(first.allSatisfy { $0.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 26 } })
    }

    @Test func snapshotLinesAreJSONWithFixedKeys() throws {
        let papers = try papers()
        let output = OutputBuffer()
        let writer = SnapshotWriter(output)
        let reference = PaperReference(identifier: papers[0].identifier, sources: [.semanticScholar, .citationList])
        for paper in papers { try writer.write(paper, references: [reference]) }
        let lines = output.bytes.split(separator: 0x0A)
        try #require(lines.count == papers.count)
        for (line, paper) in zip(lines, papers) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            #expect(object["id"] as? String == paper.identifier.description)
            #expect(object["title"] as? String == paper.title)
            #expect(object["abstract"] as? String == paper.abstract)
            #expect((object["versions"] as? [Any])?.count == paper.versions.count)
            #expect((object["authors_parsed"] as? [[String]])?.map { $0[0] } == paper.authors.map(\.family))
            #expect(object["withdrawn"] as? Bool == (paper.isWithdrawn ? true : nil))
            #expect(
                (object["references"] as? [[String: Any]])?.first?["sources"] as? [String] == [
                    "semantic-scholar", "citation-list",
                ]
            )
        }
        let text = String(decoding: try #require(lines.last), as: UTF8.self)
        #expect(text.hasPrefix("{\"id\":\"0704.0001\",\"submitter\":null,\"authors\":null,\"title\":\"Éclat & 100% of"))
        #expect(
            text.contains(
                "\"versions\":[{\"version\":\"v1\",\"created\":\"Mon, 2 Apr 2007 19:18:42 GMT\",\"size\":1024,\"source_type\":\"D\"}],\"update_date\":\"2008-11-26\""
            )
        )
        #expect(text.contains("\"identifiers\":[\"0704.0001\",\"doi:10.1103/physrevd.76.013009\"]"))
        #expect(text.contains("\"updated\":\"2008-11-26T00:00:00Z\""))
    }

    @Test func cslIsAnArray() throws {
        let output = OutputBuffer()
        var writer = CSLWriter(output)
        let papers = try papers()
        for paper in papers { try writer.write(paper) }
        try writer.finish()
        let items = try #require(try JSONSerialization.jsonObject(with: Data(output.bytes)) as? [[String: Any]])
        #expect(items.map { $0["title"] as? String } == papers.map(\.title))
        let last = try #require(items.last)
        #expect(last["DOI"] as? String == "10.1103/PhysRevD.76.013009")
        #expect(
            (last["author"] as? [[String: String]])?[1] == ["family": "Gates", "given": "S. James", "suffix": "Jr."]
        )
        #expect(((last["issued"] as? [String: Any])?["date-parts"] as? [[Int]]) == [[2007]])
        let empty = OutputBuffer()
        var none = CSLWriter(empty)
        try none.finish()
        #expect(String(decoding: empty.bytes, as: UTF8.self) == "[]\n")
    }

    @Test func graphMLIsWellFormed() throws {
        let output = OutputBuffer()
        let writer = GraphMLWriter(output)
        let papers = try papers()
        for paper in papers { try writer.write(paper) }
        let odd = try #require(PaperIdentifier("doi:10.1000/<a>&\"b\""))
        try writer.write(citing: papers[0].identifier, cited: odd)
        try writer.finish()
        let stream = XMLStream(ByteInput(output.bytes))
        var (titles, edges): ([String], [XMLEvent]) = ([], [])
        var key: String?
        loop: while true {
            switch stream.next() {
            case .event(let event):
                if event.kind == .start, event.name == "data" { key = event["key"] }
                if event.kind == .end, event.name == "data", key == "title" { titles.append(event.text) }
                if event.kind == .start, event.name == "edge" { edges.append(event) }
            case .failure(let issue):
                Issue.record("\(issue)")
                break loop
            case .end: break loop
            }
        }
        #expect(titles.count == papers.count)
        #expect(titles.last == "Éclat & 100% of $a_b$ #1 {TeX} \\'a < \"q\"")
        #expect(edges.first?["target"] == odd.description)
    }

    @Test func citationsRoundTrip() throws {
        let output = OutputBuffer()
        let writer = CitationListWriter(output)
        let pair = [try #require(PaperIdentifier("hep-th/9901001")), try #require(PaperIdentifier("10.1/x,y"))]
        try writer.write(citing: pair[0], cited: pair[1])
        let items = TextFixtures.read(.citations, MemorySource(output.bytes))
        #expect(items == [.record(.citation(CitationRecord(citing: pair[0], cited: pair[1], source: .citationList)))])
    }

    @Test func bytesReachTheDescriptorAndFailuresAreReported() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let output = OutputBuffer(descriptor: ends[1])
        output.append("hello")
        try output.flush()
        close(ends[1])
        var bytes = [UInt8](repeating: 0, count: 16)
        #expect(read(ends[0], &bytes, 16) == 5)
        close(ends[0])
        let full = OutputBuffer(descriptor: open("/dev/full", O_WRONLY))
        full.append("x")
        #expect(throws: OutputError.self) { try full.flush() }
    }
}
