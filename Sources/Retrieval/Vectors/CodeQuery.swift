import CKernels

/// Quantises vectors to a byte per component, symmetrically: component = code * scale with codes from -127 to 127.
enum VectorCode {
    /// Writes the codes of `vector`, plus 128, to `codes` and returns the scale; 0 for vectors that are zero or not finite.
    static func encode(_ vector: UnsafeBufferPointer<Float>, into codes: UnsafeMutableBufferPointer<UInt8>) -> Float {
        let scale = self.scale(of: vector)
        codes.update(repeating: 128)
        guard scale > 0 else { return 0 }
        let factor = 1 / scale
        for index in vector.indices {
            codes[index] = UInt8(truncatingIfNeeded: Int32((vector[index] * factor).rounded()) + 128)
        }
        return scale
    }

    /// The scale that gives the greatest component the code 127.
    static func scale(of vector: UnsafeBufferPointer<Float>) -> Float {
        var greatest: Float = 0
        for value in vector {
            guard value.isFinite else { return 0 }
            greatest = max(greatest, abs(value))
        }
        // Below, the reciprocal of the scale would overflow.
        return greatest > 1e-30 ? greatest / 127 : 0
    }
}

/// A query quantised like the rows that it is compared with.
struct CodeQuery {
    private var values: [Int8]
    private var scale: Float
    private var bias: Int32

    /// Quantises `vector`.
    init(_ vector: UnsafeBufferPointer<Float>, stride: Int) {
        values = [Int8](repeating: 0, count: stride)
        scale = VectorCode.scale(of: vector)
        bias = 0
        guard scale > 0 else { return }
        let factor = 1 / scale
        for index in vector.indices {
            values[index] = Int8(truncatingIfNeeded: Int32((vector[index] * factor).rounded()))
        }
        bias = values.reduce(0) { $0 + 128 * Int32($1) }
    }

    /// Takes the codes of a row as the query.
    init(codes: UnsafeBufferPointer<UInt8>, scale: Float) {
        values = codes.map { Int8(bitPattern: $0 ^ 0x80) }
        self.scale = scale
        bias = values.reduce(0) { $0 + 128 * Int32($1) }
    }

    /// Runs `body` with the query in the kernels' form.
    func withQuery<Value>(_ body: (inout ck_code_query) -> Value) -> Value {
        values.withUnsafeBufferPointer { values in
            var query = ck_code_query(values: values.baseAddress, stride: values.count, bias: bias, scale: scale)
            return body(&query)
        }
    }
}
