import CKernels
import MappedFiles

/// Numbers of a weights file where they are mapped, with their form.
///
/// The pointer is valid as long as the file is held, which is the business of whoever holds this.
struct StoredMatrix: @unchecked Sendable {
    // Unchecked: it points into a read-only mapping.

    let storage: Safetensors.Storage
    let rows: Int
    let columns: Int
    private let bytes: UnsafeRawBufferPointer

    /// The array `name`, which must have the shape `rows` x `columns`; a vector has one row.
    init(_ file: Safetensors, _ name: String, rows: Int = 1, columns: Int) throws {
        func wrong(_ reason: String) -> ModelFileError {
            ModelFileError(path: file.file.path, field: name, reason: reason)
        }
        guard let tensor = file.tensors[name] else { throw wrong("missing") }
        guard let storage = Safetensors.Storage(rawValue: tensor.storage) else {
            throw wrong("stored as \(tensor.storage); F32, F16 and BF16 are understood")
        }
        guard tensor.shape == (rows == 1 ? [columns] : [rows, columns]) || tensor.shape == [rows, columns] else {
            throw wrong("its shape is \(tensor.shape), the configuration asks for \(rows) x \(columns)")
        }
        self.storage = storage
        self.rows = rows
        self.columns = columns
        bytes = UnsafeRawBufferPointer(rebasing: file.file.bytes[tensor.range])
    }

    private var kind: Int32 {
        switch storage {
        case .f32: Int32(CK_STORED_F32)
        case .f16: Int32(CK_STORED_F16)
        case .bf16: Int32(CK_STORED_BF16)
        }
    }

    /// Writes row `row` as floats.
    func read(row: Int, into out: UnsafeMutablePointer<Float>) {
        ck_widen(kind, bytes.baseAddress! + row * columns * storage.width, columns, out)
    }

    /// Adds row `row` to floats.
    func add(row: Int, to out: UnsafeMutablePointer<Float>) {
        ck_widen_add(kind, bytes.baseAddress! + row * columns * storage.width, columns, out)
    }

    /// Calls `body` with all of it as floats, where they are mapped if they are floats there.
    func withFloats(_ body: (UnsafePointer<Float>) -> Void) {
        let start = bytes.baseAddress!
        guard storage == .f32, Int(bitPattern: start) % MemoryLayout<Float>.alignment == 0 else {
            return values().withUnsafeBufferPointer { body($0.baseAddress!) }
        }
        body(start.assumingMemoryBound(to: Float.self))
    }

    /// All of it as floats.
    func values() -> [Float] {
        [Float](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            ck_widen(kind, bytes.baseAddress!, rows * columns, buffer.baseAddress!)
            count = rows * columns
        }
    }
}
