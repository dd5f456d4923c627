internal import CZlib

/// The lines of a text file, which may be compressed with gzip.
enum TextLines {
    /// A file of at most this size is read, so that a bomb of zeros does not fill the memory.
    static let sizeLimit = 8 << 30

    /// Calls `body` with each line that is not empty, and its number from 1.
    static func forEach(
        path: String,
        _ body: (Int, UnsafeRawBufferPointer) throws(EvaluationInputError) -> Void
    ) throws(EvaluationInputError) {
        let bytes = try contents(path)
        var start = bytes.startIndex
        var number = 0
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            number += 1
            var line = bytes[start..<end]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            start = end + 1
            guard !line.isEmpty else { continue }
            let result = line.withUnsafeBytes { bytes in
                Result { () throws(EvaluationInputError) in try body(number, bytes) }
            }
            try result.get()
        }
    }

    /// The bytes of a file, decompressed where they are compressed (zlib reads both alike).
    private static func contents(_ path: String) throws(EvaluationInputError) -> [UInt8] {
        guard let file = gzopen(path, "rb") else {
            throw EvaluationInputError(path: path, reason: "cannot be opened")
        }
        defer { gzclose(file) }
        gzbuffer(file, 1 << 18)
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = gzread(file, &piece, UInt32(piece.count))
            guard count >= 0 else { throw EvaluationInputError(path: path, reason: "cannot be read or is damaged") }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: piece[..<Int(count)])
            guard bytes.count <= sizeLimit else { throw EvaluationInputError(path: path, reason: "is too large") }
        }
    }
}
