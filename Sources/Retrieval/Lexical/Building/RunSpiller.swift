internal import MappedFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Sorts and writes full runs, here or on another thread, one at a time.
final class RunSpiller {
    private let path: String
    private let usesThread: Bool
    private var files: [MappedFile] = []
    private var started = 0
    private var pending: PendingRun?

    init(path: String, usesThread: Bool) {
        self.path = path
        self.usesThread = usesThread
    }

    /// Takes a run over; waits for the one before.
    func spill(_ run: TermRun) throws(MappedFileError) {
        try wait()
        guard run.tokenCount > 0 else { return }
        let job = PendingRun(run, path: "\(path).run\(started).tmp")
        started += 1
        if usesThread {
            try job.start()
        } else {
            job.work()
        }
        pending = job
    }

    /// The files of all runs, in order.
    func finish() throws(MappedFileError) -> [MappedFile] {
        try wait()
        return files
    }

    private func wait() throws(MappedFileError) {
        guard let job = pending else { return }
        pending = nil
        files.append(try job.result())
    }
}

/// A run being written.
///
/// `@unchecked Sendable`: the thread that starts it touches nothing of it until it has joined the one that works.
private final class PendingRun: @unchecked Sendable {
    private let run: TermRun
    private let path: String
    private var thread: pthread_t?
    private var outcome: Result<MappedFile, MappedFileError>?

    init(_ run: TermRun, path: String) {
        self.run = run
        self.path = path
    }

    deinit { join() }

    func work() {
        do {
            outcome = .success(try run.write(to: path))
        } catch {
            outcome = .failure(error)
        }
    }

    func start() throws(MappedFileError) {
        var thread = pthread_t()
        let number = pthread_create(
            &thread,
            nil,
            { context in
                if let context { Unmanaged<PendingRun>.fromOpaque(context).takeUnretainedValue().work() }
                return nil
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        guard number == 0 else {
            throw MappedFileError(.system, path: path, reason: String(cString: strerror(number)))
        }
        self.thread = thread
    }

    func result() throws(MappedFileError) -> MappedFile {
        join()
        guard let outcome else { throw MappedFileError(.system, path: path, reason: "was not written") }
        return try outcome.get()
    }

    private func join() {
        guard let thread else { return }
        pthread_join(thread, nil)
        self.thread = nil
    }
}
