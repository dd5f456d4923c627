#include "ck_dot_internal.h"
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2,fma")))

AVX2 float ck_dot_f32_avx2(const float *a, const float *b, size_t n) {
    __m256 lanes[8];
    for (int part = 0; part < 8; part++) lanes[part] = _mm256_setzero_ps();
    size_t i = 0;
    for (; i + 64 <= n; i += 64)
        for (int part = 0; part < 8; part++)
            lanes[part] = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8 * part), _mm256_loadu_ps(b + i + 8 * part), lanes[part]);
    if (i < n) {
        float x[64] = {0}, y[64] = {0};
        memcpy(x, a + i, (n - i) * sizeof(float));
        memcpy(y, b + i, (n - i) * sizeof(float));
        for (int part = 0; part < 8; part++)
            lanes[part] = _mm256_fmadd_ps(_mm256_loadu_ps(x + 8 * part), _mm256_loadu_ps(y + 8 * part), lanes[part]);
    }
    // The lanes folded by halves: 64, 32, 16 across the registers, then inside one.
    for (int part = 0; part < 4; part++) lanes[part] = _mm256_add_ps(lanes[part], lanes[part + 4]);
    for (int part = 0; part < 2; part++) lanes[part] = _mm256_add_ps(lanes[part], lanes[part + 2]);
    __m256 eight = _mm256_add_ps(lanes[0], lanes[1]);
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

// Bytes are widened to 16 bits: the sum of two products of an unsigned and a signed byte does not fit into 16.
AVX2 static inline float score(const ck_code_rows *rows, size_t row, const ck_code_query *query) {
    const uint8_t *codes = rows->codes + row * query->stride;
    __m256i low = _mm256_setzero_si256(), high = low;
    for (size_t i = 0; i < query->stride; i += 32) {
        __m256i c0 = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(codes + i)));
        __m256i q0 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query->values + i)));
        __m256i c1 = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(codes + i + 16)));
        __m256i q1 = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query->values + i + 16)));
        low = _mm256_add_epi32(low, _mm256_madd_epi16(c0, q0));
        high = _mm256_add_epi32(high, _mm256_madd_epi16(c1, q1));
    }
    low = _mm256_add_epi32(low, high);
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(low), _mm256_extracti128_si256(low, 1));
    __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
    int32_t sum = _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xB1)));
    return (float)(sum - query->bias) * query->scale * rows->scales[row];
}

AVX2 uint64_t ck_scan_codes_avx2(const ck_code_rows *rows, size_t first, size_t count, const ck_code_query *query,
                                 float threshold, float *scores) {
    uint64_t above = 0;
    for (size_t i = 0; i < count; i++) {
        scores[i] = score(rows, first + i, query);
        above |= (uint64_t)(scores[i] > threshold) << i;
    }
    return above;
}

AVX2 void ck_score_codes_avx2(const ck_code_rows *rows, const uint32_t *numbers, size_t count, const ck_code_query *query,
                              float *scores) {
    for (size_t i = 0; i < count; i++) {
        if (i + 4 < count) {
            const uint8_t *next = rows->codes + (size_t)numbers[i + 4] * query->stride;
            for (size_t j = 0; j < query->stride; j += 64) _mm_prefetch((const char *)next + j, _MM_HINT_T0);
        }
        scores[i] = score(rows, numbers[i], query);
    }
}
#endif
