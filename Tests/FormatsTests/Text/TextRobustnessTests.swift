import Literature
import Testing

@testable import Formats

/// What must hold for every reader of text and XML, whatever the bytes.
@Suite struct TextRobustnessTests {
    @Test(arguments: TextFixtures.all.map(\.name))
    func piecesOfAnySizeGiveTheSameItems(_ name: String) throws {
        let format = try #require(TextFixtures.all.first { $0.name == name }).format
        let bytes = try TextFixtures.bytes(name)
        let whole = TextFixtures.read(format, MemorySource(bytes))
        #expect(!whole.isEmpty)
        #expect(TextFixtures.read(format, DribbleSource(bytes: bytes)) == whole)
    }

    @Test(.timeLimit(.minutes(2)), arguments: TextFixtures.all.map(\.name))
    func truncationAtEveryByteIsHarmless(_ name: String) throws {
        let format = try #require(TextFixtures.all.first { $0.name == name }).format
        let bytes = try TextFixtures.bytes(name)
        let whole = TextFixtures.papers(TextFixtures.read(format, MemorySource(bytes)))
        for count in stride(from: 0, to: bytes.count, by: bytes.count > 4000 ? 7 : 1) {
            let papers = TextFixtures.papers(TextFixtures.read(format, MemorySource(Array(bytes[..<count]))))
            #expect(papers.count <= whole.count, "cut at \(count)")
            // All but the last paper were complete before the cut.
            #expect(papers.dropLast().elementsEqual(whole.prefix(max(0, papers.count - 1))), "cut at \(count)")
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: TextFixtures.all.map(\.name))
    func mutatedBytesAreHarmless(_ name: String) throws {
        let format = try #require(TextFixtures.all.first { $0.name == name }).format
        let bytes = try TextFixtures.bytes(name)
        var random = SplitMix(seed: 0xA11CE)
        for _ in 0..<150 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let at = Int.random(in: 0..<mutated.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: mutated[at] = 0
                case 1: mutated[at] = UInt8.random(in: 128...255, using: &random)
                case 2: mutated.remove(at: at)
                default: mutated.insert(UInt8.random(in: 0...127, using: &random), at: at)
                }
            }
            let items = TextFixtures.read(format, MemorySource(mutated))
            #expect(items.count < 1000)
            for issue in TextFixtures.issues(items) { #expect(issue.byte <= Int64(mutated.count) && issue.line >= 0) }
        }
    }

    @Test(arguments: [SourceFormat.atom, .oai, .listing, .recordTable, .bibtex, .ris, .citations])
    func nonsenseGivesIssuesAndNoRecords(_ format: SourceFormat) {
        var random = SplitMix(seed: 7)
        let noise = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let zeros = [UInt8](repeating: 0, count: 3000)
        for bytes in [noise, zeros, Array("{\"json\": [1, 2, 3]}\n".utf8)] {
            #expect(TextFixtures.papers(TextFixtures.read(format, MemorySource(bytes))).isEmpty)
        }
        #expect(TextFixtures.papers(TextFixtures.read(format, MemorySource([]))).isEmpty)
    }
}

/// A small generator with a seed (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
