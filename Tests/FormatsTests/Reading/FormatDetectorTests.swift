import Literature
import Testing

@testable import Formats

@Suite struct FormatDetectorTests {
    private func detect(_ text: String, name: String? = nil) -> Result<SourceFormat, ReadIssue> {
        FormatDetector.detect(input(text), name: name)
    }

    @Test(arguments: JSONFixture.all.map(\.0))
    func knowsTheFixtures(_ name: String) throws {
        let expected = try #require(JSONFixture.all.first { $0.0 == name }).1
        let input = try JSONFixture.input(name)
        #expect(FormatDetector.detect(input, name: nil) == .success(expected))
        #expect(input.offset == 0)
    }

    @Test(arguments: [
        ("<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">", SourceFormat.atom),
        ("<?xml version=\"1.0\"?>\n<!-- a comment -->\n<OAI-PMH xmlns=\"x\">", .oai), ("<record>\n<header>", .oai),
        ("------------\n\\\\\nPaper: hep-th/9201001\nFrom: a@b (C)\nTitle: T\n", .listing),
        ("\tabstract\tarxiv_id\ttitle\tcreated\n0\tx\t0704.0001\tT\t", .recordTable),
        ("% comment\n@comment{x}\n@article{key,\n title={T}}", .bibtex), ("TY  - JOUR\nTI  - T\nER  -", .ris),
        ("# FromNodeId\tToNodeId\n1001\t9304045\n", .citations), ("hep-th/9901001 0704.0001\n", .citations),
        ("citing\tcited\n0704.0001\t0704.0002\n", .citations), ("interactions:\n- request:\n", .recording),
        (#"[{"id":"a","type":"article","title":"T","DOI":"10.1/x"}]"#, .cslJSON),
        (#"{"meta":{"count":1},"results":[]}"#, .openAlex), (#"{"id":"https://openalex.org/W1","x":1}"#, .openAlex),
        ("[null, {\"paperId\":\"x\"}]", .semanticScholar), (#"{"paper_id":"x","metadata":{}}"#, .unarxive),
        ("\u{FEFF}\n {\"id\":\"0704.0001\",\"versions\":[", .snapshot),
        (#"{"id":"9201001","paper":"hep-th/9201001"}"#, .snapshot), (#"{"arxiv_id":"x"}"#, .snapshot),
        (#"{"id":"doi:10.1/x","identifiers":[]}"#, .snapshot), ("[]", .semanticScholar),
        (#"{"url":"http://x","status_code":200,"body":"cut of"#, .recording),
    ])
    func knowsTheBeginnings(_ text: String, _ format: SourceFormat) {
        #expect(detect(text) == .success(format))
    }

    @Test(arguments: [
        ("", "empty"), ("  \n ", "empty"), ("%PDF-1.5\n", "PDF"), ("%!PS-Adobe", "PostScript"),
        ("<!DOCTYPE html>\n<html lang=en>", "HTML"), ("BZh91AY", "bzip2 -dc FILE | arxiv-cosci import -"),
        ("PK\u{3}\u{4}", "zip"), ("hello world, this is text", "--format"), ("<svg>", "<svg>"),
        ("{\"a\":1}", "--format"),
        ("{]", "broken JSON"), ("\u{1}\u{2}\u{3}", "binary"),
    ])
    func refusesOtherContentWithAdvice(_ text: String, _ words: String) {
        guard case .failure(let issue) = detect(text) else {
            Issue.record("'\(text)' was taken for a format")
            return
        }
        #expect(issue.message.contains(words))
        #expect(issue.extent == .restOfInput)
    }

    @Test func refusesCompressionThatIsNotRead() {
        let magics: [([UInt8], String)] = [
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00], "xz -dc FILE | arxiv-cosci import -"),
            ([0x28, 0xB5, 0x2F, 0xFD, 0x00], "zstd -dc FILE"), ([0xFF, 0xFE, 0x7B, 0x00], "UTF-16"),
            ([UInt8](repeating: 0x61, count: 257) + Array("ustar\u{0}00".utf8), "tar -xOf FILE"),
        ]
        for (bytes, words) in magics {
            guard case .failure(let issue) = FormatDetector.detect(ByteInput(bytes), name: nil) else {
                Issue.record("\(words): taken for a format")
                continue
            }
            #expect(issue.message.contains(words))
        }
    }

    @Test func letsTheNameDecideWhereTheContentDoesNot() {
        #expect(detect("no entries yet", name: "refs.bib") == .success(.bibtex))
        #expect(detect("{\"x\":1}", name: "library.csl.json") == .success(.cslJSON))
    }
}
