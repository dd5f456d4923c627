#pragma once
#include "ck_dot.h"

// What ck_dot.c chooses from; each file is compiled for its own instruction set.
float ck_dot_f32_avx512(const float *a, const float *b, size_t n);
float ck_dot_f32_avx2(const float *a, const float *b, size_t n);
float ck_dot_f16_avx512(const float *a, const uint16_t *b, size_t n);
uint64_t ck_scan_codes_vnni(const ck_code_rows *rows, size_t first, size_t count, const ck_code_query *query,
                            float threshold, float *scores);
uint64_t ck_scan_codes_avx2(const ck_code_rows *rows, size_t first, size_t count, const ck_code_query *query,
                            float threshold, float *scores);
void ck_score_codes_vnni(const ck_code_rows *rows, const uint32_t *numbers, size_t count, const ck_code_query *query,
                         float *scores);
void ck_score_codes_avx2(const ck_code_rows *rows, const uint32_t *numbers, size_t count, const ck_code_query *query,
                         float *scores);
