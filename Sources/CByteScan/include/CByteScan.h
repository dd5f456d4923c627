#pragma once
#include <stddef.h>
#include <stdint.h>

/// The index of the first byte in `bytes[0..<count]` that ends a run of plain JSON string content: a quotation mark, a
/// backslash or a control character below 0x20; `count` when there is none.
///
/// The high bit of `seen` is set when any of the bytes passed over is outside ASCII; its other bits have no meaning.
size_t cosci_json_plain_run(const uint8_t *bytes, size_t count, uint8_t *seen);

/// What `cosci_json_string_end` tells about a string: bits of `marks`.
enum {
    cosci_json_escaped = 0x01,
    cosci_json_control = 0x02,
    cosci_json_non_ascii = 0x80,
};

/// The index of the quotation mark that ends a JSON string whose content starts at `bytes`; `count` when there is none.
/// Stops at a control character, with `cosci_json_control` in `marks`.
size_t cosci_json_string_end(const uint8_t *bytes, size_t count, uint8_t *marks);

/// What `cosci_json_unescape` gives when an escape is malformed.
#define cosci_json_bad_escape SIZE_MAX

/// Decodes the content of a JSON string (RFC 8259, section 7) into `out`, which holds at least `count` bytes: the result is
/// never longer. A lone surrogate becomes U+FFFD.
///
/// Returns the length of the result. When an escape is malformed, returns `cosci_json_bad_escape` and sets `position` to
/// its index. `has_nul` is set when the result contains U+0000, otherwise left alone.
size_t cosci_json_unescape(const uint8_t *bytes, size_t count, uint8_t *out, size_t *position, uint8_t *has_nul);

/// The index of the first byte that is not part of well-formed UTF-8 (Unicode 16, table 3-7); `count` when all is well.
size_t cosci_utf8_valid_prefix(const uint8_t *bytes, size_t count);

/// The number of line feeds in `bytes[0..<count]`.
size_t cosci_count_line_feeds(const uint8_t *bytes, size_t count);

/// The index of the first occurrence of `needle` in `bytes[0..<count]`; `count` when there is none.
size_t cosci_find(const uint8_t *bytes, size_t count, const uint8_t *needle, size_t needle_count);
