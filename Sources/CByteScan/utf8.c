#include "CByteScan.h"
#include <string.h>

/// The length of the well-formed sequence at `bytes`, 0 when there is none (Unicode 16, table 3-7).
static size_t sequence(const uint8_t *bytes, size_t count) {
    uint8_t first = bytes[0];
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (count < length) return 0;
    uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (bytes[1] < low || bytes[1] > high) return 0;
    for (size_t index = 2; index < length; index += 1) {
        if ((bytes[index] & 0xC0) != 0x80) return 0;
    }
    return length;
}

size_t cosci_utf8_valid_prefix(const uint8_t *bytes, size_t count) {
    size_t at = 0;
    while (at < count) {
        uint64_t block = 0;
        if (at + 8 <= count) {
            memcpy(&block, bytes + at, 8);
            if ((block & 0x8080808080808080u) == 0) {
                at += 8;
                continue;
            }
        }
        size_t length = sequence(bytes + at, count - at);
        if (length == 0) return at;
        at += length;
    }
    return count;
}
