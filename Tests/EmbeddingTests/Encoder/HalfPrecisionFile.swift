import Foundation
import MappedFiles

@testable import Embedding

/// Writes safetensors with numbers cut to 16 bits.
enum HalfPrecisionFile {
    static func make(from file: Safetensors, _ storage: String) -> Data {
        var header: [String: Any] = [:]
        var body = Data()
        for (name, tensor) in file.tensors.sorted(by: { $0.key < $1.key }) {
            let start = body.count
            for offset in stride(from: tensor.range.lowerBound, to: tensor.range.upperBound, by: 4) {
                let bits = file.file.bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                let half = storage == "BF16" ? UInt16(bits >> 16) : half(Float(bitPattern: bits))
                withUnsafeBytes(of: half.littleEndian) { body.append(contentsOf: $0) }
            }
            header[name] =
                ["dtype": storage, "shape": tensor.shape, "data_offsets": [start, body.count]] as [String: Any]
        }
        return with(header: header, body: body)
    }

    /// A file of a header and what follows it.
    static func with(header: [String: Any], body: Data) -> Data {
        let json = (try? JSONSerialization.data(withJSONObject: header)) ?? Data()
        var data = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
        data += json
        return data + body
    }

    /// IEEE half precision, cut off; numbers too small for it become zero.
    private static func half(_ value: Float) -> UInt16 {
        let sign = UInt16(value.sign == .minus ? 0x8000 : 0)
        let exponent = Int(value.exponent)
        guard value != 0, exponent >= -14 else { return sign }
        return sign | UInt16(exponent + 15) << 10 | UInt16(value.significandBitPattern >> 13)
    }
}
