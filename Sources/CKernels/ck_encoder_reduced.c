#if defined(__x86_64__)
#include "ck_encoder_kernels.h"
#include "ck_gemm_tile.h"
#include <float.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

#define BF16 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16")))
#define VNNI __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")))

BF16 void ck_rows_to_bf16(size_t rows, size_t columns, const float *a, size_t lda, uint16_t *out, size_t ldo) {
    for (size_t row = 0; row < rows; row++) {
        for (size_t column = 0; column < ldo; column += 16) {
            const size_t left = column < columns ? columns - column : 0, room = ldo - column;
            const __mmask16 some = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
            const __mmask16 kept = room >= 16 ? 0xffff : (__mmask16)((1u << room) - 1);
            const __m512 values = _mm512_maskz_loadu_ps(some, a + row * lda + column);
            _mm256_mask_storeu_epi16(out + row * ldo + column, kept, (__m256i)_mm512_cvtneps_pbh(values));
        }
    }
}

BF16 static inline __attribute__((always_inline)) void tile_bf16(const size_t rows, size_t pairs, const uint16_t *a, size_t lda,
                                                                 const uint16_t *panel, const float *bias, float *c, size_t ldc,
                                                                 size_t columns) {
    __m512 low[CK_REDUCED_ROWS], high[CK_REDUCED_ROWS];
    const uint32_t all = columns >= 32 ? UINT32_MAX : ((uint32_t)1 << columns) - 1;
    const __mmask16 left = (__mmask16)all, right = (__mmask16)(all >> 16);
    const __m512 first = _mm512_maskz_loadu_ps(left, bias), second = _mm512_maskz_loadu_ps(right, bias + 16);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        low[row] = first;
        high[row] = second;
    }
    for (size_t index = 0; index < pairs; index++) {
        const __m512bh b0 = (__m512bh)_mm512_loadu_si512(panel), b1 = (__m512bh)_mm512_loadu_si512(panel + 32);
#pragma clang loop unroll(full)
        for (size_t row = 0; row < rows; row++) {
            int32_t pair;
            memcpy(&pair, a + row * lda, sizeof(pair));
            const __m512bh value = (__m512bh)_mm512_set1_epi32(pair);
            low[row] = _mm512_dpbf16_ps(low[row], value, b0);
            high[row] = _mm512_dpbf16_ps(high[row], value, b1);
        }
        a += 2;
        panel += 64;
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        _mm512_mask_storeu_ps(c + row * ldc, left, low[row]);
        _mm512_mask_storeu_ps(c + row * ldc + 16, right, high[row]);
    }
}

BF16 void ck_tile_bf16(size_t rows, size_t pairs, const uint16_t *a, size_t lda, const uint16_t *panel, const float *bias,
                       float *c, size_t ldc, size_t columns) {
#define ROWS(count) \
    case count: tile_bf16(count, pairs, a, lda, panel, bias, c, ldc, columns); break
    switch (rows) {
        ROWS(1); ROWS(2); ROWS(3); ROWS(4); ROWS(5); ROWS(6); ROWS(7);
        ROWS(8); ROWS(9); ROWS(10); ROWS(11); ROWS(12); ROWS(13); ROWS(14);
    }
#undef ROWS
}

VNNI void ck_rows_to_bytes(size_t rows, size_t columns, const float *a, size_t lda, uint8_t *out, size_t ldo,
                           ck_byte_row *codes) {
    for (size_t row = 0; row < rows; row++) {
        const float *line = a + row * lda;
        __m512 least = _mm512_setzero_ps(), greatest = _mm512_setzero_ps();
        for (size_t column = 0; column < columns; column += 16) {
            const __mmask16 some = columns - column >= 16 ? 0xffff : (__mmask16)((1u << (columns - column)) - 1);
            const __m512 values = _mm512_maskz_loadu_ps(some, line + column);
            least = _mm512_min_ps(least, values);
            greatest = _mm512_max_ps(greatest, values);
        }
        const float low = _mm512_reduce_min_ps(least), high = _mm512_reduce_max_ps(greatest);
        const float width = high - low;
        const float scale = width > 0 && width <= FLT_MAX ? width / 255 : 1;
        const int32_t zero = scale == 1 ? 0 : (int32_t)lrintf(-low / scale);
        codes[row] = (ck_byte_row){scale, zero};
        const __m512 factor = _mm512_set1_ps(1 / scale);
        const __m512i shift = _mm512_set1_epi32(zero);
        for (size_t column = 0; column < ldo; column += 16) {
            const size_t left = column < columns ? columns - column : 0, room = ldo - column;
            const __mmask16 some = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
            const __mmask16 kept = room >= 16 ? 0xffff : (__mmask16)((1u << room) - 1);
            const __m512 values = _mm512_maskz_loadu_ps(some, line + column);
            __m512i bytes = _mm512_add_epi32(_mm512_cvtps_epi32(_mm512_mul_ps(values, factor)), shift);
            bytes = _mm512_max_epi32(bytes, _mm512_setzero_si512());
            _mm_mask_storeu_epi8(out + row * ldo + column, kept, _mm512_cvtusepi32_epi8(bytes));
        }
    }
}

