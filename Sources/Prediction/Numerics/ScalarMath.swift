#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The functions of the C library under names that say their type.
enum ScalarMath {
    @inline(__always) static func log(_ value: Double) -> Double {
        #if canImport(Glibc)
            Glibc.log(value)
        #else
            Darwin.log(value)
        #endif
    }

    @inline(__always) static func log(_ value: Float) -> Float {
        #if canImport(Glibc)
            Glibc.logf(value)
        #else
            Darwin.logf(value)
        #endif
    }

    @inline(__always) static func exp(_ value: Double) -> Double {
        #if canImport(Glibc)
            Glibc.exp(value)
        #else
            Darwin.exp(value)
        #endif
    }

    @inline(__always) static func exp(_ value: Float) -> Float {
        #if canImport(Glibc)
            Glibc.expf(value)
        #else
            Darwin.expf(value)
        #endif
    }

    @inline(__always) static func cos(_ value: Double) -> Double {
        #if canImport(Glibc)
            Glibc.cos(value)
        #else
            Darwin.cos(value)
        #endif
    }

    @inline(__always) static func pow(_ base: Float, _ exponent: Float) -> Float {
        #if canImport(Glibc)
            Glibc.powf(base, exponent)
        #else
            Darwin.powf(base, exponent)
        #endif
    }

    /// 1 / (1 + e^-x), without overflow.
    @inline(__always) static func sigmoid(_ value: Double) -> Double {
        value >= 0 ? 1 / (1 + exp(-value)) : exp(value) / (1 + exp(value))
    }
}
