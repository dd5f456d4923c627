#pragma once
#include <stddef.h>
#include <stdint.h>

/// The index of the first byte in `bytes[0..<count]` that ends a run of plain JSON string content: a quotation mark, a
/// backslash or a control character below 0x20; `count` when there is none.
///
/// `seen` collects the bitwise OR of all bytes passed over, so that the caller knows from its high bit whether any of
/// them was outside ASCII.
size_t cosci_json_plain_run(const uint8_t *bytes, size_t count, uint8_t *seen);
