#if defined(__x86_64__)
#include "ck_gemm_tile.h"
#include <immintrin.h>
#include <stdint.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))

/// The sums of a tile stay in registers: two for each row. Constant `rows` after inlining, so that no loop is left but k.
TARGET static inline __attribute__((always_inline)) void tile(const size_t rows, size_t k, const float *a, size_t lda,
                                                              const float *panel, const float *bias, int start, float *c,
                                                              size_t ldc, size_t columns) {
    __m512 low[CK_TILE_ROWS_AVX512], high[CK_TILE_ROWS_AVX512];
    const uint32_t all = columns >= 32 ? UINT32_MAX : ((uint32_t)1 << columns) - 1;
    const __mmask16 left = (__mmask16)all, right = (__mmask16)(all >> 16);
    __m512 first = _mm512_setzero_ps(), second = _mm512_setzero_ps();
    if (start == CK_TILE_BIAS) {
        first = _mm512_maskz_loadu_ps(left, bias);
        second = _mm512_maskz_loadu_ps(right, bias + 16);
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        low[row] = start == CK_TILE_C ? _mm512_maskz_loadu_ps(left, c + row * ldc) : first;
        high[row] = start == CK_TILE_C ? _mm512_maskz_loadu_ps(right, c + row * ldc + 16) : second;
    }
    for (size_t index = 0; index < k; index++) {
        const __m512 b0 = _mm512_loadu_ps(panel), b1 = _mm512_loadu_ps(panel + 16);
#pragma clang loop unroll(full)
        for (size_t row = 0; row < rows; row++) {
            const __m512 value = _mm512_set1_ps(a[row * lda]);
            low[row] = _mm512_fmadd_ps(value, b0, low[row]);
            high[row] = _mm512_fmadd_ps(value, b1, high[row]);
        }
        a++;
        panel += 32;
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        _mm512_mask_storeu_ps(c + row * ldc, left, low[row]);
        _mm512_mask_storeu_ps(c + row * ldc + 16, right, high[row]);
    }
}

TARGET void ck_tile_avx512(size_t rows, size_t k, const float *a, size_t lda, const float *panel, const float *bias, int start,
                           float *c, size_t ldc, size_t columns) {
#define ROWS(count) \
    case count: tile(count, k, a, lda, panel, bias, start, c, ldc, columns); break
    switch (rows) {
        ROWS(1); ROWS(2); ROWS(3); ROWS(4); ROWS(5); ROWS(6); ROWS(7);
        ROWS(8); ROWS(9); ROWS(10); ROWS(11); ROWS(12); ROWS(13); ROWS(14);
    }
#undef ROWS
}
#endif
