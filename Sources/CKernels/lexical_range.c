#include "ck_lexical.h"
#include <string.h>

#pragma STDC FP_CONTRACT OFF

enum { BUCKETS = 1024 };

void ck_lexical_add_maxima(const uint8_t *maxima, float factor, size_t ranges, float *bounds) {
    for (size_t i = 0; i < ranges; i++) bounds[i] += factor * (float)maxima[i];
}

void ck_lexical_add_scores(const uint32_t *documents, const float *scores, size_t count, float *bounds) {
    size_t i = 0;
    while (i < count) {
        uint32_t range = documents[i] / CK_LEXICAL_RANGE;
        float best = scores[i];
        for (i++; i < count && documents[i] / CK_LEXICAL_RANGE == range; i++) {
            if (scores[i] > best) best = scores[i];
        }
        bounds[range] += best;
    }
}

void ck_lexical_require(const float *more, size_t ranges, float *bounds) {
    for (size_t i = 0; i < ranges; i++) bounds[i] = bounds[i] > 0 && more[i] > 0 ? bounds[i] + more[i] : 0;
}

uint64_t ck_lexical_reaching(const float *row, float limit) {
    // A byte for each score, then eight of them to a byte: the product moves the lowest bits of eight bytes to the top.
    uint8_t reached[CK_LEXICAL_RANGE];
    for (int i = 0; i < CK_LEXICAL_RANGE; i++) reached[i] = row[i] >= limit;
    uint64_t bits = 0;
    for (int i = 0; i < CK_LEXICAL_RANGE; i += 8) {
        uint64_t eight;
        memcpy(&eight, reached + i, sizeof eight);
        bits |= (eight * 0x0102040810204080ull >> 56) << i;
    }
    return bits;
}

float ck_lexical_cut(const float *bounds, size_t count, size_t wanted) {
    float greatest = 0;
    for (size_t i = 0; i < count; i++) greatest = bounds[i] > greatest ? bounds[i] : greatest;
    if (!(greatest > 0)) return 0;
    uint32_t buckets[BUCKETS] = {0};
    const float scale = (BUCKETS - 1) / greatest;
    for (size_t i = 0; i < count; i++) {
        float place = bounds[i] * scale;
        // Also for what is no number.
        buckets[place > 0 && place < BUCKETS ? (uint32_t)place : 0]++;
    }
    size_t reached = 0;
    for (int bucket = BUCKETS - 1; bucket > 0; bucket--) {
        reached += buckets[bucket];
        if (reached >= wanted) return (float)bucket / scale;
    }
    return 0;
}

size_t ck_lexical_select(const float *bounds, size_t count, float low, float high, uint32_t *out) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        out[found] = (uint32_t)i;
        found += bounds[i] >= low && bounds[i] < high && bounds[i] > 0;
    }
    return found;
}

void ck_lexical_spread(const uint32_t *documents, const float *scores, size_t count, uint32_t first, float *row,
                       float *sums) {
    for (size_t i = 0; i < count; i++) {
        uint32_t place = documents[i] - first;
        row[place] = scores[i];
        sums[place] += scores[i];
    }
}

void ck_lexical_accumulate(const uint32_t *documents, const float *scores, size_t count, float *sums) {
    for (size_t i = 0; i < count; i++) sums[documents[i]] += scores[i];
}

void ck_lexical_clear(const uint32_t *documents, size_t count, uint32_t first, float *row) {
    for (size_t i = 0; i < count; i++) row[documents[i] - first] = 0;
}

int ck_lexical_reaches(const float *sums, float limit) {
    typedef float f4 __attribute__((vector_size(16)));
    typedef int32_t i4 __attribute__((vector_size(16)));
    const f4 limits = {limit, limit, limit, limit};
    i4 reached = {0, 0, 0, 0};
    for (int i = 0; i < CK_LEXICAL_RANGE; i += 4) {
        f4 sum;
        memcpy(&sum, sums + i, sizeof sum);
        reached |= sum >= limits;
    }
    return (reached[0] | reached[1] | reached[2] | reached[3]) != 0;
}

size_t ck_lexical_rank(const uint32_t *values, size_t count, uint32_t limit) {
    size_t low = 0, step = 1;
    while (low + step <= count && values[low + step - 1] < limit) {
        low += step;
        step *= 2;
    }
    size_t rest = step - 1 < count - low ? step - 1 : count - low;
    while (rest > 0) {
        size_t half = rest / 2;
        if (values[low + half] < limit) {
            low += half + 1;
            rest -= half + 1;
        } else {
            rest = half;
        }
    }
    return low;
}
