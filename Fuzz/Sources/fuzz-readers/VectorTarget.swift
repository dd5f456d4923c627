import Retrieval

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Damages the sections of a vector file and searches it: the checksums of its header and table stay right, so that what is
/// inside the sections is put to the test.
enum VectorTarget {
    private static let dimension = 8

    private static let whole: [UInt8] = {
        let path = "/tmp/fuzz-vectors-\(getpid()).bin"
        defer { unlink(path) }
        let identity = VectorIdentity(model: "fuzz", version: "1", dimension: dimension)
        do {
            let writer = try VectorIndexWriter(path: path, identity: identity, source: 1, rowsForGraph: 50)
            for row in 0..<100 {
                let vector = (0..<dimension).map { Float((row * 7 + $0 * 13) % 17) - 8 }
                try writer.add("paper/\(row)", fingerprint: UInt64(row), vector: vector)
            }
            try writer.finish()
        } catch {
            fatalError("\(error)")
        }
        return read(path)
    }()

    /// Each four bytes of input replace one byte of the file: three for its place, one for its value.
    static func run(_ bytes: [UInt8]) {
        var file = whole
        for start in stride(from: 0, to: bytes.count - 3, by: 4) {
            let place = Int(bytes[start]) | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2]) << 16
            file[64 + place % (file.count - 64)] = bytes[start + 3]
        }
        let path = "/tmp/fuzz-vectors-\(getpid()).bin"
        defer { unlink(path) }
        write(file, to: path)
        guard let index = try? VectorIndex(path: path) else { return }
        let query = [Float](repeating: 0.35, count: index.identity.dimension)
        precondition(index.search(query, limit: 10).count <= 10, "more hits than asked for")
        var filter = DocumentBitmap(count: index.rowCount)
        for row in stride(from: 0, to: index.rowCount, by: 3) { filter[row] = true }
        precondition(index.search(query, limit: 5, filter: filter).allSatisfy { filter[$0.row] }, "not allowed")
        for row in 0..<index.rowCount {
            _ = index.row(of: index.key(of: row) ?? "")
            _ = index.vector(row)
        }
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { fatalError("cannot read \(path)") }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
        return bytes
    }

    private static func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "wb") else { fatalError("cannot write \(path)") }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
