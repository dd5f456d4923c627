#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro in zlib.h, which Swift cannot import.
static inline int cosci_inflateInit2(z_streamp stream, int windowBits) {
    return inflateInit2(stream, windowBits);
}

/// `deflateInit2` is a macro in zlib.h, which Swift cannot import.
static inline int cosci_deflateInit2(z_streamp stream, int level, int windowBits) {
    return deflateInit2(stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
}
