#include "ck_dot_internal.h"
#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))
#define VNNI __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma")))

// The lanes folded by halves: 64, 32, 16 across the registers, then inside one.
AVX512 static float fold(__m512 l0, __m512 l1, __m512 l2, __m512 l3) {
    __m512 sum = _mm512_add_ps(_mm512_add_ps(l0, l2), _mm512_add_ps(l1, l3));
    __m256 eight = _mm256_add_ps(_mm512_castps512_ps256(sum), _mm512_extractf32x8_ps(sum, 1));
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

AVX512 static __mmask16 lanes_left(size_t left) { return left >= 16 ? 0xFFFF : (__mmask16)((1u << left) - 1); }

AVX512 float ck_dot_f32_avx512(const float *a, const float *b, size_t n) {
    __m512 lanes[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
    size_t i = 0;
    for (; i + 64 <= n; i += 64)
        for (int part = 0; part < 4; part++)
            lanes[part] = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 16 * part), _mm512_loadu_ps(b + i + 16 * part), lanes[part]);
    for (int part = 0; i < n; part++, i += 16) {
        __mmask16 mask = lanes_left(n - i);
        lanes[part] = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(mask, a + i), _mm512_maskz_loadu_ps(mask, b + i), lanes[part]);
    }
    return fold(lanes[0], lanes[1], lanes[2], lanes[3]);
}

AVX512 float ck_dot_f16_avx512(const float *a, const uint16_t *b, size_t n) {
    __m512 lanes[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
    size_t i = 0;
    for (; i + 64 <= n; i += 64)
        for (int part = 0; part < 4; part++) {
            __m512 row = _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(b + i + 16 * part)));
            lanes[part] = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 16 * part), row, lanes[part]);
        }
    for (int part = 0; i < n; part++, i += 16) {
        __mmask16 mask = lanes_left(n - i);
        __m512 row = _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(mask, b + i));
        lanes[part] = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(mask, a + i), row, lanes[part]);
    }
    return fold(lanes[0], lanes[1], lanes[2], lanes[3]);
}

// The sums of four registers' lanes, one in each lane of the result.
VNNI static inline __m128i sums(__m512i a, __m512i b, __m512i c, __m512i d) {
    __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
    return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

// The inner products of four rows with the query.
VNNI static inline __m128i four_rows(const uint8_t *r0, const uint8_t *r1, const uint8_t *r2, const uint8_t *r3,
                                     const ck_code_query *query) {
    __m512i s0 = _mm512_setzero_si512(), s1 = s0, s2 = s0, s3 = s0;
    for (size_t i = 0; i < query->stride; i += 64) {
        __m512i q = _mm512_loadu_si512(query->values + i);
        s0 = _mm512_dpbusd_epi32(s0, _mm512_loadu_si512(r0 + i), q);
        s1 = _mm512_dpbusd_epi32(s1, _mm512_loadu_si512(r1 + i), q);
        s2 = _mm512_dpbusd_epi32(s2, _mm512_loadu_si512(r2 + i), q);
        s3 = _mm512_dpbusd_epi32(s3, _mm512_loadu_si512(r3 + i), q);
    }
    return _mm_sub_epi32(sums(s0, s1, s2, s3), _mm_set1_epi32(query->bias));
}

VNNI static inline float one_row(const ck_code_rows *rows, size_t row, const ck_code_query *query) {
    const uint8_t *codes = rows->codes + row * query->stride;
    __m512i sum = _mm512_setzero_si512();
    for (size_t i = 0; i < query->stride; i += 64)
        sum = _mm512_dpbusd_epi32(sum, _mm512_loadu_si512(codes + i), _mm512_loadu_si512(query->values + i));
    return (float)(_mm512_reduce_add_epi32(sum) - query->bias) * query->scale * rows->scales[row];
}

VNNI uint64_t ck_scan_codes_vnni(const ck_code_rows *rows, size_t first, size_t count, const ck_code_query *query,
                                 float threshold, float *scores) {
    uint64_t above = 0;
    size_t stride = query->stride, i = 0;
    const uint8_t *codes = rows->codes + first * stride;
    __m128 scale = _mm_set1_ps(query->scale), limit = _mm_set1_ps(threshold);
    for (; i + 4 <= count; i += 4, codes += 4 * stride) {
        __m128i whole = four_rows(codes, codes + stride, codes + 2 * stride, codes + 3 * stride, query);
        __m128 score = _mm_mul_ps(_mm_mul_ps(_mm_cvtepi32_ps(whole), scale), _mm_loadu_ps(rows->scales + first + i));
        _mm_storeu_ps(scores + i, score);
        above |= (uint64_t)_mm_cmp_ps_mask(score, limit, _CMP_GT_OQ) << i;
    }
    for (; i < count; i++) {
        scores[i] = one_row(rows, first + i, query);
        above |= (uint64_t)(scores[i] > threshold) << i;
    }
    return above;
}

VNNI static inline void fetch(const ck_code_rows *rows, uint32_t row, size_t stride) {
    const uint8_t *codes = rows->codes + (size_t)row * stride;
    for (size_t i = 0; i < stride; i += 64) _mm_prefetch((const char *)codes + i, _MM_HINT_T0);
    _mm_prefetch((const char *)(rows->scales + row), _MM_HINT_T0);
}

VNNI void ck_score_codes_vnni(const ck_code_rows *rows, const uint32_t *numbers, size_t count, const ck_code_query *query,
                              float *scores) {
    enum { AHEAD = 8 };
    size_t stride = query->stride, i = 0;
    for (size_t j = 0; j < count && j < AHEAD; j++) fetch(rows, numbers[j], stride);
    __m128 scale = _mm_set1_ps(query->scale);
    for (; i + 4 <= count; i += 4) {
        for (size_t j = i + AHEAD; j < i + AHEAD + 4 && j < count; j++) fetch(rows, numbers[j], stride);
        const uint8_t *codes = rows->codes;
        __m128i whole = four_rows(codes + numbers[i] * stride, codes + numbers[i + 1] * stride,
                                  codes + numbers[i + 2] * stride, codes + numbers[i + 3] * stride, query);
        const float *s = rows->scales;
        __m128 own = _mm_setr_ps(s[numbers[i]], s[numbers[i + 1]], s[numbers[i + 2]], s[numbers[i + 3]]);
        _mm_storeu_ps(scores + i, _mm_mul_ps(_mm_mul_ps(_mm_cvtepi32_ps(whole), scale), own));
    }
    for (; i < count; i++) scores[i] = one_row(rows, numbers[i], query);
}
#endif
