#include "ck_encoder.h"
#include "ck_encoder_kernels.h"
#include "ck_gemm.h"
#include "ck_gemm_tile.h"
#include <math.h>
#include <pthread.h>
#include <string.h>

void ck_add_norm(size_t rows, size_t columns, const float *added, size_t lda, const float *scale, const float *shift,
                 float epsilon, float *c, size_t ldc) {
    ck_row_kernels_get()->add_norm(rows, columns, added, lda, scale, shift, epsilon, c, ldc);
}

enum { TILE_ROWS = 14 };

static size_t padded(size_t length) { return (length + CK_GEMM_PANEL - 1) / CK_GEMM_PANEL * CK_GEMM_PANEL; }

size_t ck_attention_scratch_count(size_t length, size_t dimension) {
    return ck_gemm_packed_count(dimension, length) + ck_gemm_packed_count(length, dimension) + TILE_ROWS * padded(length);
}

void ck_attention(size_t length, size_t heads, size_t dimension, const float *qkv, size_t ld, float *out, size_t ldo,
                  float *scratch) {
    const ck_tile_kernel kernel = ck_tile_kernel_get();
    const ck_row_kernels *rows = ck_row_kernels_get();
    float *keys = scratch, *values = keys + ck_gemm_packed_count(dimension, length);
    float *scores = values + ck_gemm_packed_count(length, dimension);
    const size_t wide = padded(length), tiles = (length + kernel.rows - 1) / kernel.rows;
    const float factor = 1 / sqrtf((float)dimension);
    for (size_t head = 0; head < heads; head++) {
        const float *q = qkv + head * dimension, *k = q + heads * dimension, *v = k + heads * dimension;
        ck_gemm_pack(k, ld, 1, dimension, length, keys);
        ck_gemm_pack(v, ld, 0, length, dimension, values);
        for (size_t tile = 0; tile < tiles; tile++) {
            const size_t first = length * tile / tiles, count = length * (tile + 1) / tiles - first;
            float inverses[TILE_ROWS];
            for (size_t column = 0; column < length; column += CK_GEMM_PANEL) {
                kernel.run(count, dimension, q + first * ld, ld, keys + column * dimension, NULL, CK_TILE_ZERO, scores + column,
                           wide, CK_GEMM_PANEL);
            }
            rows->softmax(count, length, scores, wide, factor, inverses);
            for (size_t column = 0; column < dimension; column += CK_GEMM_PANEL) {
                const size_t width = dimension - column < CK_GEMM_PANEL ? dimension - column : CK_GEMM_PANEL;
                float *c = out + first * ldo + head * dimension + column;
                kernel.run(count, length, scores, wide, values + column * length, NULL, CK_TILE_ZERO, c, ldo, width);
                for (size_t row = 0; row < count; row++) {
                    for (size_t index = 0; index < width; index++) c[row * ldo + index] *= inverses[row];
                }
            }
        }
    }
}

/// One stored number. Halves become floats by moving exponent and fraction, and rescaling: exact, subnormals included.
static inline float widened(int stored, const char *source, size_t index) {
    uint32_t bits;
    uint16_t half;
    float value;
    if (stored == CK_STORED_F32) {
        memcpy(&value, source + index * 4, sizeof(value));
        return value;
    }
    memcpy(&half, source + index * 2, sizeof(half));
    if (stored == CK_STORED_BF16) {
        bits = (uint32_t)half << 16;
        memcpy(&value, &bits, sizeof(value));
        return value;
    }
    bits = (uint32_t)(half & 0x7fff) << 13;
    if ((half & 0x7c00) == 0x7c00) bits |= 0x7f800000;
    memcpy(&value, &bits, sizeof(value));
    if ((half & 0x7c00) != 0x7c00) value *= 0x1p112f;
    return half & 0x8000 ? -value : value;
}

void ck_widen(int stored, const void *source, size_t count, float *out) {
    if (stored == CK_STORED_F32) {
        memcpy(out, source, count * sizeof(float));
        return;
    }
    for (size_t index = 0; index < count; index++) out[index] = widened(stored, source, index);
}

void ck_widen_add(int stored, const void *source, size_t count, float *out) {
    if (stored == CK_STORED_F32) {
        for (size_t index = 0; index < count; index++) out[index] += widened(CK_STORED_F32, source, index);
        return;
    }
    for (size_t index = 0; index < count; index++) out[index] += widened(stored, source, index);
}

typedef struct {
    void (*work)(void *context, size_t index);
    void *context;
    size_t index;
} task;

static void *run_task(void *argument) {
    const task *t = argument;
    t->work(t->context, t->index);
    return NULL;
}

void ck_parallel(size_t count, void (*work)(void *context, size_t index), void *context) {
    enum { LIMIT = 64 };
    pthread_t threads[LIMIT];
    task tasks[LIMIT];
    size_t started = 1;
    for (; started < count && started < LIMIT; started++) {
        tasks[started] = (task){work, context, started};
        if (pthread_create(&threads[started], NULL, run_task, &tasks[started]) != 0) break;
    }
    if (count > 0) work(context, 0);
    for (size_t index = started; index < count; index++) work(context, index);
    for (size_t index = 1; index < started; index++) pthread_join(threads[index], NULL);
}
