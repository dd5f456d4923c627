import CKernels

/// In which arithmetic an encoder computes its linear layers; everything else is single precision.
public enum EncoderPrecision: String, Sendable, CaseIterable {
    /// Single precision: equal to the reference to 1e-4.
    case full
    /// Inputs and weights rounded to bfloat16: AVX512-BF16.
    case bfloat16
    /// Weights in 8 bits with a scale for each output, inputs in 8 bits with a range for each row: AVX512-VNNI.
    case int8

    /// Whether this processor has the instructions.
    public var isSupported: Bool { ck_linear_supports(kernel) != 0 }

    /// The fastest that this processor has.
    public static var fastest: EncoderPrecision {
        [.int8, .bfloat16].first { $0.isSupported } ?? .full
    }

    var kernel: Int32 {
        switch self {
        case .full: Int32(CK_LINEAR_F32)
        case .bfloat16: Int32(CK_LINEAR_BF16)
        case .int8: Int32(CK_LINEAR_INT8)
        }
    }
}
