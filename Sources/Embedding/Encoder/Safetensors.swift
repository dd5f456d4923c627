public import MappedFiles

/// A file of named arrays in the safetensors format: eight bytes of header length, a JSON header, then the arrays.
///
/// Total on any bytes: the header is at most ``headerLimit`` bytes, every array lies inside the file and is as long as its
/// shape says. The arrays are read where they are mapped.
///
/// Format: <https://huggingface.co/docs/safetensors>, "Format".
public struct Safetensors: Sendable {
    /// How numbers are stored. Only these are read as weights; other arrays are known by name and never touched.
    public enum Storage: String, Sendable {
        /// IEEE single precision.
        case f32 = "F32"
        /// IEEE half precision.
        case f16 = "F16"
        /// bfloat16: the upper half of single precision.
        case bf16 = "BF16"

        /// Bytes of one number.
        public var width: Int { self == .f32 ? 4 : 2 }
    }

    /// One array.
    public struct Tensor: Sendable {
        /// How its numbers are stored, as the file says: `F32`, `I64` and so on.
        public var storage: String
        /// Its dimensions, the last one contiguous.
        public var shape: [Int]
        /// Where its bytes are in the file.
        public var range: Range<Int>
    }

    /// The greatest header that is read, as in the reference implementation.
    public static let headerLimit = 100_000_000

    /// The file.
    public let file: MappedFile
    /// The arrays by name.
    public let tensors: [String: Tensor]

    /// Opens the file at `path` and reads its header.
    ///
    /// - Throws: `ModelFileError`, which names the file and the array.
    /// - Complexity: O(length of the header).
    public init(path: String) throws {
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw ModelFileError(path: path, reason: error.reason)
        }
        func damaged(_ reason: String, _ field: String = "") -> ModelFileError {
            ModelFileError(path: path, field: field, reason: reason)
        }
        let bytes = file.bytes
        guard bytes.count >= 8 else { throw damaged("too short for safetensors") }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(min(Self.headerLimit, bytes.count - 8)) else { throw damaged("its header is cut short") }
        let start = 8 + Int(length)
        var tensors: [String: Tensor] = [:]
        var cursor = JSONCursor(UnsafeRawBufferPointer(rebasing: bytes[8..<start]))
        do {
            try cursor.object { (name, cursor) in
                guard name != "__metadata__" else { return try cursor.skip() }
                tensors[name] = try Self.tensor(&cursor, from: start, to: bytes.count) { damaged($0, name) }
            }
            try cursor.end()
        } catch let failure as JSONCursor.Failure {
            throw damaged("its header is damaged at byte \(8 + failure.byte): \(failure.reason)")
        }
        self.file = file
        self.tensors = tensors
    }

    private static func tensor(
        _ cursor: inout JSONCursor,
        from start: Int,
        to end: Int,
        damaged: (String) -> ModelFileError
    ) throws -> Tensor {
        var storage = ""
        var shape: [Int] = []
        var offsets: [Int] = []
        try cursor.object { (key, cursor) in
            switch key {
            case "dtype": storage = try cursor.string()
            case "shape": try cursor.array { shape.append(try $0.integer()) }
            case "data_offsets": try cursor.array { offsets.append(try $0.integer()) }
            default: try cursor.skip()
            }
        }
        guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1], offsets[1] <= end - start else {
            throw damaged("its data lie outside the file")
        }
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflow else { throw damaged("an impossible shape") }
            count = product
        }
        if let storage = Storage(rawValue: storage) {
            let (length, overflow) = count.multipliedReportingOverflow(by: storage.width)
            guard !overflow, offsets[1] - offsets[0] == length else { throw damaged("shape and length do not agree") }
        }
        return Tensor(storage: storage, shape: shape, range: (start + offsets[0])..<(start + offsets[1]))
    }
}
