#include "ck_cpu.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static uint32_t detect(void) {
    uint32_t found = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("popcnt")) found |= CK_POPCNT;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) found |= CK_AVX2_FMA;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && (found & CK_AVX2_FMA)) {
        found |= CK_AVX512;
        if (__builtin_cpu_supports("avx512vnni")) found |= CK_AVX512_VNNI;
        if (__builtin_cpu_supports("avx512bf16")) found |= CK_AVX512_BF16;
    }
#endif
    const char *limit = getenv("COSCI_CPU");
    if (limit && strcmp(limit, "scalar") == 0) found = 0;
    if (limit && strcmp(limit, "avx2") == 0) found &= CK_AVX2_FMA | CK_POPCNT;
    return found;
}

uint32_t ck_cpu_features(void) {
    // Detected twice at worst when threads race: the answer is the same.
    static _Atomic uint32_t cached = UINT32_MAX;
    uint32_t features = atomic_load_explicit(&cached, memory_order_relaxed);
    if (features == UINT32_MAX) {
        features = detect();
        atomic_store_explicit(&cached, features, memory_order_relaxed);
    }
    return features;
}
