#include "ck_gemm.h"
#include "ck_cpu.h"
#include "ck_gemm_tile.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// A block of B stays in the second-level cache while a block of A passes over it.
enum { DEPTH = 384, ROWS = 168, COLUMNS = 1024 };

static void tile_portable(size_t rows, size_t k, const float *a, size_t lda, const float *panel, const float *bias, int start,
                          float *c, size_t ldc, size_t columns) {
    for (size_t row = 0; row < rows; row++) {
        float sums[CK_GEMM_PANEL] = {0};
        if (start == CK_TILE_BIAS) memcpy(sums, bias, columns * sizeof(float));
        if (start == CK_TILE_C) memcpy(sums, c + row * ldc, columns * sizeof(float));
        for (size_t index = 0; index < k; index++) {
            const float value = a[row * lda + index];
            const float *line = panel + index * CK_GEMM_PANEL;
            for (size_t column = 0; column < CK_GEMM_PANEL; column++) sums[column] += value * line[column];
        }
        memcpy(c + row * ldc, sums, columns * sizeof(float));
    }
}

ck_tile_kernel ck_tile_kernel_get(void) {
#if defined(__x86_64__)
    const uint32_t features = ck_cpu_features();
    if (features & CK_AVX512) return (ck_tile_kernel){ck_tile_avx512, CK_TILE_ROWS_AVX512};
    if (features & CK_AVX2_FMA) return (ck_tile_kernel){ck_tile_avx2, CK_TILE_ROWS_AVX2};
#endif
    return (ck_tile_kernel){tile_portable, CK_TILE_ROWS_PORTABLE};
}

void ck_gemm_pack(const float *b, size_t ldb, int transposed, size_t k, size_t n, float *packed) {
    for (size_t column = 0; column < n; column += CK_GEMM_PANEL) {
        const size_t width = n - column < CK_GEMM_PANEL ? n - column : CK_GEMM_PANEL;
        float *panel = packed + column * k;
        if (width < CK_GEMM_PANEL) memset(panel, 0, k * CK_GEMM_PANEL * sizeof(float));
        if (!transposed) {
            for (size_t row = 0; row < k; row++) {
                memcpy(panel + row * CK_GEMM_PANEL, b + row * ldb + column, width * sizeof(float));
            }
            continue;
        }
        // Sixteen values of each column at a time: what is read and what is written both stay in the cache.
        for (size_t block = 0; block < k; block += 16) {
            const size_t end = k - block < 16 ? k : block + 16;
            for (size_t inner = 0; inner < width; inner++) {
                const float *source = b + (column + inner) * ldb;
                for (size_t row = block; row < end; row++) panel[row * CK_GEMM_PANEL + inner] = source[row];
            }
        }
    }
}

/// Passes rows of A over packed panels: tiles of nearly equal heights.
static void pass(ck_tile_kernel kernel, size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed,
                 const float *bias, int start, float *c, size_t ldc) {
    const size_t tiles = (m + kernel.rows - 1) / kernel.rows;
    for (size_t column = 0; column < n; column += CK_GEMM_PANEL) {
        const size_t width = n - column < CK_GEMM_PANEL ? n - column : CK_GEMM_PANEL;
        const float *part = bias ? bias + column : NULL;
        for (size_t tile = 0; tile < tiles; tile++) {
            const size_t first = m * tile / tiles, end = m * (tile + 1) / tiles;
            kernel.run(end - first, k, a + first * lda, lda, packed + column * k, part, start, c + first * ldc + column, ldc,
                       width);
        }
    }
}

void ck_gemm_packed(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, const float *bias, float *c,
                    size_t ldc) {
    pass(ck_tile_kernel_get(), m, n, k, a, lda, packed, bias, bias ? CK_TILE_BIAS : CK_TILE_ZERO, c, ldc);
}

