import Literature
import Testing

@testable import Formats

@Suite struct RecordingReaderTests {
    private func items(_ name: String) throws -> [ReadItem] {
        allItems(RecordingReader(try JSONFixture.input(name)))
    }

    @Test func readsPagesOfReferencesWithTheirSubject() throws {
        let items = try items("s2-get-paper-references.yaml")
        let subject = try #require(PaperIdentifier("10.2139/ssrn.2250500"))
        #expect(items.citations.count == 44)
        #expect(items.citations.allSatisfy { $0.citing == subject })
        #expect(items.papers.count == 44)
        #expect(items.notices == [.next("50")])
        let address = "https://api.semanticscholar.org/graph/v1/paper/10.2139/ssrn.2250500/references"
        #expect(
            items.issues.map(\.message) == [
                "answer 1 (\(address)): 10 papers of the page have no identifier",
                "answer 2 (\(address)): 13 papers of the page have no identifier",
            ]
        )
    }

    @Test func namesTheUnknownIdentifiersOfABatch() throws {
        let items = try items("s2-get-papers-not-found-warning.yaml")
        #expect(items.papers.count == 3)
        #expect(items.issues.count == 1)
        #expect(
            items.issues.first?.message.hasSuffix(
                "record 1 is null: CorpusId:211530585 is unknown to Semantic Scholar"
            ) == true
        )
        #expect(items.issues.first?.line == 23)
    }

    @Test func tellsStatusAndWordsOfRefusals() throws {
        let items = try items("s2-not-found.yaml")
        #expect(items.papers.isEmpty)
        #expect(
            items.issues.map(\.message) == [
                "answer 1 (https://api.semanticscholar.org/graph/v1/paper/0): HTTP status 404: Paper with id 0 not found",
                "answer 2 (https://api.semanticscholar.org/graph/v1/author/0): HTTP status 404: Author with id 0 not found",
            ]
        )
        let atom = try self.items("arxiv-bad-id.json")
        #expect(atom.issues.first?.message.contains("HTTP status 400: ") == true)
    }

    @Test func tellsWhatAnswersAreNotAbout() throws {
        let items = try items("s2-get-author.yaml")
        #expect(items.issues.first?.message.hasSuffix("answers about authors are not about papers") == true)
        #expect(items.count == 1)
    }

    @Test func readsBodiesOfCompressedBytes() {
        // gzip of {"doi":"https://doi.org/10.1021/acs.jctc.5b00178"}
        let text = """
            interactions:
              - request: {method: GET, uri: "https://api.openalex.org/works/x"}
                response:
                  body:
                    string: !!binary |
                      H4sIAAAAAAACA6tWSsnPVLJSyigpKSi20tcH8vTyi9L1DQ
                      30DA2MDPUTk4v1spJLkvVMkwwMDM0tlGoBrGKeHTIAAAA=
                  status: {code: 200}
            """
        let items = allItems(RecordingReader(input(text)))
        #expect(items.papers.map(\.identifier.description) == ["doi:10.1021/acs.jctc.5b00178"])
        #expect(items.count == 1)
    }

    @Test(arguments: [
        "interactions: [", "a: *b", "interactions: 5", "interactions:\n- *x : 1", "? [a]: b", "{\"url\": 5}", "[]",
        "interactions:\n- 5\n- {}\n- request: 1\n", "\u{7}", "a: b\na: c",
    ])
    func survivesOddRecordings(_ text: String) {
        _ = allItems(RecordingReader(input(text)))
    }

    @Test func endsQuicklyOnNestedAliases() {
        var yaml = "a0: &a0 [x, x]\n"
        for level in 1...40 { yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(allItems(RecordingReader(input(yaml + "interactions: *a40\n"))).count <= 2)
        #expect(allItems(RecordingReader(input(yaml + "? *a40\n: 1\n"))).issues.count == 1)
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(allItems(RecordingReader(input("interactions: " + deep))).issues.count == 1)
    }
}
