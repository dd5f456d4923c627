#pragma once
#include <stddef.h>
#include <stdint.h>

// Kernels of a transformer encoder. Every row of a result depends on its own row of the input alone (attention: on its
// sequence), in a fixed order of sums: a text gets the same bits whatever is computed beside it.

/// What is applied to the result of a linear layer.
enum { CK_ACTIVATION_NONE = 0, CK_ACTIVATION_GELU = 1, CK_ACTIVATION_GELU_TANH = 2, CK_ACTIVATION_RELU = 3 };

/// In which arithmetic a linear layer is computed; sums are single precision, or exact for int8.
enum {
    CK_LINEAR_F32 = 0,
    CK_LINEAR_BF16 = 1,  ///< weights and inputs rounded to bfloat16; needs CK_AVX512_BF16
    CK_LINEAR_INT8 = 2,  ///< weights to 8 bits for each output, inputs for each row; needs CK_AVX512_VNNI
};

/// A linear layer y = x W^T + b, packed for the kernels: `outputs` x `inputs` weights.
typedef struct {
    int precision;
    size_t inputs, outputs;
    void *packed;          ///< `ck_linear_packed_bytes`, aligned to 64 bytes
    const float *bias;     ///< `outputs` values
    const float *scales;   ///< int8 only: one for each output, filled up to a multiple of 32
    const int32_t *sums;   ///< int8 only: the sum of each output's weights, filled up to a multiple of 32
} ck_linear;

/// Whether this processor computes in `precision`.
int ck_linear_supports(int precision);
/// Bytes that the packed weights take.
size_t ck_linear_packed_bytes(int precision, size_t inputs, size_t outputs);
/// Packs `weights` (outputs x inputs, row-major) into `packed`; fills `scales` and `sums` for int8.
void ck_linear_pack(int precision, size_t inputs, size_t outputs, const float *weights, void *packed, float *scales,
                    int32_t *sums);
/// Bytes of scratch that `ck_linear_run` needs for `rows` rows.
size_t ck_linear_scratch_bytes(const ck_linear *layer, size_t rows);
/// y (rows x outputs) = activation(x W^T + b) for x (rows x inputs). `scratch` is aligned to 64 bytes.
void ck_linear_run(const ck_linear *layer, size_t rows, const float *x, size_t ldx, int activation, float *y, size_t ldy,
                   void *scratch);

/// Each row of c (rows x columns) becomes LayerNorm(c + added) * scale + shift; `added` may be NULL.
void ck_add_norm(size_t rows, size_t columns, const float *added, size_t lda, const float *scale, const float *shift,
                 float epsilon, float *c, size_t ldc);

/// Floats of scratch that `ck_attention` needs.
size_t ck_attention_scratch_count(size_t length, size_t dimension);
/// Attention of one sequence of `length` rows: each row of `qkv` holds query, key and value, `heads` x `dimension` each;
/// `out` gets `heads` x `dimension` values a row. Scores are divided by the root of `dimension`.
void ck_attention(size_t length, size_t heads, size_t dimension, const float *qkv, size_t ld, float *out, size_t ldo,
                  float *scratch);

/// How numbers are stored in a file of weights.
enum { CK_STORED_F32 = 0, CK_STORED_F16 = 1, CK_STORED_BF16 = 2 };
/// Writes `count` stored numbers (little-endian, at any address) as floats.
void ck_widen(int stored, const void *source, size_t count, float *out);
/// Adds `count` stored numbers to floats.
void ck_widen_add(int stored, const void *source, size_t count, float *out);

/// Calls `work(context, index)` for index 0 to `count` - 1, each on a thread of its own but for 0, which is the caller's;
/// returns when all have returned. What gets no thread runs on the caller's.
void ck_parallel(size_t count, void (*work)(void *context, size_t index), void *context);
