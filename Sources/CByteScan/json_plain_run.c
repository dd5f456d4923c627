#include "json_plain_run.h"

size_t cosci_json_plain_run(const uint8_t *bytes, size_t count, uint8_t *seen) {
    return plain_run(bytes, count, seen);
}
