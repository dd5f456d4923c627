import Foundation
import TextAnalysis

/// Writes the text index on a thread of its own, fed by the writer of the library.
///
/// The queue is bounded. When it is full the feeding thread does not wait but analyses texts that still wait in it, so that
/// both threads stay busy whichever has more to do.
///
/// `@unchecked Sendable`: everything that changes is guarded by `condition`; the file belongs to the thread until it ends.
final class TextIndexThread: @unchecked Sendable {
    private enum Message {
        case texts(Batch)
        case committed(Int64)
        case rolledBack
        case finish
    }

    /// Texts on their way; analysed by whichever thread comes first.
    private final class Batch {
        enum State {
            case raw([TextChange])
            case busy
            case ready(AnalyzedTexts)
        }
        var state: State
        let byteCount: Int

        init(_ changes: [TextChange]) {
            state = .raw(changes)
            byteCount = changes.reduce(0) { $0 + ($1.old?.byteCount ?? 0) + ($1.new?.byteCount ?? 0) + 64 }
        }
    }

    private static let queueLimit = 6 << 20
    private static let batchLimit = 256 << 10
    /// A segment is written at every commit, so the index commits more rarely than the library.
    private static let bytesPerCommit = 192 << 20

    private let condition = NSCondition()
    private var queue: [Message] = []
    private var head = 0
    private var queuedBytes = 0
    private var hasEnded = false
    private var storedFailure: (any Error)?
    private var feederAnalyzer = TextAnalyzer()

    private let file: TextIndexFile
    private var analyzer = TextAnalyzer()
    private var uncommittedBytes = 0
    private var lastCommitted: Int64?
    /// After a failure or an undone transaction the index stays where it is and catches up later.
    private var isStopped = false

    init(_ file: TextIndexFile) {
        self.file = file
        let thread = Thread { [self] in run() }
        thread.name = "text-index"
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// What went wrong; read after ``finish()``.
    var failure: (any Error)? { condition.withLock { storedFailure } }

    // MARK: The feeding thread

    /// Adds changes; analyses some of those that wait while the queue is full.
    func push(_ changes: [TextChange]) {
        var start = 0
        var bytes = 0
        for index in changes.indices {
            bytes += (changes[index].old?.byteCount ?? 0) + (changes[index].new?.byteCount ?? 0)
            guard bytes >= Self.batchLimit || index == changes.count - 1 else { continue }
            push(Batch(Array(changes[start...index])))
            (start, bytes) = (index + 1, 0)
        }
    }

    private func push(_ batch: Batch) {
        condition.lock()
        defer { condition.unlock() }
        while queuedBytes > Self.queueLimit {
            guard let waiting = lastRaw() else {
                condition.wait()
                continue
            }
            analyze(waiting, &feederAnalyzer)
        }
        queuedBytes += batch.byteCount
        queue.append(.texts(batch))
        condition.broadcast()
    }

    /// The library holds everything pushed so far under this change counter.
    func committed(_ counter: Int64) { post(.committed(counter)) }

    /// Some of what was pushed since the last commit is not in the library.
    func rolledBack() { post(.rolledBack) }

    /// Waits until everything pushed has been written and committed.
    ///
    /// - Returns: whether the index is behind the library and has to catch up.
    @discardableResult
    func finish() -> Bool {
        post(.finish)
        return condition.withLock {
            while !hasEnded { condition.wait() }
            return isStopped
        }
    }

    private func post(_ message: Message) {
        condition.withLock {
            queue.append(message)
            condition.broadcast()
        }
    }

    /// The last batch of the queue that nobody has analysed; the lock is held.
    private func lastRaw() -> Batch? {
        for message in queue[head...].reversed() {
            if case .texts(let batch) = message, case .raw = batch.state { return batch }
        }
        return nil
    }

    /// Analyses a raw batch; the lock is held on entry and exit, and given up in between.
    private func analyze(_ batch: Batch, _ analyzer: inout TextAnalyzer) {
        guard case .raw(let changes) = batch.state else { return }
        batch.state = .busy
        condition.unlock()
        let texts = AnalyzedTexts(changes, &analyzer)
        condition.lock()
        batch.state = .ready(texts)
        condition.broadcast()
    }

    // MARK: The indexing thread

    private func run() {
        while let message = next() {
            do {
                try handle(message)
            } catch {
                stop()
                condition.withLock { storedFailure = error }
            }
        }
        if !isStopped, let counter = lastCommitted {
            do {
                try file.commit(counter)
            } catch {
                stop()
                condition.withLock { storedFailure = error }
            }
        }
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }

    /// The next message; nil for the end.
    private func next() -> Message? {
        condition.withLock {
            while head == queue.count { condition.wait() }
            let message = queue[head]
            head += 1
            if head > 1024 || head == queue.count {
                queue.removeFirst(head)
                head = 0
            }
            if case .finish = message { return nil }
            return message
        }
    }

    private func handle(_ message: Message) throws {
        switch message {
        case .texts(let batch):
            let texts = ready(batch)
            guard !isStopped else { return }
            try file.apply(texts)
            uncommittedBytes += batch.byteCount
        case .committed(let counter):
            guard !isStopped else { return }
            lastCommitted = counter
            guard uncommittedBytes >= Self.bytesPerCommit else { return }
            try file.commit(counter)
            uncommittedBytes = 0
            lastCommitted = nil
        case .rolledBack: stop()
        case .finish: break
        }
    }

    /// The terms of a batch, analysed here unless the other thread has done it; makes room in the queue.
    private func ready(_ batch: Batch) -> AnalyzedTexts {
        condition.lock()
        defer { condition.unlock() }
        while true {
            switch batch.state {
            case .raw: analyze(batch, &analyzer)
            case .busy: condition.wait()
            case .ready(let texts):
                batch.state = .busy
                queuedBytes -= batch.byteCount
                condition.broadcast()
                return texts
            }
        }
    }

    private func stop() {
        file.rollBack()
        condition.withLock { isStopped = true }
    }
}
