import Dispatch
import Foundation

/// Reads a descriptor line by line on a thread of its own, so that waiting for input holds up nothing else.
final class LineReader: Sendable {
    /// A line, or what is wrong with one.
    enum Line: Sendable {
        /// The bytes without the line feed.
        case text([UInt8])
        /// A line longer than the limit; it was passed over.
        case tooLong
    }

    private let descriptor: Int32
    private let limit: Int

    /// Nothing is read yet.
    ///
    /// - Parameter limit: the longest line, in bytes.
    init(descriptor: Int32, limit: Int) {
        self.descriptor = descriptor
        self.limit = limit
    }

    /// Reads to the end of the input.
    ///
    /// - Parameters:
    ///   - line: called for each line, in order; while it runs nothing is read.
    ///   - end: called when there is no more.
    func start(line: @escaping @Sendable (Line) -> Void, end: @escaping @Sendable () -> Void) {
        Thread.detachNewThread { [self] in
            read(line)
            end()
        }
    }

    private func read(_ deliver: (Line) -> Void) {
        var pending: [UInt8] = []
        var isTooLong = false
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            var rest = buffer[..<count]
            while let place = rest.firstIndex(of: UInt8(ascii: "\n")) {
                if !isTooLong { pending.append(contentsOf: rest[..<place]) }
                deliver(isTooLong || pending.count > limit ? .tooLong : .text(pending))
                pending.removeAll(keepingCapacity: pending.capacity <= 1 << 20)
                isTooLong = false
                rest = rest[(place + 1)...]
            }
            if !isTooLong { pending.append(contentsOf: rest) }
            if pending.count > limit {
                isTooLong = true
                pending = []
            }
        }
        if !pending.isEmpty { deliver(.text(pending)) }
    }
}
