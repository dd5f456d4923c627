#include "ck_cpu.h"
#include "ck_encoder_kernels.h"
#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define LANES 16
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
#define NAME(name) avx512_##name
#define VECTOR_MAX(a, b) ((VECTOR)_mm512_max_ps((__m512)(a), (__m512)(b)))
#define VECTOR_MIN(a, b) ((VECTOR)_mm512_min_ps((__m512)(a), (__m512)(b)))
#include "ck_encoder_rows.h"
#undef LANES
#undef TARGET
#undef NAME
#undef VECTOR_MAX
#undef VECTOR_MIN

#define LANES 8
#define TARGET __attribute__((target("avx2,fma")))
#define NAME(name) avx2_##name
#define VECTOR_MAX(a, b) ((VECTOR)_mm256_max_ps((__m256)(a), (__m256)(b)))
#define VECTOR_MIN(a, b) ((VECTOR)_mm256_min_ps((__m256)(a), (__m256)(b)))
#include "ck_encoder_rows.h"
#undef LANES
#undef TARGET
#undef NAME
#undef VECTOR_MAX
#undef VECTOR_MIN
#endif

#define LANES 4
#define TARGET
#define NAME(name) portable_##name
#define VECTOR_MAX(a, b) __builtin_elementwise_max((VECTOR)(a), (VECTOR)(b))
#define VECTOR_MIN(a, b) __builtin_elementwise_min((VECTOR)(a), (VECTOR)(b))
#include "ck_encoder_rows.h"

const ck_row_kernels *ck_row_kernels_get(void) {
#if defined(__x86_64__)
    const uint32_t features = ck_cpu_features();
    if (features & CK_AVX512) return &avx512_row_kernels;
    if (features & CK_AVX2_FMA) return &avx2_row_kernels;
#endif
    return &portable_row_kernels;
}
