/// Notes how items end: in the journal, in the result, in the progress.
struct ItemEnds<Item: Sendable>: Sendable {
    let window: BatchWindow<Item>
    let journal: JournalWriter?
    let progress: ProgressMeter
    let clock: any BatchClock

    /// Items of a call ended well.
    func succeed(_ ended: [(key: String, outcome: ItemOutcome)], attempts: Int, seconds: Double) throws {
        try journal?.append(
            ended.map { key, outcome in
                switch outcome {
                case .done(let note): entry(key, .done, attempts, message: note ?? "")
                case .skipped(let reason): entry(key, .skipped, attempts, message: reason)
                }
            }
        )
        for (_, outcome) in ended {
            let isDone = if case .done = outcome { true } else { false }
            window.count(isDone ? .done : .skipped, error: nil)
            progress.finished(isDone ? .done : .skipped, seconds: seconds)
        }
    }

    /// An item is given up.
    func fail(_ key: String, _ error: any Error, _ failure: FailureClass, attempts: Int, seconds: Double) throws {
        let outcome: JournalEntry.Outcome = failure == .permanent ? .dead : .failed
        let message = "\(error)"
        try journal?.append([entry(key, outcome, attempts, failure: failure.name, message: message)])
        window.count(
            outcome,
            error: BatchResult.ItemError(
                item: key,
                outcome: outcome.rawValue,
                failure: failure.name,
                attempts: attempts,
                message: message
            )
        )
        progress.finished(outcome == .dead ? .dead : .failed, seconds: seconds, failure: failure)
    }

    private func entry(
        _ key: String,
        _ outcome: JournalEntry.Outcome,
        _ attempts: Int,
        failure: String = "",
        message: String
    ) -> JournalEntry {
        JournalEntry(
            key: key,
            outcome: outcome,
            time: clock.wallTime(),
            attempts: attempts,
            failure: failure,
            message: message
        )
    }
}