VNNI static inline __attribute__((always_inline)) void tile_int8(const size_t rows, size_t quads, const uint8_t *a, size_t lda,
                                                                 const ck_byte_row *codes, const int8_t *panel,
                                                                 const float *scales, const int32_t *sums, const float *bias,
                                                                 float *c, size_t ldc, size_t columns) {
    __m512i low[CK_REDUCED_ROWS], high[CK_REDUCED_ROWS];
    const uint32_t all = columns >= 32 ? UINT32_MAX : ((uint32_t)1 << columns) - 1;
    const __mmask16 left = (__mmask16)all, right = (__mmask16)(all >> 16);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        low[row] = _mm512_setzero_si512();
        high[row] = _mm512_setzero_si512();
    }
    for (size_t index = 0; index < quads; index++) {
        const __m512i b0 = _mm512_loadu_si512(panel), b1 = _mm512_loadu_si512(panel + 64);
#pragma clang loop unroll(full)
        for (size_t row = 0; row < rows; row++) {
            int32_t quad;
            memcpy(&quad, a + row * lda, sizeof(quad));
            const __m512i value = _mm512_set1_epi32(quad);
            low[row] = _mm512_dpbusd_epi32(low[row], value, b0);
            high[row] = _mm512_dpbusd_epi32(high[row], value, b1);
        }
        a += 4;
        panel += 128;
    }
    const __m512i sums0 = _mm512_loadu_si512(sums), sums1 = _mm512_loadu_si512(sums + 16);
    const __m512 scales0 = _mm512_loadu_ps(scales), scales1 = _mm512_loadu_ps(scales + 16);
    const __m512 bias0 = _mm512_maskz_loadu_ps(left, bias), bias1 = _mm512_maskz_loadu_ps(right, bias + 16);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        const __m512i zero = _mm512_set1_epi32(codes[row].zero);
        const __m512 scale = _mm512_set1_ps(codes[row].scale);
        const __m512 exact0 = _mm512_cvtepi32_ps(_mm512_sub_epi32(low[row], _mm512_mullo_epi32(zero, sums0)));
        const __m512 exact1 = _mm512_cvtepi32_ps(_mm512_sub_epi32(high[row], _mm512_mullo_epi32(zero, sums1)));
        _mm512_mask_storeu_ps(c + row * ldc, left, _mm512_fmadd_ps(exact0, _mm512_mul_ps(scale, scales0), bias0));
        _mm512_mask_storeu_ps(c + row * ldc + 16, right, _mm512_fmadd_ps(exact1, _mm512_mul_ps(scale, scales1), bias1));
    }
}

VNNI void ck_tile_int8(size_t rows, size_t quads, const uint8_t *a, size_t lda, const ck_byte_row *codes, const int8_t *panel,
                       const float *scales, const int32_t *sums, const float *bias, float *c, size_t ldc, size_t columns) {
#define ROWS(count) \
    case count: tile_int8(count, quads, a, lda, codes, panel, scales, sums, bias, c, ldc, columns); break
    switch (rows) {
        ROWS(1); ROWS(2); ROWS(3); ROWS(4); ROWS(5); ROWS(6); ROWS(7);
        ROWS(8); ROWS(9); ROWS(10); ROWS(11); ROWS(12); ROWS(13); ROWS(14);
    }
#undef ROWS
}
#endif
