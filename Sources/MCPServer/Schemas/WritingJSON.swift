import Answers
import BatchProcessing
import Engine

/// What became of work that adds to the library.
struct WritingJSON: Encodable {
    struct Item: Encodable {
        var item: String
        var message: String
    }

    var state: String
    var successful = 0
    var skipped = 0
    var failed = 0
    var inserted = 0
    var updated = 0
    var unchanged = 0
    var errors: [Item] = []
    var jobs: [String] = []

    init(_ outcome: WritingTools.Outcome) {
        switch outcome {
        case .queued(let jobs, let duplicates):
            state = "queued"
            self.jobs = jobs + duplicates
        case .done(let report):
            let result = report.result
            state = result.wasStopped ? "stopped" : "done"
            successful = result.successful
            skipped = result.skipped + result.alreadyDone
            failed = result.failed + result.dead
            for store in report.stores {
                inserted += store.tally.inserted
                updated += store.tally.updated
                unchanged += store.tally.unchanged
            }
            errors = result.errors.prefix(20).map { Item(item: $0.item, message: $0.message) }
            errors += report.issues.prefix(20 - errors.count).map { Item(item: "", message: $0) }
        }
    }

    var text: String {
        if state == "queued" {
            return
                "\(jobs.count) jobs are queued: \(jobs.joined(separator: ", ")). Workers do them; look with get_paper later."
        }
        var lines = [
            "\(successful) done, \(skipped) skipped, \(failed) failed: \(inserted) records new, \(updated) changed."
        ]
        lines += errors.map { ($0.item.isEmpty ? "" : $0.item.oneLine + ": ") + $0.message.oneLine }
        if state == "stopped" { lines.append("It was stopped; what was done is saved.") }
        if failed > 0 {
            lines.append("Check the identifiers, or try again later: what is done already is passed over.")
        }
        return lines.joined(separator: "\n")
    }
}

extension Schema {
    static let writing = object([
        "state": ["type": "string", "enum": ["done", "stopped", "queued"]], "successful": integer, "skipped": integer,
        "failed": integer, "inserted": integer, "updated": integer, "unchanged": integer, "jobs": texts,
        "errors": list(object(["item": text, "message": text])),
    ])
}
