#include "ck_dot.h"
#include "ck_cpu.h"
#include "ck_dot_internal.h"
#include <math.h>
#include <string.h>

enum { LANES = 64 };

static float fold(float *lanes) {
    for (int width = LANES / 2; width >= 1; width /= 2)
        for (int lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
    return lanes[0];
}

static float dot_f32_portable(const float *a, const float *b, size_t n) {
    float lanes[LANES] = {0};
    for (size_t i = 0; i < n; i++) lanes[i % LANES] = fmaf(a[i], b[i], lanes[i % LANES]);
    return fold(lanes);
}

static float widen(uint16_t half) {
    uint32_t sign = (uint32_t)(half >> 15) << 31, exponent = half >> 10 & 31, fraction = half & 1023, bits;
    if (exponent == 31) {
        bits = sign | 0x7F800000 | fraction << 13 | (fraction ? 0x400000 : 0);
    } else if (exponent) {
        bits = sign | (exponent + 112) << 23 | fraction << 13;
    } else {
        float value = (float)fraction * 0x1p-24f;
        memcpy(&bits, &value, 4);
        bits |= sign;
    }
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

static uint16_t narrow(float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    uint32_t magnitude = bits & 0x7FFFFFFF;
    if (magnitude > 0x7F800000) return (uint16_t)(sign | 0x7E00 | (magnitude >> 13 & 0x3FF));
    if (magnitude >= 0x477FF000) return sign | 0x7C00;
    if (magnitude < 0x38800000) {
        // Below the least normal half: a multiple of 2^-24, rounded by adding a number whose unit in the last place is that.
        float shifted;
        memcpy(&shifted, &magnitude, 4);
        shifted += 0.5f;
        uint32_t rounded;
        memcpy(&rounded, &shifted, 4);
        return (uint16_t)(sign | (rounded - 0x3F000000));
    }
    uint32_t rounded = magnitude - 0x38000000 + 0xFFF + (magnitude >> 13 & 1);
    return (uint16_t)(sign | rounded >> 13);
}

static float dot_f16_portable(const float *a, const uint16_t *b, size_t n) {
    float lanes[LANES] = {0};
    for (size_t i = 0; i < n; i++) lanes[i % LANES] = fmaf(a[i], widen(b[i]), lanes[i % LANES]);
    return fold(lanes);
}

static int32_t code_sum(const uint8_t *row, const int8_t *query, size_t stride) {
    int32_t sum = 0;
    for (size_t i = 0; i < stride; i++) sum += (int32_t)row[i] * query[i];
    return sum;
}

static float code_score(const ck_code_rows *rows, size_t row, const ck_code_query *query) {
    int32_t sum = code_sum(rows->codes + row * query->stride, query->values, query->stride) - query->bias;
    return (float)sum * query->scale * rows->scales[row];
}

static uint64_t scan_portable(const ck_code_rows *rows, size_t first, size_t count, const ck_code_query *query,
                              float threshold, float *scores) {
    uint64_t above = 0;
    for (size_t i = 0; i < count; i++) {
        scores[i] = code_score(rows, first + i, query);
        above |= (uint64_t)(scores[i] > threshold) << i;
    }
    return above;
}

float ck_dot_f32(const float *a, const float *b, size_t n) {
#if defined(__x86_64__)
    uint32_t features = ck_cpu_features();
    if (features & CK_AVX512) return ck_dot_f32_avx512(a, b, n);
    if (features & CK_AVX2_FMA) return ck_dot_f32_avx2(a, b, n);
#endif
    return dot_f32_portable(a, b, n);
}

float ck_dot_f16(const float *a, const uint16_t *b, size_t n) {
#if defined(__x86_64__)
    uint32_t features = ck_cpu_features();
    if (features & CK_AVX512) return ck_dot_f16_avx512(a, b, n);
#endif
    return dot_f16_portable(a, b, n);
}

void ck_f16_from_f32(const float *from, uint16_t *to, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = narrow(from[i]);
}

void ck_f32_from_f16(const uint16_t *from, float *to, size_t n) {
    for (size_t i = 0; i < n; i++) to[i] = widen(from[i]);
}

uint64_t ck_scan_codes(const ck_code_rows *rows, size_t first, size_t count, const ck_code_query *query,
                       float threshold, float *scores) {
#if defined(__x86_64__)
    uint32_t features = ck_cpu_features();
    if (features & CK_AVX512_VNNI) return ck_scan_codes_vnni(rows, first, count, query, threshold, scores);
    if (features & CK_AVX2_FMA) return ck_scan_codes_avx2(rows, first, count, query, threshold, scores);
#endif
    return scan_portable(rows, first, count, query, threshold, scores);
}

void ck_score_codes(const ck_code_rows *rows, const uint32_t *numbers, size_t count, const ck_code_query *query,
                    float *scores) {
#if defined(__x86_64__)
    uint32_t features = ck_cpu_features();
    if (features & CK_AVX512_VNNI) {
        ck_score_codes_vnni(rows, numbers, count, query, scores);
        return;
    }
    if (features & CK_AVX2_FMA) {
        ck_score_codes_avx2(rows, numbers, count, query, scores);
        return;
    }
#endif
    for (size_t i = 0; i < count; i++) scores[i] = code_score(rows, numbers[i], query);
}

void ck_query_of_row(const ck_code_rows *rows, size_t row, int8_t *values, ck_code_query *query) {
    const uint8_t *codes = rows->codes + row * query->stride;
    int32_t sum = 0;
    for (size_t i = 0; i < query->stride; i++) {
        values[i] = (int8_t)(codes[i] ^ 0x80);
        sum += values[i];
    }
    query->values = values;
    query->bias = 128 * sum;
    query->scale = rows->scales[row];
}
