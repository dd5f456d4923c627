import Dispatch

/// Runs independent parts of a computation on several threads.
///
/// What a part computes must not depend on how many threads there are, so that results are the same on every machine.
enum Threads {
    /// Calls `body` once for each part, on as many threads as there are processors; returns when all are done.
    static func each(_ parts: Int, _ body: @Sendable (Int) -> Void) {
        if parts <= 1 {
            if parts == 1 { body(0) }
        } else {
            DispatchQueue.concurrentPerform(iterations: parts, execute: body)
        }
    }

    /// Calls `body` for ranges that together are `0..<count`, `size` long but for the last.
    static func ranges(of count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let parts = (count + size - 1) / max(size, 1)
        each(parts) { part in body(part * size..<min(count, (part + 1) * size)) }
    }
}
