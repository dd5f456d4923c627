import Literature
import Testing

@testable import Formats

@Suite struct SnapshotReaderTests {
    private func items(_ text: String) -> [ReadItem] { allItems(SnapshotReader(input(text))) }

    @Test func readsTheFirstRecordOfTheSnapshot() throws {
        var reader = SnapshotReader(try JSONFixture.input("kaggle-150.jsonl.gz"))
        guard case .record(.paper(let record))? = reader.next() else {
            Issue.record("no paper")
            return
        }
        #expect(record.source == .snapshot)
        #expect(record.identifier.description == "0704.0001")
        #expect(record.aliases.map(\.description) == ["doi:10.1103/physrevd.76.013009"])
        #expect(
            record.title
                == "Calculation of prompt diphoton production cross sections at Tevatron and\n  LHC energies"
        )
        #expect(record.authorsText == #"C. Bal\'azs, E. L. Berger, P. M. Nadolsky, C.-P. Yuan"#)
        #expect(record.authors.authors.map(\.family) == ["Balázs", "Berger", "Nadolsky", "Yuan"])
        #expect(record.authors.authors[0].given == "C.")
        #expect(record.comments == "37 pages, 15 figures; published version")
        #expect(record.journalReference == "Phys.Rev.D76:013009,2007")
        #expect(record.doi == "10.1103/PhysRevD.76.013009")
        #expect(record.reportNumber == "ANL-HEP-PR-07-12")
        #expect(record.categories == "hep-ph")
        #expect(record.license == nil)
        #expect(record.submitter == "Pavel Nadolsky")
        #expect(record.versions.map(\.number) == [1, 2])
        #expect(record.submitted?.description == "2007-04-02T19:18:42Z")
        #expect(record.updated?.day == "2008-11-26")
        #expect(record.abstract?.hasPrefix("  A fully differential calculation") == true)
        #expect(!record.isWithdrawn)
    }

    @Test func agreesWithTheTreeOnEveryRecord() throws {
        let bytes = try JSONFixture.bytes("kaggle-150.jsonl.gz")
        let expected = try bytes.split(separator: 0x0A).map { line in
            try SnapshotOracle.record(Array(line).withUnsafeBytes { try JSONValue(parsing: $0) })
        }
        let items = allItems(SnapshotReader(ByteInput(bytes)))
        #expect(items.issues.isEmpty)
        #expect(items.papers.count == 150)
        for (record, expected) in zip(items.papers, expected) { #expect(record == expected) }
    }

    @Test func readsTheListingsOfHepTh() throws {
        let items = allItems(SnapshotReader(try JSONFixture.input("hep-th-3.jsonl")))
        #expect(items.issues.isEmpty)
        let first = try #require(items.papers.first)
        #expect(first.source == .recordTable)
        #expect(first.identifier.description == "hep-th/9201001")
        #expect(first.journalReference == "Int.J.Mod.Phys. A7 (1992) 5661-5705")
        #expect(first.reportNumber == nil)
        #expect(first.submitted == nil)
        #expect(first.authors.count == 2)
        #expect(items.papers[1].submitted?.day == "1992-01-02")
    }

    @Test func readsTheNamesOfAHarvest() throws {
        let items = allItems(SnapshotReader(try JSONFixture.input("quant-ph-4.jsonl")))
        #expect(items.issues.isEmpty)
        #expect(items.papers.map(\.source) == Array(repeating: .recordTable, count: 4))
        #expect(items.papers[0].identifier.description == "gr-qc/9301011")
        #expect(items.papers[0].categories == "gr-qc hep-th quant-ph")
        #expect(items.papers[0].updated?.day == "2014-01-12")
        #expect(items.papers[0].submitted?.day == "1993-01-13")
        #expect(items.papers[1].aliases.map(\.description) == ["doi:10.1103/physreva.51.992"])
        #expect(items.papers[1].updated == nil)
        #expect(items.papers.map(\.isWithdrawn) == [false, false, true, true])
    }

    @Test func marksTheLatestVersionOfAWithdrawnPaper() throws {
        let line = """
            {"id":"0704.9999","title":"T","comments":"This paper has been withdrawn by the author","versions":\
            [{"version":"v2","created":"Tue, 3 Apr 2007 10:00:00 GMT"},\
            {"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"}]}
            """
        let record = try #require(items(line).papers.first)
        #expect(record.isWithdrawn)
        #expect(record.versions.map(\.number) == [1, 2])
        #expect(record.versions.map(\.isWithdrawn) == [false, true])
        #expect(record.submitted?.day == "2007-04-02")
    }

    @Test func readsTheExportOfALibrary() throws {
        let line = """
            {"id":"doi:10.1000/xyz","identifiers":["doi:10.1000/xyz","s2:\(String(repeating: "a", count: 40))",\
            "openalex:W12"],"title":"T","venue":"J","year":1999,"submitted":"1999-05-06","stub":true,\
            "withdrawn":true,"reported_citations":7,"versions":[{"version":"v1","created":"2001-02-03T04:05:06Z",\
            "size":12,"source_type":"D","withdrawn":true}],"references":[{"id":"hep-th/9711200","sources":["x"]},\
            {"sources":[],"id":"corpus:5"}],"authors":"A. Bee","authors_parsed":[["Bee","A.",""]]}
            """
        let items = items(line)
        let record = try #require(items.papers.first)
        #expect(record.source == .library)
        #expect(record.identifier.description == "doi:10.1000/xyz")
        #expect(record.aliases.map(\.description) == ["s2:" + String(repeating: "a", count: 40), "openalex:W12"])
        #expect(record.isMention)
        #expect(record.isWithdrawn)
        #expect(record.venue == "J")
        #expect(record.year == 1999)
        #expect(record.submitted?.day == "1999-05-06")
        #expect(record.reportedCitations == 7)
        let version = PaperVersion(
            number: 1,
            created: Timestamp(iso: "2001-02-03T04:05:06Z"),
            size: 12,
            sourceType: "D",
            isWithdrawn: true
        )
        #expect(record.versions == [version])
        #expect(items.citations.map(\.cited.description) == ["hep-th/9711200", "corpus:5"])
        #expect(items.citations.allSatisfy { $0.source == .library && $0.citing == record.identifier })
    }

    @Test(arguments: [
        (#"[1]"#, 0, "expected an object, found an array"),
        (#"{"title":"T"}"#, 0, "the record has no id"),
        (#"{"id":""}"#, 7, "the record has no id"),
        (
            #"{"id":"1234"}"#, 7,
            "id '1234': not an arXiv identifier (expected 2401.12345, 0704.0001v2 or hep-th/9901001)"
        ),
        (#"{"id":"0704.0001","title":7}"#, 26, "field 'title': expected a string, found a number"),
        (#"{"id":"0704.0001","versions":{}}"#, 29, "field 'versions': expected an array, found an object"),
        (#"{"id":"0704.0001","title":"a\u0000b"}"#, 27, "field 'title': NUL character in a string"),
        (#"{"id":"0704.0001"} x"#, 19, "trailing bytes behind the record"),
        (#"{"id":"0704.0001","x":"#, 22, "field 'x': the JSON is cut off"),
        (#"{"id":"0704.0001","abstract":"open"#, 29, "field 'abstract': unterminated string"),
        ("not json", 0, "expected an object, found null"),
    ])
    func refusesALineAndGoesOn(_ line: String, _ byte: Int64, _ message: String) {
        let good = #"{"id":"0704.0002"}"#
        let items = items("\(good)\n\(line)\n\n\(good)\n")
        #expect(items.papers.count == 2)
        let offset = Int64(good.utf8.count + 1)
        #expect(items.issues == [ReadIssue(line: 2, byte: offset + byte, message: message)])
    }

    @Test func refusesInvalidUTF8AndRawNUL() {
        let head = Array(#"{"id":"0704.0001","title":"ab"#.utf8)
        let tail = Array("\"}\n{\"id\":\"0704.0002\"}".utf8)
        for (byte, message) in [(0xFF, "invalid UTF-8"), (0x00, "control character in a string")] as [(UInt8, String)] {
            let items = allItems(SnapshotReader(ByteInput(head + [byte] + tail)))
            #expect(items.papers.map(\.identifier.description) == ["0704.0002"])
            let issue = ReadIssue(line: 1, byte: Int64(head.count), message: "field 'title': \(message)")
            #expect(items.issues == [issue])
        }
    }

    @Test func acceptsWhatCollectionsDoToTheFields() throws {
        let text =
            "\u{FEFF}" + #"{"id":"math.GT/0309136v2","categories":["math.GT","math.AG"],"doi":""}"# + "\r\n  \r\n"
            + #"{"id":"0704.0001","doi":"10.1/A 10.2/b 10.48550/arXiv.0704.0001","comments":"","title":null}"#
        let items = items(text)
        #expect(items.issues.isEmpty)
        #expect(items.papers[0].identifier.description == "math/0309136")
        #expect(items.papers[0].categories == "math.GT math.AG")
        #expect(items.papers[1].aliases.map(\.description) == ["doi:10.1/a", "doi:10.2/b"])
        #expect(items.papers[1].doi == "10.1/A 10.2/b 10.48550/arXiv.0704.0001")
        #expect(items.papers[1].comments == nil)
    }

    @Test(arguments: [
        ("912.5514", "0912.5514"), ("704.1", "0704.1000"), ("1406.202", "1406.2020"), ("1912.042", "1912.04200"),
        ("1912.1325199999999", "1912.13252"), ("1912.1088", "1912.10880"), ("1501.00001", "1501.00001"),
    ])
    func restoresIdentifiersThatWereTakenForNumbers(_ number: String, _ id: String) {
        let items = items(#"{"arxiv_id":"\#(number)"}"#)
        #expect(items.papers.map(\.identifier.description) == [id])
        #expect(NumberedID.restored("12.5") == nil)
        #expect(NumberedID.restored("1912.13252123") == nil)
    }

    @Test func packsAuthorsAsTheListDoes() throws {
        let line =
            #"{"id":"0704.0001","authors_parsed":[["A","",""],["","",""],["B\u001eC","","Jr."],["","D",""],["E"]]}"#
        let record = try #require(items(line).papers.first)
        let authors = [
            Author(family: "A"), Author(family: "B C", suffix: "Jr."), Author(family: "", given: "D"),
            Author(family: "E"),
        ]
        #expect(record.authors == AuthorList(authors))
    }
}

/// The slow way from a tree to a record, for comparison.
enum SnapshotOracle {
    static func record(_ value: JSONValue) throws -> PaperRecord {
        let id = try #require(ArxivID(string(value["id"]) ?? ""))
        var record = PaperRecord(source: .snapshot, identifier: PaperIdentifier(id))
        record.title = string(value["title"])
        record.abstract = string(value["abstract"])
        record.authorsText = string(value["authors"])
        record.comments = string(value["comments"])
        record.journalReference = string(value["journal-ref"])
        record.reportNumber = string(value["report-no"])
        record.categories = string(value["categories"])
        record.license = string(value["license"])
        record.submitter = string(value["submitter"])
        record.doi = string(value["doi"])
        for word in (record.doi ?? "").split(separator: " ") {
            if let doi = DOI(String(word)), case .doi = PaperIdentifier(doi) { record.aliases.append(.doi(doi)) }
        }
        record.aliases.sort()
        record.updated = string(value["update_date"]).flatMap { Timestamp(iso: $0) }
        let authors = (value["authors_parsed"]?.elements ?? []).map { $0.elements.map { string($0) ?? "" } }
        record.authors = AuthorList(authors.map { Author(family: $0[0], given: $0[1], suffix: $0[2]) })
        record.versions = try (value["versions"]?.elements ?? []).map { version in
            let number = try #require(Int((string(version["version"]) ?? "").dropFirst()))
            return PaperVersion(number: number, created: string(version["created"]).flatMap { Timestamp(mail: $0) })
        }
        record.submitted = record.versions.first?.created
        if Withdrawal.isStated(comments: record.comments, abstract: record.abstract) {
            record.isWithdrawn = true
            record.versions[record.versions.count - 1].isWithdrawn = true
        }
        return record
    }

    private static func string(_ value: JSONValue?) -> String? {
        if case .string(let text)? = value, !text.isEmpty { text } else { nil }
    }
}
