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

/// A row of inputs beside its packed places: one store of four bytes for each pair or quadruple.
static void scatter(const uint32_t *row, size_t units, uint32_t *place) {
    for (size_t unit = 0; unit < units; unit++) place[unit * CK_GEMM_PANEL] = row[unit];
}

enum { PART = 256 };

/// Panels of 32 outputs: for each pair of inputs, the pair of every output. Rounded to the nearest, ties to even.
static void pack_bf16(size_t inputs, size_t outputs, const float *weights, uint32_t *packed) {
    const size_t pairs = rounded(inputs, 2) / 2;
    memset(packed, 0, ck_linear_packed_bytes(CK_LINEAR_BF16, inputs, outputs));
    for (size_t output = 0; output < outputs; output++) {
        uint32_t *place = packed + output / CK_GEMM_PANEL * CK_GEMM_PANEL * pairs + output % CK_GEMM_PANEL;
        for (size_t input = 0; input < inputs; input += PART) {
            const size_t count = inputs - input < PART ? inputs - input : PART;
            uint32_t bits[PART], row[PART / 2];
            uint16_t halves[PART] = {0};
            memcpy(bits, weights + output * inputs + input, count * sizeof(float));
            for (size_t index = 0; index < count; index++) {
                halves[index] = (uint16_t)((bits[index] + 0x7fff + (bits[index] >> 16 & 1)) >> 16);
            }
            memcpy(row, halves, sizeof(row));
            scatter(row, rounded(count, 2) / 2, place + input / 2 * CK_GEMM_PANEL);
        }
    }
}

/// Panels of 32 outputs: for each four inputs, the four bytes of every output.
static void pack_int8(size_t inputs, size_t outputs, const float *weights, uint32_t *packed, float *scales, int32_t *sums) {
    const size_t quads = rounded(inputs, 4) / 4;
    memset(packed, 0, ck_linear_packed_bytes(CK_LINEAR_INT8, inputs, outputs));
    for (size_t output = 0; output < rounded(outputs, CK_GEMM_PANEL); output++) {
        scales[output] = 1;
        sums[output] = 0;
        if (output >= outputs) continue;
        uint32_t *place = packed + output / CK_GEMM_PANEL * CK_GEMM_PANEL * quads + output % CK_GEMM_PANEL;
        const float *line = weights + output * inputs;
        // In eight lanes, so that the maximum is found in vectors.
        float lanes[8] = {0}, greatest = 0;
        for (size_t input = 0; input < inputs; input++) {
            const float size = fabsf(line[input]);
            lanes[input % 8] = size > lanes[input % 8] ? size : lanes[input % 8];
        }
        for (size_t lane = 0; lane < 8; lane++) greatest = lanes[lane] > greatest ? lanes[lane] : greatest;
        scales[output] = greatest > 0 ? greatest / 127 : 1;
        const float factor = 1 / scales[output];
        int32_t sum = 0;
        for (size_t input = 0; input < inputs; input += PART) {
            const size_t count = inputs - input < PART ? inputs - input : PART;
            int8_t bytes[PART] = {0};
            uint32_t row[PART / 4];
            for (size_t index = 0; index < count; index++) {
                const float scaled = line[input + index] * factor;
                // What is no number in a damaged file counts as none.
                const float whole = fabsf(scaled) <= 127.25f ? scaled + copysignf(0.5f, scaled) : 0;
                bytes[index] = (int8_t)(int32_t)whole;
                sum += (int32_t)whole;
            }
            memcpy(row, bytes, sizeof(row));
            scatter(row, rounded(count, 4) / 4, place + input / 4 * CK_GEMM_PANEL);
        }
        sums[output] = sum;
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
