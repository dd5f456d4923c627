#include "ck_lexical.h"
#include <string.h>

// Vectors of four lanes: SSE2 on every x86-64, NEON on every arm64.
typedef uint32_t v4 __attribute__((vector_size(16)));

enum { ROWS = CK_LEXICAL_BLOCK / 4 };

static inline v4 load(const void *from) {
    v4 value;
    memcpy(&value, from, sizeof value);
    return value;
}

static inline void store(void *to, v4 value) { memcpy(to, &value, sizeof value); }

unsigned ck_lexical_width(const uint32_t *values) {
    uint32_t all = 0;
    for (int i = 0; i < CK_LEXICAL_BLOCK; i++) all |= values[i];
    return all == 0 ? 0 : 32 - (unsigned)__builtin_clz(all);
}

// With a constant width the loops unroll to shifts by constants.
static inline __attribute__((always_inline)) void pack(const uint32_t *values, const unsigned width, uint8_t *out) {
    v4 word = {0, 0, 0, 0};
#pragma clang loop unroll(full)
    for (unsigned row = 0; row < ROWS; row++) {
        const unsigned shift = row * width & 31;
        v4 value = load(values + 4 * row);
        word |= value << shift;
        if (shift + width >= 32) {
            store(out, word);
            out += 16;
            word = shift + width > 32 ? value >> (32 - shift) : (v4){0, 0, 0, 0};
        }
    }
}

static inline __attribute__((always_inline)) void unpack(const uint8_t *in, const unsigned width, uint32_t *values) {
    const uint32_t ones = width == 32 ? UINT32_MAX : (1u << width) - 1;
    const v4 mask = {ones, ones, ones, ones};
#pragma clang loop unroll(full)
    for (unsigned row = 0; row < ROWS; row++) {
        const unsigned shift = row * width & 31, word = row * width >> 5;
        v4 value = load(in + 16 * word) >> shift;
        if (shift + width > 32) value |= load(in + 16 * (word + 1)) << (32 - shift);
        store(values + 4 * row, value & mask);
    }
}

#define EACH_WIDTH(X)                                                                                                \
    X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20)    \
        X(21) X(22) X(23) X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31) X(32)

void ck_lexical_pack(const uint32_t *values, unsigned width, uint8_t *out) {
#define PACK(W)                                                                                                      \
    case W: return pack(values, W, out);
    switch (width) { EACH_WIDTH(PACK) }
}

void ck_lexical_unpack(const uint8_t *packed, unsigned width, uint32_t *values) {
#define UNPACK(W)                                                                                                    \
    case W: return unpack(packed, W, values);
    switch (width) { EACH_WIDTH(UNPACK) }
    memset(values, 0, CK_LEXICAL_BLOCK * sizeof *values);
}

int ck_lexical_documents(uint32_t *gaps, uint32_t previous, uint32_t limit) {
    uint32_t document = previous;
    for (int i = 0; i < CK_LEXICAL_BLOCK; i++) {
        document += gaps[i] + 1;
        gaps[i] = document;
    }
    // The first may be 0, after a `previous` of -1.
    int descends = gaps[0] <= previous && previous != UINT32_MAX;
    for (int i = 1; i < CK_LEXICAL_BLOCK; i++) descends |= gaps[i] <= gaps[i - 1];
    return !descends && gaps[CK_LEXICAL_BLOCK - 1] < limit;
}
