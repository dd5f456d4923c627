#pragma once
/// Kernels in C: each chooses the widest instructions that the processor has when it first runs.
#include "ck_cpu.h"
#include "ck_dot.h"
#include "ck_encoder.h"
#include "ck_gemm.h"
#include "ck_lexical.h"
