import NIOPosix

/// Threads for work that computes or reads files: neither the threads of the network nor those of Swift's tasks wait for it.
///
/// Tasks that prefer this executor run here, as many at once as there are threads; the others wait in line.
public final class WorkThreads: TaskExecutor {
    private let pool: NIOThreadPool

    /// Starts threads.
    ///
    /// - Parameter count: how many; at least one.
    public init(count: Int) {
        pool = NIOThreadPool(numberOfThreads: max(1, count))
        pool.start()
    }

    /// Runs a part of a task.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pool.submit { _ in
            // When the threads are being stopped the job still has to run, or its task would never end.
            job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }

    /// The threads end when nobody holds this any more and the work under way is done.
    deinit { pool.shutdownGracefully { _ in } }
}
