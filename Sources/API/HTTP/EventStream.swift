import Hummingbird
import NIOCore
import ServiceLifecycle

/// Server-sent events (HTML Living Standard, 9.2): what happens, as it happens.
struct EventStream: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    /// How something stands.
    struct State: Sendable {
        /// The name of the event that tells it.
        var name: String
        /// JSON text.
        var data: [UInt8]
        /// Whether nothing more will happen.
        var isLast = false
    }

    /// How often is looked whether something changed.
    private static let interval = Duration.milliseconds(500)
    /// After so much silence a comment is sent, by which both ends learn that the other is still there.
    private static let silence = Duration.seconds(15)
    /// After so long the stream ends; a client that still looks opens it again.
    private static let longest = Duration.seconds(3600)

    private let look: @Sendable () async throws -> State

    /// An answer that tells how something stands whenever that changes, until it says that this was the last.
    ///
    /// It ends as well when the server is stopping.
    static func reply(_ look: @escaping @Sendable () async throws -> State) -> Reply {
        let stream = EventStream(look: look)
        return Reply(
            .stream(ResponseBody(asyncSequence: stream), type: "text/event-stream"),
            headers: [.cacheControl: "no-store"]
        )
    }

    func makeAsyncIterator() -> Iterator { Iterator(look: look) }

    /// The pieces of the stream.
    struct Iterator: AsyncIteratorProtocol {
        fileprivate let look: @Sendable () async throws -> State
        private let start = ContinuousClock.now
        private var last: State?
        private var lastTime = ContinuousClock.now
        private var number = 0

        fileprivate init(look: @escaping @Sendable () async throws -> State) {
            self.look = look
        }

        mutating func next() async throws -> ByteBuffer? {
            if last?.isLast == true { return nil }
            while true {
                let state = try await look()
                if state.name != last?.name || state.data != last?.data { return event(state) }
                if ContinuousClock.now - lastTime >= EventStream.silence {
                    lastTime = .now
                    return ByteBuffer(string: ": still here\n\n")
                }
                guard await pause() else { return nil }
            }
        }

        private mutating func event(_ state: State) -> ByteBuffer {
            var buffer = ByteBuffer(string: last == nil ? "retry: 2000\n" : "")
            last = state
            lastTime = .now
            number += 1
            buffer.writeString("id: \(number)\nevent: \(state.name)\ndata: ")
            buffer.writeBytes(state.data)
            buffer.writeString("\n\n")
            return buffer
        }

        /// Waits until it is time to look again; false when there is no time left.
        private func pause() async -> Bool {
            guard ContinuousClock.now - start < EventStream.longest else { return false }
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: EventStream.interval) }
            } catch {
                return false
            }
            return !Task.isShuttingDownGracefully
        }
    }
}
