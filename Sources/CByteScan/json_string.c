#include "json_plain_run.h"

size_t cosci_json_string_end(const uint8_t *bytes, size_t count, uint8_t *marks) {
    size_t at = 0;
    uint8_t seen = 0;
    while (1) {
        at += plain_run(bytes + at, count - at, &seen);
        if (at >= count || bytes[at] == '"') break;
        if (bytes[at] != '\\' || (at + 1 < count && bytes[at + 1] < 0x20)) {
            *marks |= cosci_json_control;
            break;
        }
        *marks |= cosci_json_escaped;
        if (at + 1 >= count) {
            at = count;
            break;
        }
        seen |= bytes[at + 1];
        at += 2;
    }
    *marks |= seen & cosci_json_non_ascii;
    return at;
}

/// Copies up to the next backslash and returns how many bytes that were. May write up to 16 bytes behind them, but never
/// beyond `out + count`.
static size_t copy_plain(const uint8_t *bytes, size_t count, uint8_t *out) {
    size_t at = 0;
#if defined(__SSE2__)
    const __m128i backslash = _mm_set1_epi8('\\');
    while (at + 16 <= count) {
        __m128i block = _mm_loadu_si128((const __m128i *)(bytes + at));
        _mm_storeu_si128((__m128i *)(out + at), block);
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(block, backslash));
        if (found != 0) return at + (size_t)__builtin_ctz((unsigned)found);
        at += 16;
    }
#elif defined(__ARM_NEON)
    while (at + 16 <= count) {
        uint8x16_t block = vld1q_u8(bytes + at);
        vst1q_u8(out + at, block);
        if (vmaxvq_u8(vceqq_u8(block, vdupq_n_u8('\\'))) != 0) break;
        at += 16;
    }
#endif
    while (at < count && bytes[at] != '\\') {
        out[at] = bytes[at];
        at += 1;
    }
    return at;
}

/// The value of four hexadecimal digits; -1 when they are none.
static int32_t hex4(const uint8_t *bytes, size_t count) {
    if (count < 4) return -1;
    int32_t value = 0;
    for (size_t index = 0; index < 4; index += 1) {
        uint8_t byte = bytes[index];
        uint8_t lower = byte | 0x20;
        if (byte >= '0' && byte <= '9') value = value << 4 | (byte - '0');
        else if (lower >= 'a' && lower <= 'f') value = value << 4 | (lower - 'a' + 10);
        else return -1;
    }
    return value;
}

static size_t put_scalar(uint32_t scalar, uint8_t *out) {
    if (scalar < 0x80) {
        out[0] = (uint8_t)scalar;
        return 1;
    }
    if (scalar < 0x800) {
        out[0] = (uint8_t)(0xC0 | scalar >> 6);
        out[1] = (uint8_t)(0x80 | (scalar & 0x3F));
        return 2;
    }
    if (scalar < 0x10000) {
        out[0] = (uint8_t)(0xE0 | scalar >> 12);
        out[1] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
        out[2] = (uint8_t)(0x80 | (scalar & 0x3F));
        return 3;
    }
    out[0] = (uint8_t)(0xF0 | scalar >> 18);
    out[1] = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
    out[2] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
    out[3] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 4;
}

/// Decodes what follows `\u`: four digits, or twelve bytes of a surrogate pair. Returns how many bytes were read, 0 when
/// malformed.
static size_t unicode_escape(const uint8_t *bytes, size_t count, uint32_t *scalar) {
    int32_t first = hex4(bytes, count);
    if (first < 0) return 0;
    *scalar = (uint32_t)first;
    if (first < 0xD800 || first > 0xDFFF) return 4;
    *scalar = 0xFFFD;
    if (first > 0xDBFF || count < 10 || bytes[4] != '\\' || bytes[5] != 'u') return 4;
    int32_t second = hex4(bytes + 6, count - 6);
    if (second < 0xDC00 || second > 0xDFFF) return 4;
    *scalar = 0x10000 + ((uint32_t)(first - 0xD800) << 10) + (uint32_t)(second - 0xDC00);
    return 10;
}

static int simple_escape(uint8_t byte) {
    switch (byte) {
    case '"': case '\\': case '/': return byte;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return -1;
    }
}

size_t cosci_json_unescape(const uint8_t *bytes, size_t count, uint8_t *out, size_t *position, uint8_t *has_nul) {
    size_t at = 0;
    size_t written = 0;
    while (1) {
        size_t plain = copy_plain(bytes + at, count - at, out + written);
        at += plain;
        written += plain;
        if (at >= count) return written;
        *position = at;
        if (at + 1 >= count) return cosci_json_bad_escape;
        int simple = simple_escape(bytes[at + 1]);
        if (simple >= 0) {
            out[written] = (uint8_t)simple;
            written += 1;
            at += 2;
            continue;
        }
        uint32_t scalar = 0;
        size_t length = bytes[at + 1] == 'u' ? unicode_escape(bytes + at + 2, count - at - 2, &scalar) : 0;
        if (length == 0) return cosci_json_bad_escape;
        if (scalar == 0) *has_nul = 1;
        written += put_scalar(scalar, out + written);
        at += 2 + length;
    }
}
