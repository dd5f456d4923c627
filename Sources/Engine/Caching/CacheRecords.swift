public import Caching
public import Foundation

/// What the processes of a machine have done with a library's cache, and what they were asked: added up in the library's folder.
///
/// A process appends one line when it ends; a line that was cut short by a crash is passed over. Now and then whoever reads the lines
/// replaces them by their sum. Nothing here is needed for answers to be right: what cannot be written is left out.
public struct CacheRecords: Sendable {
    /// A question that was asked.
    public struct Question: Codable, Hashable, Sendable {
        /// The kind of question.
        public var kind: String
        /// The bytes of its key.
        public var key: Data
        /// How often it was asked.
        public var count: UInt64
        /// Nanoseconds that answering it each time would have taken.
        public var worth: UInt64
    }

    /// What is known.
    public struct Sum: Codable, Sendable {
        /// The figures of all processes.
        public var statistics = CacheStatistics()
        /// The questions that are worth most, in that order.
        public var questions: [Question] = []

        /// Nothing yet.
        public init() {}
    }

    /// How many questions are kept.
    static let questionsKept = 512
    private static let foldedBeyond = 256 << 10
    private static let greatest = 64 << 20

    private let folder: String

    /// The records in a folder, which is made when something is recorded.
    public init(folder: String) { self.folder = folder }

    private var path: String { folder + "/records.jsonl" }
    private var lockPath: String { folder + "/records.lock" }

    /// Adds what this process has done.
    public func add(_ statistics: CacheStatistics, _ profile: QueryProfile) {
        guard statistics.total.requests + statistics.total.bypassed > 0 || !statistics.invalidations.isEmpty else {
            return
        }
        var sum = Sum()
        sum.statistics = statistics
        sum.questions = profile.queries.map {
            Question(kind: $0.kind, key: Data($0.key), count: $0.count, worth: $0.worth)
        }
        sum.fold()
        // Figures about the cache never cost an answer: what cannot be noted is not.
        guard let line = try? JSONEncoder().encode(sum) + Data("\n".utf8) else { return }
        mkdir(folder, 0o777)
        locked(LOCK_SH) {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            // One call: lines of several processes do not mix.
            _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }

    /// The sum of all that was added.
    public func sum() -> Sum {
        let (sum, size) = locked(LOCK_SH) { read() }
        if size > Self.foldedBeyond { fold() }
        return sum
    }

    /// Forgets everything.
    public func remove() {
        locked(LOCK_EX) { _ = unlink(path) }
    }

    // MARK: Lines

    private func read() -> (sum: Sum, size: Int) {
        var sum = Sum()
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.greatest else {
            return (sum, 0)
        }
        let decoder = JSONDecoder()
        for line in data.split(separator: UInt8(ascii: "\n")) {
            // A line that was cut short by a crash, or is of another version, does not count.
            guard let one = try? decoder.decode(Sum.self, from: Data(line)) else { continue }
            sum.statistics.merge(one.statistics)
            sum.questions += one.questions
            if sum.questions.count > Self.questionsKept * 8 { sum.fold() }
        }
        sum.fold()
        return (sum, data.count)
    }

    /// Replaces the lines by their sum.
    private func fold() {
        locked(LOCK_EX) {
            let (sum, size) = read()
            // When it cannot be written the lines stay, and are folded the next time.
            guard size > Self.foldedBeyond, let line = try? JSONEncoder().encode(sum) + Data("\n".utf8) else { return }
            try? line.write(to: URL(fileURLWithPath: path), options: .atomic)
        }
    }

    /// Runs `body` while nobody replaces the lines (shared) or adds to them (exclusive); without a lock where there can be none.
    private func locked<Value>(_ kind: Int32, _ body: () -> Value) -> Value {
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        defer { if descriptor >= 0 { close(descriptor) } }
        if descriptor >= 0 { flock(descriptor, kind) }
        return body()
    }
}

extension CacheRecords.Sum {
    /// Joins equal questions, puts those of greatest worth first and forgets the rest.
    fileprivate mutating func fold() {
        var joined: [Data: CacheRecords.Question] = [:]
        for question in questions {
            var one =
                joined[question.key]
                ?? CacheRecords.Question(kind: question.kind, key: question.key, count: 0, worth: 0)
            one.count &+= question.count
            one.worth &+= question.worth
            joined[question.key] = one
        }
        let sorted = joined.values.sorted {
            ($1.worth, $0.key.lexicographicalKey) < ($0.worth, $1.key.lexicographicalKey)
        }
        questions = Array(sorted.prefix(CacheRecords.questionsKept))
    }
}

extension Data {
    /// The bytes as text, by which they can be put in order.
    fileprivate var lexicographicalKey: String { base64EncodedString() }
}
