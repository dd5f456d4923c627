import Dispatch
import Foundation
import MCPServer
import Synchronization

/// Speaks the Model Context Protocol on standard input and output: one message a line.
///
/// Messages are accepted in their order on the thread that reads them, so that a cancellation takes effect while calls are worked on.
/// So many calls are worked on side by side as there are processors; when many more wait, reading pauses.
struct StandardStreamServer {
    /// The longest message, in bytes.
    private static let messageLimit = 4 << 20
    /// Calls that wait or are worked on, at most.
    private static let backlog = 64
    /// How long calls may go on when the client has gone, and when the process was told to end.
    private static let patience = (closed: 30, interrupted: 2)

    private let session: MCPSession
    private let width: Int

    init(_ session: MCPSession, width: Int) {
        self.session = session
        self.width = max(1, width)
    }

    /// Serves until the input ends or the process is told to end.
    func run() async {
        let (stream, continuation) = AsyncStream.makeStream(of: MCPWork.self)
        let room = DispatchSemaphore(value: Self.backlog)
        let isInterrupted = Atomic(false)
        let signals = InterruptSignals {
            isInterrupted.store(true, ordering: .relaxed)
            Self.endProcess(after: Self.patience.interrupted)
            continuation.finish()
        }
        let session = session
        LineReader(descriptor: STDIN_FILENO, limit: Self.messageLimit).start { line in
            guard let work = Self.accept(line, session) else { return }
            room.wait()
            continuation.yield(work)
        } end: {
            if !isInterrupted.load(ordering: .relaxed) { Self.endProcess(after: Self.patience.closed) }
            continuation.finish()
        }
        await work(stream, room)
        signals.stop()
    }

    private func work(_ stream: AsyncStream<MCPWork>, _ room: DispatchSemaphore) async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await work in stream {
                if running == width {
                    await group.next()
                    running -= 1
                }
                running += 1
                group.addTask {
                    for message in await work.run() { MessageOutput.write(message) }
                    room.signal()
                }
            }
        }
    }

    /// What is to be done for a line; answers that are there at once are written.
    private static func accept(_ line: LineReader.Line, _ session: MCPSession) -> MCPWork? {
        guard case .text(let bytes) = line else {
            MessageOutput.write(MCPSession.refusal("the message is longer than \(messageLimit >> 20) MB"))
            return nil
        }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return nil }
        switch session.accept(bytes) {
        case .nothing: return nil
        case .answer(let message):
            MessageOutput.write(message)
            return nil
        case .work(let work): return work
        }
    }

    /// Nobody waits for calls that take too long.
    private static func endProcess(after seconds: Int) {
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { exit(0) }
    }
}

/// Writes messages to standard output, each in a line of its own, one after the other.
private enum MessageOutput {
    private static let lock = Mutex(())

    static func write(_ message: [UInt8]) {
        let text = String(decoding: message, as: UTF8.self) + "\n"
        lock.withLock { _ in Terminal.standardOutput.write(text) }
    }
}
