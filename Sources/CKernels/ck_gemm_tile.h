#pragma once
#include <stddef.h>

/// How the sums of a tile start.
enum { CK_TILE_ZERO, CK_TILE_BIAS, CK_TILE_C };

/// Adds A (rows x k) * panel (k x 32) to a tile of C of `columns` (1 to 32) columns. `start` is where its sums start.
typedef void (*ck_tile)(size_t rows, size_t k, const float *a, size_t lda, const float *panel, const float *bias, int start,
                        float *c, size_t ldc, size_t columns);

/// A kernel and the greatest number of rows that it takes at once.
typedef struct {
    ck_tile run;
    size_t rows;
} ck_tile_kernel;

/// The kernel for this processor.
ck_tile_kernel ck_tile_kernel_get(void);

void ck_tile_avx512(size_t rows, size_t k, const float *a, size_t lda, const float *panel, const float *bias, int start,
                    float *c, size_t ldc, size_t columns);
void ck_tile_avx2(size_t rows, size_t k, const float *a, size_t lda, const float *panel, const float *bias, int start, float *c,
                  size_t ldc, size_t columns);
enum { CK_TILE_ROWS_AVX512 = 14, CK_TILE_ROWS_AVX2 = 6, CK_TILE_ROWS_PORTABLE = 4 };
