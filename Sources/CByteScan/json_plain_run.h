#pragma once
#include "CByteScan.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

static inline int ends_run(uint8_t byte) {
    return byte == '"' || byte == '\\' || byte < 0x20;
}

/// See `cosci_json_plain_run`; inlined into the scan for the end of a string, whose runs are short.
static inline size_t plain_run(const uint8_t *bytes, size_t count, uint8_t *seen) {
    size_t at = 0;
    uint8_t all = 0;
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i last_control = _mm_set1_epi8(0x1F);
    unsigned high = 0;
    while (at + 16 <= count) {
        __m128i block = _mm_loadu_si128((const __m128i *)(bytes + at));
        __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, last_control), block);
        __m128i stop = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash)), control);
        unsigned stops = (unsigned)_mm_movemask_epi8(stop);
        unsigned outside = (unsigned)_mm_movemask_epi8(block);
        if (stops != 0) {
            unsigned index = (unsigned)__builtin_ctz(stops);
            high |= outside & ((1u << index) - 1);
            if (high != 0) *seen |= 0x80;
            return at + index;
        }
        high |= outside;
        at += 16;
    }
    if (high != 0) all = 0x80;
#elif defined(__ARM_NEON)
    uint8x16_t every = vdupq_n_u8(0);
    while (at + 16 <= count) {
        uint8x16_t block = vld1q_u8(bytes + at);
        uint8x16_t stop = vorrq_u8(vorrq_u8(vceqq_u8(block, vdupq_n_u8('"')), vceqq_u8(block, vdupq_n_u8('\\'))),
                                   vcltq_u8(block, vdupq_n_u8(0x20)));
        if (vmaxvq_u8(stop) != 0) break;
        every = vorrq_u8(every, block);
        at += 16;
    }
    if (vmaxvq_u8(every) & 0x80) all = 0x80;
#endif
    while (at < count && !ends_run(bytes[at])) {
        all |= bytes[at];
        at += 1;
    }
    *seen |= all;
    return at;
}
