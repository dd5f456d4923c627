import Dispatch

/// Runs an actor on a thread that may block: writing to a disk does not hold up the tasks of others.
public final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// - Parameter label: names the thread for debuggers.
    public init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs a piece of the actor's work behind those before it.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
