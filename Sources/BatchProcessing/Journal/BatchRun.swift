import Foundation
import Synchronization

/// A batch on the disk: what is to be done, to which items, and what has become of them.
///
/// A folder with `run.json`, `items` (one a line), `journal.log` and, once it has ended, `result.json`.
public final class BatchRun: Sendable {
    /// Where a batch stands.
    public enum State: String, Hashable, Sendable, Codable {
        /// Nothing is done yet.
        case new
        /// A process works on it.
        case running
        /// It was begun and can be resumed.
        case interrupted
        /// All items ended well.
        case finished
        /// All items ended, some of them not well.
        case finishedWithFailures = "finished-with-failures"
        /// Somebody gave it up.
        case cancelled
    }

    struct Card: Codable {
        var version = 1
        var id: String
        var pipeline: String
        var arguments: [String: String]
        var created: Double
        var items: Int
    }

    /// The folder.
    public let path: String
    private let card: Card
    private let lockDescriptor = Mutex<Int32>(-1)

    init(path: String, card: Card) {
        self.path = path
        self.card = card
    }

    deinit { release() }

    /// The name: when it was made, to the millisecond.
    public var id: String { card.id }
    /// What is done.
    public var pipeline: String { card.pipeline }
    /// How it is done.
    public var arguments: [String: String] { card.arguments }
    /// When it was made, in seconds since 1970.
    public var createdAt: Double { card.created }
    /// How many items it began with.
    public var itemCount: Int { card.items }

    /// The items it began with.
    public func items() -> ItemLines { ItemLines(path: path + "/items") }

    var journalPath: String { path + "/journal.log" }
    private var resultPath: String { path + "/result.json" }
    private var cancelPath: String { path + "/cancelled" }
    private var lockPath: String { path + "/lock" }

    // MARK: One process at a time

    /// Takes the right to work on the batch; it is given back by ``release()`` or the end of the process. Idempotent.
    ///
    /// - Throws: ``BatchFileError`` when another process works on it.
    public func acquire() throws {
        try lockDescriptor.withLock { descriptor in
            guard descriptor < 0 else { return }
            let opened = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard opened >= 0 else { throw BatchFileError.system(lockPath) }
            guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
                close(opened)
                throw BatchFileError(
                    path,
                    "another process works on this batch; 'arxiv-cosci batch cancel \(id)' stops it"
                )
            }
            descriptor = opened
        }
        unlink(resultPath)
    }

    /// Gives the right to work on the batch back. Idempotent.
    public func release() {
        lockDescriptor.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }

    private var isHeldElsewhere: Bool {
        guard lockDescriptor.withLock({ $0 < 0 }) else { return true }
        let descriptor = open(lockPath, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }

    // MARK: Cancelling

    /// Whether somebody gave the batch up.
    public var isCancelled: Bool { access(cancelPath, F_OK) == 0 }

    /// Gives the batch up: a process that works on it stops after what is begun.
    public func markCancelled() throws { try DurableFiles.replace(cancelPath, with: []) }

    /// Takes that back.
    public func unmarkCancelled() throws {
        guard unlink(cancelPath) == 0 || errno == ENOENT else { throw BatchFileError.system(cancelPath) }
    }

    // MARK: The end

    /// Notes how a run through all items ended; the batch is finished then.
    public func conclude(_ result: BatchResult) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try DurableFiles.replace(resultPath, with: try encoder.encode(result))
    }

    // MARK: What has become of the items

    /// Where the batch stands, and how many items ended how. Reads the whole journal.
    public func summary() throws -> BatchRunSummary {
        var latest: [UInt128: JournalEntry.Outcome] = [:]
        var lastTime: Double?
        let damaged = try JournalReader(path: journalPath).forEach { entry in
            latest[KeyHash.of(entry.key)] = entry.outcome
            lastTime = entry.time
        }
        var summary = BatchRunSummary(self, lastTime: lastTime, damagedLines: damaged)
        for outcome in latest.values { summary.count(outcome) }
        summary.state = state(summary)
        return summary
    }

    private func state(_ summary: BatchRunSummary) -> State {
        if isHeldElsewhere { return .running }
        if isCancelled { return .cancelled }
        if access(resultPath, F_OK) == 0 {
            return summary.failed + summary.dead > 0 ? .finishedWithFailures : .finished
        }
        return summary.ended > 0 ? .interrupted : .new
    }

    /// The items that did not end well, in the order of their last attempt.
    public func failures() throws -> [JournalEntry] {
        var failures: [String: (order: Int, entry: JournalEntry)] = [:]
        var order = 0
        _ = try JournalReader(path: journalPath).forEach { entry in
            order += 1
            failures[entry.key] = entry.outcome.isFinal ? nil : (order, entry)
        }
        return failures.values.sorted { $0.order < $1.order }.map(\.entry)
    }

    /// The items that need not be looked at again: those that ended well, and dead ones.
    func settledKeys() throws -> Set<UInt128> {
        var settled: Set<UInt128> = []
        _ = try JournalReader(path: journalPath).forEach { entry in
            let hash = KeyHash.of(entry.key)
            if entry.outcome == .failed { settled.remove(hash) } else { settled.insert(hash) }
        }
        return settled
    }

    /// Forgets the items that did not end well, so that they are tried again.
    ///
    /// - Returns: how many.
    public func forgetFailures() throws -> Int {
        try acquire()
        let count = try failures().count
        if count > 0 { try rewrite { $0.isFinal } }
        return count
    }

    /// Drops lines that later ones replace, and damaged ones; the old journal stays until the new one is on the disk.
    public func compact() throws {
        try acquire()
        try rewrite { _ in true }
    }

    private func rewrite(keeping isKept: (JournalEntry.Outcome) -> Bool) throws {
        var last: [UInt128: Int] = [:]
        var number = 0
        _ = try JournalReader(path: journalPath).forEach { entry in
            last[KeyHash.of(entry.key)] = number
            number += 1
        }
        number = 0
        try DurableFiles.replace(journalPath) { write in
            _ = try JournalReader(path: journalPath).forEach { entry in
                if last[KeyHash.of(entry.key)] == number, isKept(entry.outcome) { try write(entry.line) }
                number += 1
            }
        }
    }
}

