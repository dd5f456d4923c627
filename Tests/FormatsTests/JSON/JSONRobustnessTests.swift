import Literature
import Testing

@testable import Formats

@Suite(.serialized) struct JSONRobustnessTests {
    static let formats: [SourceFormat] = [.snapshot, .semanticScholar, .openAlex, .unarxive, .cslJSON, .recording]

    @Test(arguments: JSONFixture.all.map(\.0))
    func doesNotDependOnThePiecesOfTheInput(_ name: String) throws {
        let format = try #require(JSONFixture.all.first { $0.0 == name }).1
        let bytes = Array(try JSONFixture.bytes(name).prefix(24 << 10))
        let whole = allItems(ReaderFactory.makeReader(for: format, input: ByteInput(bytes)))
        for size in [1, 2, 3, 7, 61] {
            let input = ByteInput(DribblingSource(bytes, size: size))
            let pieces = allItems(ReaderFactory.makeReader(for: format, input: input))
            #expect(pieces == whole, "pieces of \(size)")
        }
    }

    @Test(arguments: formats)
    func endsOnMutatedRecords(_ format: SourceFormat) throws {
        let seed: UInt64 = 0x5EED
        var generator = SeededGenerator(seed: seed)
        let inputs = try JSONFixture.all.map { Array(try JSONFixture.bytes($0.0).prefix(6000)) }
        for round in 0..<300 {
            var bytes = inputs[round % inputs.count]
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert("{}[]\",:\\\n0".utf8.randomElement(using: &generator) ?? 0, at: index)
                default: bytes.removeLast(min(bytes.count / 2, 1 + index / 4))
                }
                if bytes.isEmpty { bytes = [0x7B] }
            }
            let whole = allItems(ReaderFactory.makeReader(for: format, input: ByteInput(bytes)))
            let dribbled = ByteInput(DribblingSource(bytes, size: 5))
            let pieces = allItems(ReaderFactory.makeReader(for: format, input: dribbled))
            #expect(whole == pieces, "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: formats)
    func endsOnMillionsOfBrackets(_ format: SourceFormat) {
        for text in ["[", "{\"a\":", "[{\"data\":[", "{\"data\":[", "\"", "{\"a\":\"\\", "\u{1}", "}", ","] {
            let bytes = Array(String(repeating: text, count: 1_000_000 / text.utf8.count).utf8)
            let items = allItems(ReaderFactory.makeReader(for: format, input: ByteInput(bytes)))
            #expect(items.papers.isEmpty)
            #expect(!items.issues.isEmpty)
        }
    }

    @Test(arguments: [SourceFormat.snapshot, .semanticScholar, .openAlex, .unarxive, .cslJSON])
    func passesOverALineOfAGigabyte(_ format: SourceFormat) throws {
        let record = Self.record(of: format)
        let source = RepeatingSource("{\"title\":\"", "x", times: 1 << 30, "\"}\n\(record)\n")
        let before = try peakMemory()
        let items = allItems(ReaderFactory.makeReader(for: format, input: ByteInput(source)))
        #expect(items.papers.count == 1)
        #expect(items.issues.count == 1)
        #expect(items.issues.first?.message.contains("too long") == true)
        #expect(try peakMemory() - before < 400 << 20)
    }

    private static func record(of format: SourceFormat) -> String {
        switch format {
        case .semanticScholar: #"{"corpusId":3}"#
        case .openAlex: #"{"id":"https://openalex.org/W1"}"#
        case .unarxive: #"{"paper_id":"0704.0001"}"#
        case .cslJSON: #"{"DOI":"10.1/x"}"#
        default: #"{"id":"0704.0001"}"#
        }
    }

    @Test func deliversWhatStandsBeforeTheEndOfATruncatedArchive() throws {
        let whole = try JSONFixture.rawBytes("kaggle-150.jsonl.gz")
        let items = allItems(SnapshotReader(ByteInput(Array(whole.prefix(whole.count / 2)))))
        #expect(items.papers.count > 50)
        #expect(items.issues.map(\.message) == ["gzip data is cut off"])
        #expect(items.issues.map(\.extent) == [.restOfInput])
        guard case .issue? = items.last else {
            Issue.record("the issue is not the last item")
            return
        }
    }
}
