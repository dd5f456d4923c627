import Foundation

/// The items of a batch, read from its file one after the other; memory does not grow with their number.
public struct ItemLines: AsyncSequence, Sendable {
    /// An item.
    public typealias Element = String

    private let path: String

    init(path: String) {
        self.path = path
    }

    /// Starts from the first item.
    public func makeAsyncIterator() -> Iterator {
        Iterator(path: path)
    }

    /// Gives the items.
    public struct Iterator: AsyncIteratorProtocol {
        private let path: String
        private var file: LineFile?
        private var isOpened = false

        fileprivate init(path: String) {
            self.path = path
        }

        /// The next item.
        ///
        /// - Throws: ``BatchFileError``.
        public mutating func next() async throws -> String? {
            if !isOpened {
                isOpened = true
                file = try LineFile(path: path)
            }
            return try file?.next().map(EscapedText.decode)
        }
    }
}

/// A text file, line by line.
private final class LineFile: @unchecked Sendable {
    // Used by one iterator, from one task at a time.
    private let path: String
    private let descriptor: Int32
    private var bytes: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BatchFileError.system(path) }
    }

    deinit { close(descriptor) }

    func next() throws -> ArraySlice<UInt8>? {
        while true {
            if let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = bytes[start..<end]
                start = end + 1
                return line
            }
            if isAtEnd { return nil }
            try fill()
        }
    }

    private func fill() throws {
        bytes.removeSubrange(..<start)
        start = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(descriptor, &chunk, chunk.count)
        guard count >= 0 else { throw BatchFileError.system(path) }
        bytes += chunk[..<count]
        isAtEnd = count == 0
    }
}
