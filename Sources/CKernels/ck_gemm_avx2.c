#if defined(__x86_64__)
#include "ck_gemm_tile.h"
#include <immintrin.h>
#include <string.h>

#define TARGET __attribute__((target("avx2,fma")))

/// Sixteen columns of a tile, their sums in registers: two for each row. Constant `rows` after inlining.
TARGET static inline __attribute__((always_inline)) void half(const size_t rows, size_t k, const float *a, size_t lda,
                                                              const float *panel, const float *bias, int start, float *c,
                                                              size_t ldc) {
    __m256 low[CK_TILE_ROWS_AVX2], high[CK_TILE_ROWS_AVX2];
    __m256 first = _mm256_setzero_ps(), second = _mm256_setzero_ps();
    if (start == CK_TILE_BIAS) {
        first = _mm256_loadu_ps(bias);
        second = _mm256_loadu_ps(bias + 8);
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        low[row] = start == CK_TILE_C ? _mm256_loadu_ps(c + row * ldc) : first;
        high[row] = start == CK_TILE_C ? _mm256_loadu_ps(c + row * ldc + 8) : second;
    }
    for (size_t index = 0; index < k; index++) {
        const __m256 b0 = _mm256_loadu_ps(panel), b1 = _mm256_loadu_ps(panel + 8);
#pragma clang loop unroll(full)
        for (size_t row = 0; row < rows; row++) {
            const __m256 value = _mm256_broadcast_ss(a + row * lda);
            low[row] = _mm256_fmadd_ps(value, b0, low[row]);
            high[row] = _mm256_fmadd_ps(value, b1, high[row]);
        }
        a++;
        panel += 32;
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        _mm256_storeu_ps(c + row * ldc, low[row]);
        _mm256_storeu_ps(c + row * ldc + 8, high[row]);
    }
}

/// Both halves of a whole tile.
TARGET static void whole(size_t rows, size_t k, const float *a, size_t lda, const float *panel, const float *bias, int start,
                         float *c, size_t ldc) {
    for (size_t column = 0; column < 32; column += 16) {
        const float *part = bias ? bias + column : NULL;
#define ROWS(count) \
    case count: half(count, k, a, lda, panel + column, part, start, c + column, ldc); break
        switch (rows) { ROWS(1); ROWS(2); ROWS(3); ROWS(4); ROWS(5); ROWS(6); }
#undef ROWS
    }
}

TARGET void ck_tile_avx2(size_t rows, size_t k, const float *a, size_t lda, const float *panel, const float *bias, int start,
                         float *c, size_t ldc, size_t columns) {
    if (columns >= 32) {
        whole(rows, k, a, lda, panel, bias, start, c, ldc);
        return;
    }
    // A tile at the edge of C is computed in full beside it.
    float edge[CK_TILE_ROWS_AVX2 * 32] = {0}, padded[32] = {0};
    if (start == CK_TILE_BIAS) memcpy(padded, bias, columns * sizeof(float));
    for (size_t row = 0; start == CK_TILE_C && row < rows; row++) {
        memcpy(edge + row * 32, c + row * ldc, columns * sizeof(float));
    }
    whole(rows, k, a, lda, panel, start == CK_TILE_BIAS ? padded : NULL, start, edge, 32);
    for (size_t row = 0; row < rows; row++) memcpy(c + row * ldc, edge + row * 32, columns * sizeof(float));
}
#endif
