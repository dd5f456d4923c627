#pragma once
#include <stdint.h>

/// Instruction sets that kernels ask about.
enum {
    CK_AVX2_FMA = 1,
    CK_AVX512 = 2,      ///< F, BW, DQ and VL
    CK_AVX512_VNNI = 4,
    CK_AVX512_BF16 = 8,
    CK_POPCNT = 16,
};

/// What this processor has, as a sum of the values above; asked once. `COSCI_CPU` = "scalar" or "avx2" hides the rest, so
/// that every path can be tested on one machine.
uint32_t ck_cpu_features(void);
