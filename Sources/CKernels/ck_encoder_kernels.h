#pragma once
#include "ck_encoder.h"

/// Kernels over rows for one instruction set.
typedef struct {
    void (*activate)(int activation, size_t rows, size_t columns, float *c, size_t ldc);
    void (*add_norm)(size_t rows, size_t columns, const float *added, size_t lda, const float *scale, const float *shift,
                     float epsilon, float *c, size_t ldc);
    void (*softmax)(size_t rows, size_t columns, float *scores, size_t ld, float factor, float *inverses);
} ck_row_kernels;

/// Those for this processor.
const ck_row_kernels *ck_row_kernels_get(void);

enum { CK_REDUCED_ROWS = 14 };

void ck_rows_to_bf16(size_t rows, size_t columns, const float *a, size_t lda, uint16_t *out, size_t ldo);
void ck_tile_bf16(size_t rows, size_t pairs, const uint16_t *a, size_t lda, const uint16_t *panel, const float *bias, float *c,
                  size_t ldc, size_t columns);

/// How a row of bytes stands for floats: value = scale * (byte - zero).
typedef struct {
    float scale;
    int32_t zero;
} ck_byte_row;

void ck_rows_to_bytes(size_t rows, size_t columns, const float *a, size_t lda, uint8_t *out, size_t ldo, ck_byte_row *codes);
void ck_tile_int8(size_t rows, size_t quads, const uint8_t *a, size_t lda, const ck_byte_row *codes, const int8_t *panel,
                  const float *scales, const int32_t *sums, const float *bias, float *c, size_t ldc, size_t columns);
