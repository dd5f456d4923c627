import CKernels

/// A linear layer y = x Wᵀ + b with its weights packed for the kernels.
final class LinearLayer: @unchecked Sendable {
    // Unchecked: its memory is written in `init` only.

    let outputs: Int
    private let packed: UnsafeMutableRawPointer
    private let bias: UnsafeMutablePointer<Float>
    private let scales: UnsafeMutablePointer<Float>
    private let sums: UnsafeMutablePointer<Int32>
    private var layer: ck_linear

    /// Packs `weights` (`outputs` x `inputs`, row-major) for `precision`, which this processor has to support.
    init(precision: EncoderPrecision, inputs: Int, outputs: Int, weights: [Float], bias: [Float]) {
        precondition(weights.count == inputs * outputs && bias.count == outputs)
        self.outputs = outputs
        let kernel = precision.kernel
        let padded = (outputs + Int(CK_GEMM_PANEL) - 1) / Int(CK_GEMM_PANEL) * Int(CK_GEMM_PANEL)
        packed = .allocate(byteCount: ck_linear_packed_bytes(kernel, inputs, outputs), alignment: 64)
        self.bias = .allocate(capacity: padded)
        self.bias.initialize(repeating: 0, count: padded)
        self.bias.update(from: bias, count: outputs)
        scales = .allocate(capacity: padded)
        scales.initialize(repeating: 0, count: padded)
        sums = .allocate(capacity: padded)
        sums.initialize(repeating: 0, count: padded)
        ck_linear_pack(kernel, inputs, outputs, weights, packed, scales, sums)
        layer = ck_linear(
            precision: kernel,
            inputs: inputs,
            outputs: outputs,
            packed: packed,
            bias: self.bias,
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
