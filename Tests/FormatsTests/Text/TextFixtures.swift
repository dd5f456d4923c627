import Foundation
import Literature
import Testing

@testable import Formats

/// Files and helpers for the tests of text formats.
enum TextFixtures {
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/text/" + name, withExtension: nil))
        return [UInt8](try Data(contentsOf: url))
    }

    /// Everything that a reader gives; ends after a number of items no fixture has.
    static func items(_ reader: some RecordReader) -> [ReadItem] {
        var reader = reader
        var items: [ReadItem] = []
        while let item = reader.next(), items.count < 100_000 { items.append(item) }
        return items
    }

    static func papers(_ items: [ReadItem]) -> [PaperRecord] {
        items.compactMap { if case .record(.paper(let paper)) = $0 { paper } else { nil } }
    }

    static func issues(_ items: [ReadItem]) -> [ReadIssue] {
        items.compactMap { if case .issue(let issue) = $0 { issue } else { nil } }
    }

    static func notices(_ items: [ReadItem]) -> [ReadNotice] {
        items.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
    }

    /// Reads bytes in a format of this folder.
    static func read(_ format: SourceFormat, _ source: some ByteSource) -> [ReadItem] {
        let input = ByteInput(source)
        switch format {
        case .atom: return items(AtomReader(input))
        case .oai: return items(OAIReader(input))
        case .listing: return items(ListingReader(input))
        case .recordTable: return items(RecordTableReader(input))
        case .bibtex: return items(BibTeXReader(input))
        case .ris: return items(RISReader(input))
        default: return items(CitationListReader(input))
        }
    }

    static func read(_ format: SourceFormat, text: String) -> [ReadItem] {
        read(format, MemorySource(Array(text.utf8)))
    }

    /// Each fixture with its format.
    static let all: [(name: String, format: SourceFormat)] = [
        ("atom-error.xml", .atom), ("atom-empty.xml", .atom), ("atom-old-style.xml", .atom),
        ("atom-crosslisted.xml", .atom), ("oai-arxiv.xml", .oai), ("oai-arxiv-list.xml", .oai),
        ("oai-dc-list.xml", .oai), ("oai-arxivraw.xml", .oai), ("oai-error.xml", .oai), ("listing.abs", .listing),
        ("table.tsv", .recordTable), ("papers.bib", .bibtex), ("papers.ris", .ris),
    ]
}

/// Gives one to seven bytes at a time, in a fixed pattern.
struct DribbleSource: ByteSource {
    let bytes: [UInt8]
    var at = 0

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - at, 1 + at % 7)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
        at += count
        return count
    }
}
