import Answers
import BatchProcessing
import Engine
import Foundation
import Upstreams

/// What a batch did, for people and for programs.
struct BatchAnswer: Encodable {
    struct Item: Encodable {
        var item: String
        var failure: String
        var attempts: Int
        var message: String
    }

    struct Store: Encodable {
        var store: String
        var inserted: Int
        var updated: Int
        var unchanged: Int
        var failed: Int
        var error: Nullable<String>
    }

    struct Requests: Encodable {
        var requests: Int
        var bytes: Int64
        var waitedSeconds: Double

        enum CodingKeys: String, CodingKey {
            case requests, bytes
            case waitedSeconds = "waited_seconds"
        }
    }

    var run: Nullable<String>
    var pipeline: String
    var total: Int
    var successful: Int
    var skipped: Int
    var alreadyDone: Int
    var failed: Int
    var dead: Int
    var retries: Int
    var leftOut: Int
    var stopped: Bool
    var seconds: Double
    var rate: Double
    var stores: [Store]
    var requests: [String: Requests]
    var errors: [Item]
    var issues: [String]
    var from: Nullable<String>
    var nextFrom: Nullable<String>

    enum CodingKeys: String, CodingKey {
        case run, pipeline, total, successful, skipped, failed, dead, retries, stopped, seconds, rate, stores, requests
        case errors, issues, from
        case alreadyDone = "already_done"
        case leftOut = "left_out"
        case nextFrom = "next_from"
    }

    init(_ report: IngestReport) {
        let result = report.result
        run = Nullable(report.run)
        pipeline = report.pipeline
        total = result.total
        successful = result.successful
        skipped = result.skipped
        alreadyDone = result.alreadyDone
        failed = result.failed
        dead = result.dead
        retries = result.retries
        leftOut = report.leftOut
        stopped = result.wasStopped
        seconds = (result.seconds * 1000).rounded() / 1000
        rate = (result.rate * 10).rounded() / 10
        stores = report.stores.map { store in
            Store(
                store: store.store,
                inserted: store.tally.inserted,
                updated: store.tally.updated,
                unchanged: store.tally.unchanged,
                failed: store.failed,
                error: Nullable(store.error)
            )
        }
        requests = report.requests.entries.mapValues { entry in
            Requests(
                requests: entry.requests,
                bytes: entry.bytesReceived,
                waitedSeconds: ((entry.gateSeconds + entry.holdSeconds) * 1000).rounded() / 1000
            )
        }
        errors = result.errors.map { error in
            Item(item: error.item, failure: error.failure, attempts: error.attempts, message: error.message)
        }
        issues = report.issues
        from = Nullable(report.harvest?.from)
        nextFrom = Nullable(report.harvest?.nextFrom)
    }

    // MARK: Showing

    func show(json: Bool) throws {
        if json { return try JSONOutput.print(self) }
        Terminal.standardOutput.write(text)
        for error in errors.prefix(20) {
            Terminal.standardError.write("\(error.item.printable): \(error.failure): \(error.message.printable)\n")
        }
        for issue in issues.prefix(20) { Terminal.standardError.write(issue.printable + "\n") }
        let more = max(0, failed + dead - min(errors.count, 20))
        if more > 0 {
            let place = run.value.map { "'arxiv-cosci batch show \($0) --failures'" } ?? "--json"
            Terminal.standardError.write("and \(more) more failures: \(place) lists them\n")
        }
    }

    private var text: String {
        var parts = ["\(successful) done"]
        if skipped > 0 { parts.append("\(skipped) skipped") }
        if alreadyDone > 0 { parts.append("\(alreadyDone) done before") }
        if failed > 0 { parts.append("\(failed) failed") }
        if dead > 0 { parts.append("\(dead) dead") }
        if retries > 0 { parts.append("\(retries) retries") }
        if leftOut > 0 { parts.append("\(leftOut) left out by --max") }
        let time = seconds < 10 ? "\((seconds * 10).rounded() / 10)" : "\(Int(seconds))"
        var lines = ["\(pipeline): \(parts.joined(separator: ", ")) in \(time) s"]
        for store in stores {
            var line = "  \(store.store): \(store.inserted) new, \(store.updated) changed, \(store.unchanged) known"
            if store.failed > 0 { line += ", \(store.failed) failed: \(store.error.value ?? "")" }
            lines.append(line)
        }
        for (api, entry) in requests.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(api): \(entry.requests) requests, \(ByteText.of(entry.bytes))")
        }
        if let next = nextFrom.value { lines.append("  the next harvest starts from \(next)") }
        if let run = run.value, stopped || failed > 0 {
            let command = stopped ? "resume" : "retry"
            lines.append("  'arxiv-cosci batch \(command) \(run)' goes on")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Exit codes

    /// How a command with these reports ends; nil when everything is done.
    static func conclusion(_ reports: [IngestReport]) -> CommandFailure? {
        if reports.contains(where: \.result.wasStopped) {
            return CommandFailure(code: .interrupted, message: "interrupted; what was done is saved")
        }
        let bad = reports.reduce(0) { $0 + $1.result.failed + $1.result.dead + $1.issueCount }
        guard bad > 0 else { return nil }
        let good = reports.reduce(0) { $0 + $1.result.successful + $1.result.skipped + $1.result.alreadyDone }
        if good > 0 { return CommandFailure(code: .partlyDone, message: "") }
        let isUpstream = reports.contains { $0.result.failed > 0 }
        return CommandFailure(code: isUpstream ? .serverFailed : .badInput, message: "")
    }
}

/// Numbers of bytes for people.
enum ByteText {
    static func of(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1000: "\(bytes) B"
        case ..<1_000_000: "\(bytes / 1000) kB"
        case ..<10_000_000_000: "\(bytes / 1_000_000) MB"
        default: "\(bytes / 1_000_000_000) GB"
        }
    }
}
