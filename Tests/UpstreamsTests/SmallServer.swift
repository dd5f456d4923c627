import Foundation
import Synchronization

/// An HTTP server on a thread of its own, one connection at a time, one request each: enough to play a simple service.
final class SmallServer: Sendable {
    /// A request.
    struct Request: Sendable {
        var path: String
        var head: String
        var body: Data
    }

    /// Where it listens.
    let base: String
    private let descriptor: Int32
    private let seen = Mutex<[Request]>([])

    /// What was asked so far.
    var requests: [Request] { seen.withLock { $0 } }

    /// Starts it on a free port of the loopback interface; `answer` gives status and body.
    init(_ answer: @escaping @Sendable (Request) -> (Int, String)) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = self.descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw CocoaError(.fileReadUnknown) }
        base = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        let thread = Thread { [self] in serve(answer) }
        thread.start()
    }

    /// Refuses connections from now on. Its thread closes the socket: the number must not be another's while it waits there.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func serve(_ answer: @Sendable (Request) -> (Int, String)) {
        defer { close(descriptor) }
        while true {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { return }
            if let request = read(connection) {
                seen.withLock { $0.append(request) }
                let (status, body) = answer(request)
                let head = "HTTP/1.1 \(status) Status\r\nContent-Type: application/json\r\nConnection: close\r\n"
                let text = head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
                _ = text.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
            }
            close(connection)
        }
    }

    private func read(_ connection: Int32) -> Request? {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            if let end = data.range(of: Data("\r\n\r\n".utf8)) {
                let head = String(decoding: data[..<end.lowerBound], as: UTF8.self)
                let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
                let body = data[end.upperBound...]
                if body.count >= length ?? 0 {
                    let path = head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
                    return Request(path: path, head: head, body: Data(body))
                }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            data.append(contentsOf: buffer[..<count])
        }
    }
}
