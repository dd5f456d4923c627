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

void ck_lexical_scores(const uint32_t *documents, const uint32_t *counts0, float weight0, const uint32_t *counts1,
                       float weight1, const float *norms, float weight, size_t count, float *scores) {
    for (size_t i = 0; i < count; i++) {
        float frequency = weight0 * (float)counts0[i];
        if (counts1) frequency += weight1 * (float)counts1[i];
        scores[i] = weight * (frequency / (frequency + norms[documents[i]]));
    }
}
