import Caching
import Foundation
import Literature
import Ports
import RESP
import RedisClient
import RedisStores
import SQLiteLibrary
import TestServers

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A folder of its own that goes with the value.
final class TestFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/cache-test-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The places where a tier can keep answers.
enum Place: CaseIterable, Sendable {
    case file, redis

    /// Makes tiers that share one place.
    func tiers(_ count: Int, isFollowing: Bool = false) async throws -> (tiers: [any CacheLedger], owner: Any) {
        switch self {
        case .file:
            let folder = try TestFolder()
            let tiers = try (0..<count).map { _ in
                try SQLiteCacheTier(folder: folder.path, owner: "o", capacity: 8 << 20, isFollowing: isFollowing)
            }
            return (tiers, folder)
        case .redis:
            let (server, database) = try await RedisServer.shared()
            return ((0..<count).map { _ in redisTier(server, database, isFollowing: isFollowing) }, server)
        }
    }
}

/// A tier at a server; time limits for a machine that does other things as well.
func redisTier(
    _ server: RedisServer,
    _ database: Int = 0,
    isFollowing: Bool = false,
    _ change: (inout RedisConfiguration) -> Void = { _ in }
) -> RedisCacheTier {
    var configuration = RedisConfiguration(endpoints: [server.endpoint])
    configuration.database = database
    configuration.connectTimeout = .seconds(1)
    configuration.commandTimeout = .seconds(2)
    change(&configuration)
    return RedisCacheTier(configuration, name: "test", isFollowing: isFollowing)
}

let testKind = CacheKind("search")

func key(_ number: Int) -> CacheKey { CacheKey(testKind, number) }

/// An entry that is good for a minute.
func entry(_ text: String, _ versions: [CacheTag: CacheTagVersion], seconds: Double = 60) -> CacheTierEntry {
    let now = SystemCacheClock().wallNanoseconds()
    let end = now + Int64(seconds * 1e9)
    return CacheTierEntry(
        payload: Array(text.utf8),
        outcome: .value,
        created: now,
        loadNanoseconds: 1,
        freshUntil: end,
        staleUntil: end,
        errorUntil: end,
        tags: versions
    )
}

extension CacheTier {
    /// Loads and stores an answer as one who found none.
    @discardableResult
    func put(_ number: Int, _ text: String, tags: [CacheTag], seconds: Double = 60) async throws -> Bool {
        let versions = try await read([key(number)], tags: tags).versions
        guard let lease = try await acquireLease(for: key(number), duration: .seconds(10)) else { return false }
        return try await store(entry(text, versions, seconds: seconds), for: key(number), lease: lease)
    }

    /// The answer, if it is there and valid.
    func get(_ number: Int, tags: [CacheTag]) async throws -> String? {
        let reading = try await read([key(number)], tags: tags)
        guard let entry = reading.entries[0], entry.isValid(under: reading.versions) else { return nil }
        return String(decoding: entry.payload, as: UTF8.self)
    }
}

/// Waits until something holds; ten seconds at most.
func eventually(_ holds: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<1000 {
        if try await holds() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}

func id(_ text: String) -> PaperIdentifier {
    guard let identifier = PaperIdentifier(text) else { fatalError("not an identifier: \(text)") }
    return identifier
}

func record(_ names: [String], title: String, _ change: (inout PaperRecord) -> Void = { _ in }) -> SourceRecord {
    guard var record = PaperRecord(source: .bibtex, identifiers: names.map(id)) else { fatalError("no identifier") }
    record.title = title
    change(&record)
    return .paper(record)
}

func citation(_ citing: String, _ cited: String) -> SourceRecord {
    .citation(CitationRecord(citing: id(citing), cited: id(cited), source: .citationList))
}

extension Library {
    /// Writes and commits records.
    func add(_ records: [SourceRecord]) throws {
        let writer = try makeWriter()
        defer { writer.close() }
        _ = try writer.write(records)
        try writer.commit()
    }
}

extension AsyncStream<CacheTierChange>.Iterator {
    /// The next change that is no silence.
    mutating func audible() async -> CacheTierChange? {
        while let change = await next(isolation: #isolation) { if change.what != .silence { return change } }
        return nil
    }
}
