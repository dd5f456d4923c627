// Row kernels of the encoder, written once over vectors of LANES floats and compiled for each instruction set: included by
// ck_encoder_rows.c with LANES, TARGET, NAME, VECTOR_MAX and VECTOR_MIN defined. Sums over a row depend on nothing but the row.

typedef float NAME(vector) __attribute__((vector_size(LANES * 4)));
typedef int32_t NAME(integers) __attribute__((vector_size(LANES * 4)));
typedef float NAME(loose) __attribute__((vector_size(LANES * 4), aligned(4), may_alias));
#define VECTOR NAME(vector)
#define LOAD(pointer) ((VECTOR) * (const NAME(loose) *)(pointer))
#define STORE(pointer, value) (*(NAME(loose) *)(pointer) = (value))
#define INLINE TARGET static inline __attribute__((always_inline))

INLINE VECTOR NAME(splat)(float value) { return value - (VECTOR){0}; }

/// e to the power of x, within 2e-7 relative; x is cut to [-87, 88].
INLINE VECTOR NAME(exponential)(VECTOR x) {
    x = VECTOR_MIN(VECTOR_MAX(x, NAME(splat)(-87.0f)), NAME(splat)(88.0f));
    // Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits.
    const VECTOR shifted = x * 1.44269504f + 12582912.0f;
    const VECTOR whole = shifted - 12582912.0f;
    const VECTOR r = (x - whole * 0.693359375f) - whole * -2.12194440e-4f;
    VECTOR sum = r * (1.0f / 720) + (1.0f / 120);
    sum = sum * r + (1.0f / 24);
    sum = sum * r + (1.0f / 6);
    sum = sum * r + 0.5f;
    sum = sum * r + 1.0f;
    sum = sum * r + 1.0f;
    const NAME(integers) power = ((NAME(integers))shifted << 23) + (127 << 23);
    // The bits of 1.5 * 2^23 above the integer fall out of the shift.
    return sum * (VECTOR)power;
}

/// x * Phi(x): the distribution function as 1/2 + x P(x^2) / Q(x^2), fitted on [-5.2, 5.2], within 1e-7.
INLINE VECTOR NAME(gelu)(VECTOR x) {
    const VECTOR z = VECTOR_MIN(VECTOR_MAX(x, NAME(splat)(-5.2f)), NAME(splat)(5.2f));
    const VECTOR u = z * z;
    VECTOR p = u * -1.61618849e-8f + 5.37330371e-6f;
    p = p * u + 0.000411721597f;
    p = p * u + 0.00608020337f;
    p = p * u + 0.0602700003f;
    p = p * u + 0.398941743f;
    VECTOR q = u * 0.00013829645f + 0.00325296373f;
    q = q * u + 0.0432127845f;
    q = q * u + 0.317732278f;
    q = q * u + 1.0f;
    return x * (z * (p / q) + 0.5f);
}

/// The form with tanh: x / (1 + exp(-2 sqrt(2 / pi) (x + 0.044715 x^3))).
INLINE VECTOR NAME(gelu_tanh)(VECTOR x) {
    const VECTOR inner = (x * x * 0.044715f + 1.0f) * x * -1.59576912f;
    return x / (NAME(exponential)(inner) + 1.0f);
}

INLINE VECTOR NAME(activated)(int activation, VECTOR x) {
    switch (activation) {
        case CK_ACTIVATION_GELU: return NAME(gelu)(x);
        case CK_ACTIVATION_GELU_TANH: return NAME(gelu_tanh)(x);
        case CK_ACTIVATION_RELU: return VECTOR_MAX(x, NAME(splat)(0));
        default: return x;
    }
}

TARGET static void NAME(activate)(int activation, size_t rows, size_t columns, float *c, size_t ldc) {
    for (size_t row = 0; row < rows; row++) {
        float *line = c + row * ldc;
        size_t column = 0;
        for (; column + LANES <= columns; column += LANES) {
            STORE(line + column, NAME(activated)(activation, LOAD(line + column)));
        }
        if (column < columns) {
            float rest[LANES] = {0};
            memcpy(rest, line + column, (columns - column) * sizeof(float));
            STORE(rest, NAME(activated)(activation, LOAD(rest)));
            memcpy(line + column, rest, (columns - column) * sizeof(float));
        }
    }
}

INLINE float NAME(sum)(VECTOR value) {
    float total = 0;
    for (size_t lane = 0; lane < LANES; lane++) total += value[lane];
    return total;
}

TARGET static void NAME(add_norm)(size_t rows, size_t columns, const float *added, size_t lda, const float *scale,
                                  const float *shift, float epsilon, float *c, size_t ldc) {
    const size_t whole = columns / LANES * LANES;
    for (size_t row = 0; row < rows; row++) {
        float *line = c + row * ldc;
        const float *other = added ? added + row * lda : NULL;
        VECTOR total = {0}, squares = {0};
        float rest = 0, rest_squares = 0;
        for (size_t column = 0; other && column < whole; column += LANES) {
            STORE(line + column, LOAD(line + column) + LOAD(other + column));
        }
        for (size_t column = whole; other && column < columns; column++) line[column] += other[column];
        for (size_t column = 0; column < whole; column += LANES) total += LOAD(line + column);
        for (size_t column = whole; column < columns; column++) rest += line[column];
        const float mean = (NAME(sum)(total) + rest) / (float)columns;
        for (size_t column = 0; column < whole; column += LANES) {
            const VECTOR centred = LOAD(line + column) - mean;
            squares += centred * centred;
        }
        for (size_t column = whole; column < columns; column++) rest_squares += (line[column] - mean) * (line[column] - mean);
        const float variance = (NAME(sum)(squares) + rest_squares) / (float)columns;
        const float factor = 1.0f / sqrtf(variance + epsilon);
        for (size_t column = 0; column < whole; column += LANES) {
            const VECTOR centred = (LOAD(line + column) - mean) * factor;
            STORE(line + column, centred * LOAD(scale + column) + LOAD(shift + column));
        }
        for (size_t column = whole; column < columns; column++) {
            line[column] = (line[column] - mean) * factor * scale[column] + shift[column];
        }
    }
}

/// Rows of scores become exp(factor * (score - greatest)); `inverses` gets one over each sum. `ld` is a multiple of 32 and
/// what lies behind `columns` in a row may be overwritten.
TARGET static void NAME(softmax)(size_t rows, size_t columns, float *scores, size_t ld, float factor, float *inverses) {
    const size_t padded = (columns + LANES - 1) / LANES * LANES;
    for (size_t row = 0; row < rows; row++) {
        float *line = scores + row * ld;
        for (size_t column = columns; column < padded; column++) line[column] = -1e30f;
        VECTOR greatest = LOAD(line);
        for (size_t column = LANES; column < padded; column += LANES) greatest = VECTOR_MAX(greatest, LOAD(line + column));
        float top = greatest[0];
        for (size_t lane = 1; lane < LANES; lane++) top = greatest[lane] > top ? greatest[lane] : top;
        VECTOR total = {0};
        for (size_t column = 0; column < padded; column += LANES) {
            const VECTOR value = NAME(exponential)((LOAD(line + column) - top) * factor);
            STORE(line + column, value);
            total += value;
        }
        inverses[row] = 1.0f / NAME(sum)(total);
    }
}

const ck_row_kernels NAME(row_kernels) = {NAME(activate), NAME(add_norm), NAME(softmax)};

#undef VECTOR
#undef LOAD
#undef STORE
#undef INLINE
