#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes a derived file section by section; it appears under its name only when it is whole and on the disk.
public final class DerivedFileWriter {
    private static let bufferSize = 1 << 20

    private struct Section {
        var name: UInt64
        var offset: Int
        var length: Int
        var crc: UInt32
    }

    private let path: String
    private let temporary: String
    private let kind: UInt64
    private let formatVersion: UInt32
    private let source: Int64
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    private var sections: [Section] = []

    /// Starts the file that will be at `path`.
    ///
    /// - Parameters:
    ///   - kind: what it is: at most eight ASCII characters.
    ///   - source: the change counter of the truth that it is built from.
    public init(path: String, kind: String, formatVersion: UInt32, source: Int64) throws(MappedFileError) {
        self.path = path
        self.kind = DerivedLayout.packed(kind)
        self.formatVersion = formatVersion
        self.source = source
        temporary = "\(path).\(getpid()).tmp"
        descriptor = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw MappedFileError.system(errno, path: temporary) }
        buffer.reserveCapacity(Self.bufferSize)
        try write(UnsafeRawBufferPointer(start: nil, count: 0), zeros: DerivedLayout.headerSize)
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporary)
    }

    /// Starts a section; it ends where the next one starts.
    ///
    /// - Parameter name: at most eight ASCII characters, unlike the others'.
    public func beginSection(_ name: String) throws(MappedFileError) {
        let rest = position % DerivedLayout.alignment
        try write(UnsafeRawBufferPointer(start: nil, count: 0), zeros: rest == 0 ? 0 : DerivedLayout.alignment - rest)
        sections.append(Section(name: DerivedLayout.packed(name), offset: position, length: 0, crc: 0))
    }

    /// Appends to the section that was started last.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(MappedFileError) {
        precondition(!sections.isEmpty, "bytes belong to a section")
        let last = sections.count - 1
        sections[last].crc = DerivedLayout.crc(bytes, continuing: sections[last].crc)
        sections[last].length += bytes.count
        try write(bytes, zeros: 0)
    }

    /// Appends an array of fixed-width values.
    public func append<Value: BitwiseCopyable>(_ values: [Value]) throws(MappedFileError) {
        let result = values.withUnsafeBytes { bytes in
            Result { () throws(MappedFileError) in try append(bytes) }
        }
        try result.get()
    }

    /// A section of an array of fixed-width values.
    public func addSection<Value: BitwiseCopyable>(_ name: String, _ values: [Value]) throws(MappedFileError) {
        try beginSection(name)
        try append(values)
    }

    /// Completes the file, forces it to the disk and gives it its name.
    public func finish() throws(MappedFileError) {
        let rest = position % 8
        try write(UnsafeRawBufferPointer(start: nil, count: 0), zeros: rest == 0 ? 0 : 8 - rest)
        let table = position
        var entries: [UInt64] = []
        for section in sections {
            entries += [section.name, UInt64(section.offset), UInt64(section.length), UInt64(section.crc)]
        }
        entries = entries.map(\.littleEndian)
        let crc = entries.withUnsafeBytes { DerivedLayout.crc($0) }
        let result = entries.withUnsafeBytes { bytes in
            Result { () throws(MappedFileError) in try write(bytes, zeros: 0) }
        }
        try result.get()
        try flush()
        try writeHeader(table: table, tableCRC: crc)
        guard fsync(descriptor) == 0 else { throw MappedFileError.system(errno, path: temporary) }
        close(descriptor)
        descriptor = -1
        guard rename(temporary, path) == 0 else {
            let number = errno
            unlink(temporary)
            throw MappedFileError.system(number, path: path)
        }
        try DerivedFolder.synchronise(folderOf: path)
    }

    private func writeHeader(table: Int, tableCRC: UInt32) throws(MappedFileError) {
        let words: [UInt64] = [
            DerivedLayout.packed("\(DerivedLayout.magic)"), kind, UInt64(formatVersion) | UInt64(sections.count) << 32,
            UInt64(bitPattern: source), UInt64(position), UInt64(table), UInt64(tableCRC), 0,
        ]
        var header = words.map(\.littleEndian)
        let crc = header.withUnsafeBytes { DerivedLayout.crc(UnsafeRawBufferPointer(rebasing: $0.dropLast(4))) }
        header[7] |= (UInt64(crc) << 32).littleEndian
        let written = header.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard written == DerivedLayout.headerSize else { throw MappedFileError.system(errno, path: temporary) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, zeros: Int) throws(MappedFileError) {
        position += bytes.count + zeros
        if bytes.count >= Self.bufferSize {
            try flush()
            try writeAll(bytes)
        } else {
            buffer.append(contentsOf: bytes)
        }
        buffer.append(contentsOf: repeatElement(0, count: zeros))
        if buffer.count >= Self.bufferSize { try flush() }
    }

    private func flush() throws(MappedFileError) {
        let full = buffer
        buffer.removeAll(keepingCapacity: true)
        let result = full.withUnsafeBytes { bytes in
            Result { () throws(MappedFileError) in try writeAll(bytes) }
        }
        try result.get()
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(MappedFileError) {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = Glibc.write(descriptor, start, rest.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw MappedFileError.system(errno, path: temporary)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}
