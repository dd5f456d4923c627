import ArgumentParser

/// How work on many items is run and shown.
struct RunOptions: ParsableArguments {
    @Flag(help: "Only say how many requests it takes, how long and how many bytes; send nothing.")
    var dryRun = false

    @Flag(help: "Put the work into a queue for 'arxiv-cosci worker' instead of doing it now.")
    var enqueue = false

    @Option(help: ArgumentHelp("The queue for --enqueue.", valueName: "name"))
    var queue = "default"

    @Option(
        help: ArgumentHelp("How many items or requests are worked on at once (MAX_CONCURRENT).", valueName: "n")
    )
    var concurrency: Int?

    @Flag(help: "Answer as JSON: one document at the end; progress as one JSON object a line on standard error.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    @Option(
        help: ArgumentHelp("Keep this file up to date with metrics in Prometheus' text format.", valueName: "file"),
        completion: .file()
    )
    var metricsFile: String?

    func validate() throws {
        if dryRun, enqueue { throw ValidationError("--dry-run and --enqueue exclude each other") }
        if let concurrency, !(1...1000).contains(concurrency) { throw ValidationError("--concurrency: 1 to 1000") }
        guard Self.isName(queue) else {
            throw ValidationError("--queue: letters, digits, '-', '_' and '.' only, at most 64")
        }
    }

    /// Whether a text can name a queue: it becomes part of keys.
    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
