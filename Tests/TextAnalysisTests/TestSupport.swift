import Foundation
import TextAnalysis

/// A small seeded generator (SplitMix64), so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// One record of `Fixtures/hep-th-records.tsv`: arXiv metadata of hep-th papers (CC0), most of them with TeX.
struct SampleRecord {
    var identifier: String
    var title: String
    var authors: String
    var abstract: String
}

/// The fixtures, read next to this file.
enum Fixtures {
    static func lines(of name: String) throws -> [String] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    static func records() throws -> [SampleRecord] {
        try lines(of: "hep-th-records.tsv").map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return SampleRecord(identifier: fields[0], title: fields[1], authors: fields[2], abstract: fields[3])
        }
    }
}

/// Analysis of raw bytes, as an index does it.
func analyzed(_ bytes: [UInt8], stemming: Bool = false, with analyzer: inout TextAnalyzer) -> [UInt8] {
    var out: [UInt8] = []
    bytes.withUnsafeBufferPointer { analyzer.analyze($0, stemming: stemming, into: &out) }
    return out
}

/// The unstemmed terms of a text, joined by spaces.
func terms(_ text: String, stemming: Bool = false) -> String {
    var analyzer = TextAnalyzer()
    return analyzer.terms(of: text, stemming: stemming).joined(separator: " ")
}

/// Real text with bytes changed, dropped, doubled and TeX, Unicode and broken UTF-8 thrown in.
func mutated(_ text: String, using generator: inout SeededGenerator) -> [UInt8] {
    let pieces: [[UInt8]] = [
        Array("\\\"".utf8), Array("{\\'".utf8), Array("\\'{\\".utf8), Array("}".utf8), Array("{".utf8), Array("$".utf8),
        Array("'s".utf8), Array("\\cite{".utf8), Array("\\".utf8), Array("αβ".utf8), Array("α".utf8), Array("量子".utf8),
        Array("S⁵₂".utf8), Array("ﬃ".utf8), Array("e\u{301}".utf8), Array("’".utf8), Array("\u{AD}".utf8),
        Array("न\u{93F}".utf8), Array("Ω∞ℏ".utf8), Array("𝒩𝛼".utf8), Array("Ёй".utf8),
        [0xFF], [0xC3], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0],
        Array(repeating: UInt8(ascii: "a"), count: 70), Array(repeating: UInt8(ascii: "{"), count: 20),
    ]
    var bytes = Array(text.utf8)
    let start = Int.random(in: 0...bytes.count, using: &generator)
    bytes = Array(bytes[start..<min(bytes.count, start + Int.random(in: 0...300, using: &generator))])
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1 where place < bytes.count: bytes.remove(at: place)
        default: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: place)
        }
    }
    return bytes
}
