/// A derived file that is open: sections of bytes that kernels read in place.
///
/// Whatever the file's bytes are, opening ends with a value or an error; a section never reaches outside the file. What
/// stands inside a section is the business of its kernel, which must not trust it either.
public struct DerivedFile: Sendable {
    /// One section's place.
    private struct Section {
        var name: UInt64
        var range: Range<Int>
        var crc: UInt32
    }

    /// The file.
    public let file: MappedFile
    /// The change counter of the truth that it was built from.
    public let source: Int64
    private let sections: [Section]

    /// Opens the file at `path`.
    ///
    /// - Parameters:
    ///   - kind: what it must be: at most eight ASCII characters.
    ///   - formatVersion: the version of that kind's format that the caller reads.
    /// - Complexity: O(number of sections).
    public init(path: String, kind: String, formatVersion: UInt32) throws(MappedFileError) {
        file = try MappedFile(path: path)
        let bytes = file.bytes
        func damaged(_ reason: String) -> MappedFileError { MappedFileError(.damaged, path: path, reason: reason) }
        guard bytes.count >= DerivedLayout.headerSize else { throw damaged("too short for a derived file") }
        func word(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        func half(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        guard word(0) == DerivedLayout.packed("\(DerivedLayout.magic)"), word(8) == DerivedLayout.packed(kind) else {
            throw damaged("not a derived file of the kind \(kind)")
        }
        let header = UnsafeRawBufferPointer(rebasing: bytes[..<(DerivedLayout.headerSize - 4)])
        guard half(DerivedLayout.headerSize - 4) == DerivedLayout.crc(header) else {
            throw damaged("its header is damaged")
        }
        guard half(16) == formatVersion else {
            throw MappedFileError(
                .otherVersion,
                path: path,
                reason: "written in format version \(half(16)), this program reads \(formatVersion)"
            )
        }
        let count = Int(half(20))
        source = Int64(bitPattern: word(24))
        guard word(32) == UInt64(bytes.count) else { throw damaged("cut short") }
        guard count <= DerivedLayout.sectionLimit, word(40) <= UInt64(bytes.count),
            bytes.count - Int(word(40)) == count * DerivedLayout.entrySize
        else { throw damaged("its table is damaged") }
        let table = Int(word(40))
        guard half(48) == DerivedLayout.crc(UnsafeRawBufferPointer(rebasing: bytes[table...])) else {
            throw damaged("its table is damaged")
        }
        var sections: [Section] = []
        for index in 0..<count {
            let entry = table + index * DerivedLayout.entrySize
            let (offset, length) = (word(entry + 8), word(entry + 16))
            guard offset <= UInt64(table), length <= UInt64(table) - offset else {
                throw damaged("its table is damaged")
            }
            sections.append(
                Section(name: word(entry), range: Int(offset)..<Int(offset + length), crc: half(entry + 24))
            )
        }
        self.sections = sections
    }

    /// The bytes of a section, aligned to 64 bytes; nil when there is none of that name.
    public func section(_ name: String) -> UnsafeRawBufferPointer? {
        let packed = DerivedLayout.packed(name)
        guard let section = sections.first(where: { $0.name == packed }) else { return nil }
        return UnsafeRawBufferPointer(rebasing: file.bytes[section.range])
    }

    /// The bytes of a section that must be there.
    public func requiredSection(_ name: String) throws(MappedFileError) -> UnsafeRawBufferPointer {
        guard let bytes = section(name) else {
            throw MappedFileError(.damaged, path: file.path, reason: "it lacks the section \(name)")
        }
        return bytes
    }

    /// A section as an array of fixed-width values.
    ///
    /// - Throws: when it is missing, or its length is no multiple of the value's size.
    public func values<Value: BitwiseCopyable>(
        _ name: String,
        of type: Value.Type
    ) throws(MappedFileError) -> UnsafeBufferPointer<Value> {
        let bytes = try requiredSection(name)
        guard bytes.count % MemoryLayout<Value>.stride == 0 else {
            throw MappedFileError(.damaged, path: file.path, reason: "the section \(name) has a broken length")
        }
        return bytes.bindMemory(to: type)
    }

    /// Reads everything and compares each section with its checksum.
    ///
    /// - Complexity: O(length of the file).
    public func verify() throws(MappedFileError) {
        file.readAhead()
        for section in sections {
            let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[section.range])
            guard DerivedLayout.crc(bytes) == section.crc else {
                throw MappedFileError(.damaged, path: file.path, reason: "a section does not match its checksum")
            }
        }
    }
}
