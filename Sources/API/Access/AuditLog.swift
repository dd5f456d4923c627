import Answers
import Foundation

/// Who changed what, when: one JSON object a line in a file that is only ever added to.
public final class AuditLog: Sendable {
    /// A change, or an attempt.
    struct Entry: Encodable {
        var time: String
        var request_id: String
        var caller: String
        var address: String
        var operation: String
        var path: String
        var status: Int
    }

    private let path: String
    private let queue = DispatchQueue(label: "audit")

    /// The log in a file, which is made when something is written.
    public init(path: String) {
        self.path = path
    }

    /// Notes a change.
    func add(_ entry: Entry) {
        guard var line = try? JSONText.encode(entry) else { return }
        line.append(UInt8(ascii: "\n"))
        let bytes = line
        queue.async { [path] in
            let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            // One call: lines of several programs do not mix.
            _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }

    /// Waits until all that was noted is written.
    public func flush() { queue.sync {} }
}
