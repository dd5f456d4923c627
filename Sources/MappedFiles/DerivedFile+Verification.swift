extension DerivedFile {
    /// Reads the whole file at `path`, of whatever kind and format version it says it is, and compares everything with its
    /// checksums.
    ///
    /// - Complexity: O(length of the file).
    public static func verify(path: String) throws(MappedFileError) {
        let file = try MappedFile(path: path)
        guard file.bytes.count >= DerivedLayout.headerSize else {
            throw MappedFileError(.damaged, path: path, reason: "too short for a derived file")
        }
        let kind = String(decoding: file.bytes[8..<16].prefix { $0 != 0 }, as: UTF8.self)
        guard kind.utf8.count <= DerivedLayout.nameSize else {
            throw MappedFileError(.damaged, path: path, reason: "not a derived file")
        }
        let version = UInt32(littleEndian: file.bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
        try DerivedFile(path: path, kind: kind, formatVersion: version).verify()
    }
}
