#pragma once

#if defined(__linux__)
#include <malloc.h>
#endif

/// Gives free memory back to the system, where the C library can be told to (glibc).
static inline void cosci_return_free_memory(void) {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}
