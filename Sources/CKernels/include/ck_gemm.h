#pragma once
#include <stddef.h>
#include <stdint.h>

/// What `ck_sgemm` does with its matrices, as a sum.
enum {
    CK_GEMM_TRANSPOSE_A = 1,  ///< A is stored k x m: C = A^T * B
    CK_GEMM_TRANSPOSE_B = 2,  ///< B is stored n x k: C = A * B^T
    CK_GEMM_ACCUMULATE = 4,   ///< C += instead of C =
};

/// C (m x n) = op(A) (m x k) * op(B) (k x n), all row-major; `lda`, `ldb`, `ldc` are the distances between rows as stored.
///
/// Every element is the sum over k from first to last in single precision, so the result depends neither on the number of
/// threads nor on the other rows and columns; with and without fused multiply-add it differs in rounding. Two threads at most
/// are used, and only where the product is large. Ends the process when there is no memory for packing (2 MB a thread).
void ck_sgemm(uint32_t flags, size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, size_t ldb, float *c,
              size_t ldc, int threads);

/// The widths of packed matrices: a panel holds this many columns.
enum { CK_GEMM_PANEL = 32 };

/// Floats that `ck_gemm_pack` writes for a k x n matrix.
static inline size_t ck_gemm_packed_count(size_t k, size_t n) {
    return (n + CK_GEMM_PANEL - 1) / CK_GEMM_PANEL * CK_GEMM_PANEL * k;
}

/// Packs op(B) (k x n) into panels of 32 columns, each k x 32, filled up with zeros. With `transposed`, B is stored n x k.
void ck_gemm_pack(const float *b, size_t ldb, int transposed, size_t k, size_t n, float *packed);

/// C (m x n) = A (m x k) * packed B + bias (n values, or NULL): one thread, each row independent of the others to the bit.
void ck_gemm_packed(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, const float *bias, float *c,
                    size_t ldc);
