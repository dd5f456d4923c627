#pragma once
#include <stddef.h>
#include <stdint.h>

/// Values in a packed block of the lexical index.
#define CK_LEXICAL_BLOCK 128

/// Bits that the greatest of `CK_LEXICAL_BLOCK` values needs, from 0 to 32.
unsigned ck_lexical_width(const uint32_t *values);

/// Packs a block of values of `width` bits (0 to 32) into 16 x `width` bytes. Value i is in the lane i mod 4 of 32 bits:
/// the vertical layout of Lemire and Boytsov, "Decoding billions of integers per second through vectorization" (2015).
void ck_lexical_pack(const uint32_t *values, unsigned width, uint8_t *out);

/// Unpacks what `ck_lexical_pack` wrote; `width` must be at most 32.
void ck_lexical_unpack(const uint8_t *packed, unsigned width, uint32_t *values);

/// Turns a block of gaps into document numbers: each is the one before (at first `previous`) plus 1 plus its gap.
/// Returns whether they ascend and stay below `limit`; what is in the block otherwise must not be used.
int ck_lexical_documents(uint32_t *gaps, uint32_t previous, uint32_t limit);

/// What documents weigh in the saturation of a term: `norms[i]` = `base` + `slope` x the weighted length of document i.
/// Lengths have 1, 2 or 4 bytes each (`size0`, `size1`); the second array may be null.
void ck_lexical_norms(const void *lengths0, unsigned size0, float weight0, const void *lengths1, unsigned size1,
                      float weight1, double base, double slope, size_t count, float *norms);

/// `scores[i]` = `weight` x tf / (tf + norms[documents[i]]), where tf = `weight0` x `counts0[i]` + `weight1` x
/// `counts1[i]`; 0 where tf is 0. `counts1` may be null. Every document must have a norm.
void ck_lexical_scores(const uint32_t *documents, const uint32_t *counts0, float weight0, const uint32_t *counts1,
                       float weight1, const float *norms, float weight, size_t count, float *scores);

/// Documents of a range, for which bounds are kept.
#define CK_LEXICAL_RANGE 64

/// Adds to the bound of each range what a frequent term may score there: `factor` x its maximum.
void ck_lexical_add_maxima(const uint8_t *maxima, float factor, size_t ranges, float *bounds);

/// Adds to the bound of each range the best score of a list there. The documents ascend and lie in the ranges.
void ck_lexical_add_scores(const uint32_t *documents, const float *scores, size_t count, float *bounds);

/// Adds bounds to those that are above 0 where both are; the others become 0.
void ck_lexical_require(const float *more, size_t ranges, float *bounds);

/// A bit for each score of a row that is at least `limit`, the first the lowest.
uint64_t ck_lexical_reaching(const float *row, float limit);

/// A value that about `wanted` of the bounds reach; 0 when fewer are above 0.
float ck_lexical_cut(const float *bounds, size_t count, size_t wanted);

/// Puts the ranges whose bound is at least `low` and less than `high` into `out` (room for `count`), ascending, and
/// returns how many there are. Ranges with the bound 0 are left out.
size_t ck_lexical_select(const float *bounds, size_t count, float low, float high, uint32_t *out);

/// Spreads the scores of postings over the row of a range, `row[documents[i] - first]` = `scores[i]`, and adds them to the
/// sums of the range. Every document must lie in the range.
void ck_lexical_spread(const uint32_t *documents, const float *scores, size_t count, uint32_t first, float *row,
                       float *sums);

/// Adds the scores of postings to those of their documents: `sums[documents[i]]` += `scores[i]`.
void ck_lexical_accumulate(const uint32_t *documents, const float *scores, size_t count, float *sums);

/// Makes the scores of postings in a row 0 again.
void ck_lexical_clear(const uint32_t *documents, size_t count, uint32_t first, float *row);

/// Whether one of the `CK_LEXICAL_RANGE` sums is at least `limit`.
int ck_lexical_reaches(const float *sums, float limit);

/// How many of the values, which ascend, are less than `limit`; found in growing steps from the first on.
size_t ck_lexical_rank(const uint32_t *values, size_t count, uint32_t limit);
