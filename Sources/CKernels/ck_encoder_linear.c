#include "ck_cpu.h"
#include "ck_encoder_kernels.h"
#include "ck_gemm.h"
#include "ck_gemm_tile.h"
#include <math.h>
#include <string.h>

int ck_linear_supports(int precision) {
    switch (precision) {
        case CK_LINEAR_F32: return 1;
        case CK_LINEAR_BF16: return (ck_cpu_features() & CK_AVX512_BF16) != 0;
        case CK_LINEAR_INT8: return (ck_cpu_features() & CK_AVX512_VNNI) != 0;
        default: return 0;
    }
}

static size_t rounded(size_t count, size_t unit) { return (count + unit - 1) / unit * unit; }

/// Bytes of a row of inputs as the kernel reads it: floats, pairs of bfloat16, or quadruples of bytes.
static size_t row_bytes(int precision, size_t inputs) {
    switch (precision) {
        case CK_LINEAR_BF16: return rounded(inputs, 2) * 2;
        case CK_LINEAR_INT8: return rounded(inputs, 4);
        default: return inputs * 4;
    }
}

size_t ck_linear_packed_bytes(int precision, size_t inputs, size_t outputs) {
    return rounded(outputs, CK_GEMM_PANEL) * row_bytes(precision, inputs);
}

/// bfloat16, rounded to the nearest, ties to even.
static uint16_t bf16(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

/// Panels of 32 outputs: for each pair of inputs, the pair of every output.
static void pack_bf16(size_t inputs, size_t outputs, const float *weights, uint16_t *packed) {
    const size_t pairs = rounded(inputs, 2) / 2;
    for (size_t output = 0; output < rounded(outputs, CK_GEMM_PANEL); output++) {
        uint16_t *place = packed + output / CK_GEMM_PANEL * CK_GEMM_PANEL * pairs * 2 + output % CK_GEMM_PANEL * 2;
        const float *line = weights + output * inputs;
        for (size_t input = 0; input < pairs * 2; input++) {
            const int is_real = output < outputs && input < inputs;
            place[input / 2 * CK_GEMM_PANEL * 2 + input % 2] = is_real ? bf16(line[input]) : 0;
        }
    }
}

/// Panels of 32 outputs: for each four inputs, the four bytes of every output.
static void pack_int8(size_t inputs, size_t outputs, const float *weights, int8_t *packed, float *scales, int32_t *sums) {
    const size_t quads = rounded(inputs, 4) / 4;
    memset(packed, 0, ck_linear_packed_bytes(CK_LINEAR_INT8, inputs, outputs));
    for (size_t output = 0; output < rounded(outputs, CK_GEMM_PANEL); output++) {
        scales[output] = 1;
        sums[output] = 0;
        if (output >= outputs) continue;
        int8_t *place = packed + output / CK_GEMM_PANEL * CK_GEMM_PANEL * quads * 4 + output % CK_GEMM_PANEL * 4;
        const float *line = weights + output * inputs;
        float greatest = 0;
        for (size_t input = 0; input < inputs; input++) greatest = fabsf(line[input]) > greatest ? fabsf(line[input]) : greatest;
        scales[output] = greatest > 0 ? greatest / 127 : 1;
        const float factor = 1 / scales[output];
        for (size_t input = 0; input < inputs; input++) {
            const float scaled = line[input] * factor;
            // What is no number in a damaged file counts as none.
            const int32_t value = fabsf(scaled) <= 127.25f ? (int32_t)(scaled < 0 ? scaled - 0.5f : scaled + 0.5f) : 0;
            place[input / 4 * CK_GEMM_PANEL * 4 + input % 4] = (int8_t)value;
            sums[output] += value;
        }
    }
}

void ck_linear_pack(int precision, size_t inputs, size_t outputs, const float *weights, void *packed, float *scales,
                    int32_t *sums) {
    switch (precision) {
        case CK_LINEAR_BF16: pack_bf16(inputs, outputs, weights, packed); break;
        case CK_LINEAR_INT8: pack_int8(inputs, outputs, weights, packed, scales, sums); break;
        default: ck_gemm_pack(weights, inputs, 1, inputs, outputs, packed);
    }
}

size_t ck_linear_scratch_bytes(const ck_linear *layer, size_t rows) {
    if (layer->precision == CK_LINEAR_F32) return 0;
    const size_t codes = layer->precision == CK_LINEAR_INT8 ? rows * sizeof(ck_byte_row) : 0;
    return rounded(rows * row_bytes(layer->precision, layer->inputs), 64) + codes;
}

void ck_linear_run(const ck_linear *layer, size_t rows, const float *x, size_t ldx, int activation, float *y, size_t ldy,
                   void *scratch) {
    const ck_row_kernels *kernels = ck_row_kernels_get();
    const ck_tile_kernel single = ck_tile_kernel_get();
    const size_t bytes = row_bytes(layer->precision, layer->inputs);
    ck_byte_row *codes = (ck_byte_row *)((char *)scratch + rounded(rows * bytes, 64));
    size_t height = single.rows;
#if defined(__x86_64__)
    if (layer->precision == CK_LINEAR_BF16) ck_rows_to_bf16(rows, layer->inputs, x, ldx, scratch, bytes / 2);
    if (layer->precision == CK_LINEAR_INT8) ck_rows_to_bytes(rows, layer->inputs, x, ldx, scratch, bytes, codes);
    if (layer->precision != CK_LINEAR_F32) height = CK_REDUCED_ROWS;
#endif
    const size_t tiles = (rows + height - 1) / height;
    for (size_t column = 0; column < layer->outputs; column += CK_GEMM_PANEL) {
        const size_t width = layer->outputs - column < CK_GEMM_PANEL ? layer->outputs - column : CK_GEMM_PANEL;
        const char *panel = (const char *)layer->packed + column * bytes;
        const float *bias = layer->bias + column;
        for (size_t tile = 0; tile < tiles; tile++) {
            const size_t first = rows * tile / tiles, count = rows * (tile + 1) / tiles - first;
            float *c = y + first * ldy + column;
            switch (layer->precision) {
#if defined(__x86_64__)
                case CK_LINEAR_BF16:
                    ck_tile_bf16(count, bytes / 4, (const uint16_t *)scratch + first * (bytes / 2), bytes / 2,
                                 (const uint16_t *)panel, bias, c, ldy, width);
                    break;
                case CK_LINEAR_INT8:
                    ck_tile_int8(count, bytes / 4, (const uint8_t *)scratch + first * bytes, bytes, codes + first,
                                 (const int8_t *)panel, layer->scales + column, layer->sums + column, bias, c, ldy, width);
                    break;
#endif
                default:
                    single.run(count, layer->inputs, x + first * ldx, ldx, (const float *)panel, bias, CK_TILE_BIAS, c, ldy,
                               width);
            }
            if (activation != CK_ACTIVATION_NONE) kernels->activate(activation, count, width, c, ldy);
        }
    }
}
