public import Formats

/// What an import did.
public struct ImportReport: Sendable {
    /// A record or file that was refused.
    public struct Failure: Hashable, Sendable {
        /// The file, as given; `-` for standard input.
        public var file: String
        /// Where in it and why.
        public var issue: ReadIssue
    }

    /// Records read: papers, mentions of papers and citations.
    public var read = 0
    /// Records that were new.
    public var inserted = 0
    /// Records that changed what was known.
    public var updated = 0
    /// Records that said nothing new.
    public var unchanged = 0
    /// Records refused.
    public var failed = 0
    /// The refused records, the first ``maximumFailures`` of them.
    public var failures: [Failure] = []
    /// What readers told besides facts: resumption tokens and the like, the last of each file.
    public var notices: [String: [ReadNotice]] = [:]
    /// The number of files read.
    public var files = 0
    /// Whether the import was interrupted; everything counted is saved.
    public var wasInterrupted = false
    /// Whether a strict import stopped at the first refused record.
    public var stoppedAtFailure = false

    /// How many refused records are kept with their reasons.
    public static let maximumFailures = 10_000

    mutating func add(_ issue: ReadIssue, file: String) {
        failed += 1
        if failures.count < Self.maximumFailures { failures.append(Failure(file: file, issue: issue)) }
    }
}

/// How far an import is.
public struct ImportProgress: Sendable {
    /// The file being read.
    public var file: String
    /// Bytes read of all files, as they lie on disk.
    public var bytesRead: Int64
    /// The size of all files on disk; nil when one of them is a pipe.
    public var bytesTotal: Int64?
    /// Records read.
    public var records: Int
    /// Records refused.
    public var failed: Int
}
