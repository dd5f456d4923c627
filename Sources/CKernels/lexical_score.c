#include "ck_cpu.h"
#include "ck_lexical.h"

// Products and sums must not be fused: every path gives the same bits.
#pragma STDC FP_CONTRACT OFF

static inline double length_at(const void *lengths, unsigned size, size_t i) {
    switch (size) {
    case 1: return ((const uint8_t *)lengths)[i];
    case 2: return ((const uint16_t *)lengths)[i];
    default: return ((const uint32_t *)lengths)[i];
    }
}

void ck_lexical_norms(const void *lengths0, unsigned size0, float weight0, const void *lengths1, unsigned size1,
                      float weight1, double base, double slope, size_t count, float *norms) {
    // A norm of 0 would make 0 / 0 of a term that does not occur; this one vanishes beside any frequency.
    const float least = 1e-30f;
    for (size_t i = 0; i < count; i++) {
        double length = weight0 * length_at(lengths0, size0, i);
        if (lengths1) length += weight1 * length_at(lengths1, size1, i);
        float norm = (float)(base + slope * length);
        norms[i] = norm > least ? norm : least;
    }
}

static inline void scores_scalar(const uint32_t *documents, const uint32_t *counts0, float weight0,
                                 const uint32_t *counts1, float weight1, const float *norms, float weight,
                                 size_t count, float *scores) {
    for (size_t i = 0; i < count; i++) {
        float frequency = weight0 * (float)counts0[i];
        if (counts1) frequency += weight1 * (float)counts1[i];
        scores[i] = weight * (frequency / (frequency + norms[documents[i]]));
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))) static void
scores_avx512(const uint32_t *documents, const uint32_t *counts0, float weight0, const uint32_t *counts1, float weight1,
              const float *norms, float weight, size_t count, float *scores) {
    const __m512 first = _mm512_set1_ps(weight0), second = _mm512_set1_ps(weight1), all = _mm512_set1_ps(weight);
    for (size_t i = 0; i < count; i += 16) {
        const __mmask16 lanes = count - i >= 16 ? 0xFFFF : (__mmask16)((1u << (count - i)) - 1);
        const __m512i places = _mm512_maskz_loadu_epi32(lanes, documents + i);
        __m512 frequency = _mm512_mul_ps(first, _mm512_cvtepu32_ps(_mm512_maskz_loadu_epi32(lanes, counts0 + i)));
        if (counts1) {
            const __m512i counts = _mm512_maskz_loadu_epi32(lanes, counts1 + i);
            frequency = _mm512_add_ps(frequency, _mm512_mul_ps(second, _mm512_cvtepu32_ps(counts)));
        }
        // Documents of a segment are less than 2^31, so that they are not taken for negative.
        const __m512 norm = _mm512_mask_i32gather_ps(all, lanes, places, norms, 4);
        const __m512 saturation = _mm512_div_ps(frequency, _mm512_add_ps(frequency, norm));
        _mm512_mask_storeu_ps(scores + i, lanes, _mm512_mul_ps(all, saturation));
    }
}
#endif

void ck_lexical_scores(const uint32_t *documents, const uint32_t *counts0, float weight0, const uint32_t *counts1,
                       float weight1, const float *norms, float weight, size_t count, float *scores) {
#if defined(__x86_64__)
    if (count > 1 && (ck_cpu_features() & CK_AVX512)) {
        return scores_avx512(documents, counts0, weight0, counts1, weight1, norms, weight, count, scores);
    }
#endif
    scores_scalar(documents, counts0, weight0, counts1, weight1, norms, weight, count, scores);
}