/// Where a batch stands.
public struct BatchRunSummary: Hashable, Sendable, Codable {
    /// The batch.
    public var id: String
    /// What is done.
    public var pipeline: String
    /// Where it stands.
    public var state = BatchRun.State.new
    /// When it was made, in seconds since 1970.
    public var createdAt: Double
    /// When an item last ended.
    public var lastTime: Double?
    /// How many items it began with.
    public var items: Int
    /// Items that were done.
    public var done = 0
    /// Items with nothing to do.
    public var skipped = 0
    /// Items that were tried in vain as often as allowed.
    public var failed = 0
    /// Items for which trying again cannot help.
    public var dead = 0
    /// Lines of the journal that cannot be read; their items are done again.
    public var damagedLines: Int

    init(_ run: BatchRun, lastTime: Double?, damagedLines: Int) {
        id = run.id
        pipeline = run.pipeline
        createdAt = run.createdAt
        items = run.itemCount
        self.lastTime = lastTime
        self.damagedLines = damagedLines
    }

    /// Items that ended.
    public var ended: Int { done + skipped + failed + dead }

    mutating func count(_ outcome: JournalEntry.Outcome) {
        switch outcome {
        case .done: done += 1
        case .skipped: skipped += 1
        case .failed: failed += 1
        case .dead: dead += 1
        }
    }
}

/// Stands for an item's name where many are kept: 128 bits of FNV-1a, so that two of a million items share one with a probability of
/// less than 10^-26.
enum KeyHash {
    private static let prime = (UInt128(1) << 88) + 0x13B
    private static let basis = (UInt128(0x6C62_272E_07BB_0142) << 64) | 0x62B8_2175_6295_C58D

    static func of(_ key: String) -> UInt128 {
        key.utf8.reduce(basis) { ($0 ^ UInt128($1)) &* prime }
    }
}
