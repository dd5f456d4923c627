#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CByteScan.h"
#include <string.h>

size_t cosci_count_line_feeds(const uint8_t *bytes, size_t count) {
    size_t found = 0;
    for (size_t at = 0; at < count; at += 1) found += bytes[at] == '\n';
    return found;
}

size_t cosci_find(const uint8_t *bytes, size_t count, const uint8_t *needle, size_t needle_count) {
    if (needle_count > count) return count;
    const uint8_t *found = memmem(bytes, count, needle, needle_count);
    return found == NULL ? count : (size_t)(found - bytes);
}