typedef struct {
    uint32_t flags;
    size_t m, n, k;
    const float *a;
    size_t lda;
    const float *b;
    size_t ldb;
    float *c;
    size_t ldc;
} product;

/// A block of op(A), row by row.
static void copy_rows(const product *p, size_t row, size_t rows, size_t depth, size_t count, float *block) {
    if (!(p->flags & CK_GEMM_TRANSPOSE_A)) {
        for (size_t index = 0; index < rows; index++) {
            memcpy(block + index * count, p->a + (row + index) * p->lda + depth, count * sizeof(float));
        }
        return;
    }
    for (size_t outer = 0; outer < rows; outer += 16) {
        const size_t end = rows - outer < 16 ? rows : outer + 16;
        for (size_t inner = 0; inner < count; inner++) {
            const float *source = p->a + (depth + inner) * p->lda + row;
            for (size_t index = outer; index < end; index++) block[index * count + inner] = source[index];
        }
    }
}

static void *multiply(void *argument) {
    const product *p = argument;
    const ck_tile_kernel kernel = ck_tile_kernel_get();
    const size_t depths = p->k < DEPTH ? p->k : DEPTH, rows = p->m < ROWS ? p->m : ROWS;
    const size_t columns = p->n < COLUMNS ? p->n : COLUMNS;
    float *panels = malloc((ck_gemm_packed_count(depths, columns) + rows * depths) * sizeof(float));
    if (!panels) abort();
    float *block = panels + ck_gemm_packed_count(depths, columns);
    for (size_t column = 0; column < p->n; column += COLUMNS) {
        const size_t width = p->n - column < COLUMNS ? p->n - column : COLUMNS;
        for (size_t depth = 0; depth < p->k; depth += DEPTH) {
            const size_t count = p->k - depth < DEPTH ? p->k - depth : DEPTH;
            const int transposed = (p->flags & CK_GEMM_TRANSPOSE_B) != 0;
            ck_gemm_pack(transposed ? p->b + column * p->ldb + depth : p->b + depth * p->ldb + column, p->ldb, transposed,
                         count, width, panels);
            const int start = depth || p->flags & CK_GEMM_ACCUMULATE ? CK_TILE_C : CK_TILE_ZERO;
            for (size_t row = 0; row < p->m; row += ROWS) {
                const size_t height = p->m - row < ROWS ? p->m - row : ROWS;
                copy_rows(p, row, height, depth, count, block);
                pass(kernel, height, width, count, block, count, panels, NULL, start, p->c + row * p->ldc + column, p->ldc);
            }
        }
    }
    free(panels);
    return NULL;
}

void ck_sgemm(uint32_t flags, size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, size_t ldb, float *c,
              size_t ldc, int threads) {
    product whole = {flags, m, n, k, a, lda, b, ldb, c, ldc};
    if (m == 0 || n == 0) return;
    if (k == 0) {
        for (size_t row = 0; !(flags & CK_GEMM_ACCUMULATE) && row < m; row++) memset(c + row * ldc, 0, n * sizeof(float));
        return;
    }
    // A thread costs about as much as a million products.
    if (threads < 2 || (double)m * (double)n * (double)k < 4e6 || (m < 2 && n < 2)) {
        multiply(&whole);
        return;
    }
    product first = whole, second = whole;
    if (m >= n) {
        first.m = m / 2;
        second.m = m - first.m;
        second.a += flags & CK_GEMM_TRANSPOSE_A ? first.m : first.m * lda;
        second.c += first.m * ldc;
    } else {
        first.n = n / 2;
        second.n = n - first.n;
        second.b += flags & CK_GEMM_TRANSPOSE_B ? first.n * ldb : first.n;
        second.c += first.n;
    }
    pthread_t helper;
    const int failed = pthread_create(&helper, NULL, multiply, &second);
    multiply(&first);
    if (failed) {
        multiply(&second);
    } else {
        pthread_join(helper, NULL);
    }
}
