import CKernels

/// A linear layer y = x Wᵀ + b with its weights packed for the kernels.
final class LinearLayer: @unchecked Sendable {
    // Unchecked: its memory is written in `init` only.

    let outputs: Int
    private let packed: UnsafeMutableRawPointer
    private let bias: UnsafeMutablePointer<Float>
    private let scales: UnsafeMutablePointer<Float>
    private let sums: UnsafeMutablePointer<Int32>
    private let layer: ck_linear

    /// Packs the weights of one layer for `precision`, which this processor has to support.
    ///
    /// - Parameter parts: weights (outputs x inputs) and bias of each part of the layer; all of one shape, their outputs side
    ///   by side.
    init(precision: EncoderPrecision, _ parts: [(weights: StoredMatrix, bias: StoredMatrix)]) {
        let (inputs, height) = (parts[0].weights.columns, parts[0].weights.rows)
        let outputs = height * parts.count
        let kernel = precision.kernel
        let panel = Int(CK_GEMM_PANEL)
        let padded = (outputs + panel - 1) / panel * panel
        let packed = UnsafeMutableRawPointer.allocate(
            byteCount: ck_linear_packed_bytes(kernel, inputs, outputs),
            alignment: 64
        )
        let bias = UnsafeMutablePointer<Float>.allocate(capacity: padded)
        bias.initialize(repeating: 0, count: padded)
        let scales = UnsafeMutablePointer<Float>.allocate(capacity: padded)
        scales.initialize(repeating: 0, count: padded)
        let sums = UnsafeMutablePointer<Int32>.allocate(capacity: padded)
        sums.initialize(repeating: 0, count: padded)
        for (index, part) in parts.enumerated() { part.bias.read(row: 0, into: bias + index * height) }
        if height % panel == 0 {
            let size = ck_linear_packed_bytes(kernel, inputs, height)
            for (index, part) in parts.enumerated() {
                let place = index * height
                part.weights.withFloats {
                    ck_linear_pack(kernel, inputs, height, $0, packed + index * size, scales + place, sums + place)
                }
            }
        } else {
            // A part that ends within a panel is packed together with the next.
            let weights = parts.flatMap { $0.weights.values() }
            ck_linear_pack(kernel, inputs, outputs, weights, packed, scales, sums)
        }
        (self.outputs, self.packed, self.bias, self.scales, self.sums) = (outputs, packed, bias, scales, sums)
        layer = ck_linear(
            precision: kernel,
            inputs: inputs,
            outputs: outputs,
            packed: packed,
            bias: bias,
            scales: scales,
            sums: sums
        )
    }

    deinit {
        packed.deallocate()
        bias.deallocate()
        scales.deallocate()
        sums.deallocate()
    }

    /// Bytes of scratch for `rows` rows.
    func scratchBytes(rows: Int) -> Int {
        withUnsafePointer(to: layer) { ck_linear_scratch_bytes($0, rows) }
    }

    /// y = activation(x Wᵀ + b) for `rows` rows; `x` has `inputs` values a row and `y` `outputs`.
    func run(
        rows: Int,
        _ x: UnsafePointer<Float>,
        stride: Int,
        activation: Int32 = Int32(CK_ACTIVATION_NONE),
        into y: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutableRawPointer
    ) {
        withUnsafePointer(to: layer) { ck_linear_run($0, rows, x, stride, activation, y, outputs, scratch) }
    }
}
