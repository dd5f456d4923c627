#pragma once
#include <stddef.h>
#include <stdint.h>

/// Inner products of embeddings: of floats, of half-precision rows, and of rows quantised to a byte per component.
///
/// Every path (AVX-512, AVX2, portable) gives the same bits: integer sums are exact, and sums of floats are taken in 64
/// lanes with fused multiply-adds (element i goes to lane i mod 64), the lanes then folded by halves.

/// Inner product of `n` floats.
float ck_dot_f32(const float *a, const float *b, size_t n);

/// Inner product of `n` floats with `n` halves (IEEE 754 binary16).
float ck_dot_f16(const float *a, const uint16_t *b, size_t n);

/// Rounds `n` floats to halves, to nearest even.
void ck_f16_from_f32(const float *from, uint16_t *to, size_t n);

/// Widens `n` halves to floats.
void ck_f32_from_f16(const uint16_t *from, float *to, size_t n);

/// A query quantised to signed bytes: component = value * scale.
typedef struct {
    const int8_t *values;  ///< `stride` bytes, zeros after the last component
    size_t stride;         ///< bytes of a row, a multiple of 64
    int32_t bias;          ///< 128 * the sum of the values: rows are stored with 128 added
    float scale;
} ck_code_query;

/// Rows quantised to bytes: component = (byte - 128) * the row's scale; bytes after the last component are 128.
typedef struct {
    const uint8_t *codes;  ///< rows of the query's stride
    const float *scales;
} ck_code_rows;

/// Scores `count` (at most 64) successive rows from `first` on.
///
/// Writes all scores; returns the set of those that are greater than `threshold`, the first row in the lowest bit.
uint64_t ck_scan_codes(const ck_code_rows *rows, size_t first, size_t count, const ck_code_query *query,
                       float threshold, float *scores);

/// Scores the rows whose numbers are given, fetching them ahead.
void ck_score_codes(const ck_code_rows *rows, const uint32_t *numbers, size_t count, const ck_code_query *query,
                    float *scores);

/// Makes row `row` the query: fills `values` (the stride's bytes) and `query`, whose stride is set already.
void ck_query_of_row(const ck_code_rows *rows, size_t row, int8_t *values, ck_code_query *query);
