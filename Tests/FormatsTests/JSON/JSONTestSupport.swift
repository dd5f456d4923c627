import Literature
import Testing

@testable import Formats

/// Where the fixtures of the JSON readers are.
enum JSONFixture {
    static func path(_ name: String) -> String {
        let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        return folder.joined(separator: "/") + "/Fixtures/json/" + name
    }

    static func input(_ name: String) throws -> ByteInput { try ByteInput(path: path(name)) }

    /// The decompressed bytes.
    static func bytes(_ name: String) throws -> [UInt8] { drained(try input(name)) }

    /// The bytes as they are on disk.
    static func rawBytes(_ name: String) throws -> [UInt8] {
        let source = try FileSource(path: path(name))
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    static func drained(_ input: ByteInput) -> [UInt8] {
        while input.fill() {}
        return Array(input.window)
    }

    static let all = [
        ("kaggle-150.jsonl.gz", SourceFormat.snapshot), ("hep-th-3.jsonl", .snapshot), ("quant-ph-4.jsonl", .snapshot),
        ("unarxive-1.jsonl", .unarxive), ("s2-Citation.json", .semanticScholar),
        ("s2-Reference.json", .semanticScholar), ("s2-PaperWithNullValues.json", .semanticScholar),
        ("s2-error-429.json", .semanticScholar), ("s2-empty-paginated-results.yaml", .recording),
        ("s2-get-author.yaml", .recording), ("s2-get-paper.yaml", .recording),
        ("s2-get-paper-references.yaml", .recording), ("s2-get-papers-not-found-warning.yaml", .recording),
        ("s2-get-recommended-papers-from-lists-negative-only.yaml", .recording), ("s2-not-found.yaml", .recording),
        ("s2-search-paper-year.yaml", .recording), ("arxiv-bad-id.json", .recording),
    ]
}

/// Everything that a reader gives.
func allItems(_ reader: any RecordReader) -> [ReadItem] {
    var reader = reader
    var items: [ReadItem] = []
    while let item = reader.next() { items.append(item) }
    return items
}

extension [ReadItem] {
    var papers: [PaperRecord] {
        compactMap { if case .record(.paper(let record)) = $0 { record } else { nil } }
    }
    var citations: [CitationRecord] {
        compactMap { if case .record(.citation(let citation)) = $0 { citation } else { nil } }
    }
    var issues: [ReadIssue] {
        compactMap { if case .issue(let issue) = $0 { issue } else { nil } }
    }
    var notices: [ReadNotice] {
        compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
    }
}

func input(_ text: String) -> ByteInput { ByteInput(Array(text.utf8)) }

/// Gives at most a few bytes at a time.
struct DribblingSource: ByteSource {
    let bytes: [UInt8]
    let size: Int
    private var at = 0

    init(_ bytes: [UInt8], size: Int) {
        self.bytes = bytes
        self.size = size
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = Swift.min(size, buffer.count, bytes.count - at)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
        at += count
        return count
    }
}

/// Bytes before, then one byte repeated, then bytes behind: long inputs that take no memory.
struct RepeatingSource: ByteSource {
    private var head: MemorySource
    private let byte: UInt8
    private var left: Int
    private var tail: MemorySource

    init(_ head: String, _ byte: Character, times: Int, _ tail: String) {
        self.head = MemorySource(Array(head.utf8))
        self.byte = byte.asciiValue ?? 0
        left = times
        self.tail = MemorySource(Array(tail.utf8))
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = head.read(into: buffer)
        if count > 0 { return count }
        guard left > 0 else { return tail.read(into: buffer) }
        let repeated = Swift.min(left, buffer.count)
        buffer.initializeMemory(as: UInt8.self, repeating: byte)
        left -= repeated
        return repeated
    }
}

/// A generator of random numbers that gives the same ones for the same seed (SplitMix64).
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

/// The most memory that this process has held so far, in bytes.
func peakMemory() throws -> Int {
    let status = JSONFixture.drained(try ByteInput(path: "/proc/self/status"))
    let text = String(decoding: status, as: UTF8.self)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber))) * 1024
}
