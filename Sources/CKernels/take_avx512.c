// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang fp contract(off)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi"))), apply_to = function)
#include <immintrin.h>

// A vector of LANES sums at a time; SUFFIX names the instructions of their type.
#define TAKE(NAME, REAL, VECTOR, LANES, SUFFIX)                                               \
  uint32_t NAME(                                                                              \
      REAL *sums, uint32_t from, uint32_t end, REAL least, uint32_t *documents, REAL *kept) { \
    uint32_t count = 0;                                                                       \
    VECTOR limit = _mm512_set1_##SUFFIX(least), zero = _mm512_setzero_##SUFFIX();             \
    __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);  \
    for (uint32_t i = from; i < end; i += LANES) {                                            \
      VECTOR sum = _mm512_loadu_##SUFFIX(sums + i);                                           \
      uint32_t keep = _mm512_cmp_##SUFFIX##_mask(sum, limit, _CMP_GE_OQ);                     \
      _mm512_storeu_##SUFFIX(sums + i, zero);                                                 \
      if (keep) {                                                                             \
        __m512i position = _mm512_add_epi32(_mm512_set1_epi32((int)i), lanes);                \
        position = _mm512_maskz_compress_epi32((__mmask16)keep, position);                    \
        _mm512_storeu_##SUFFIX(kept + count, _mm512_maskz_compress_##SUFFIX(keep, sum));      \
        _mm512_storeu_si512(documents + count, position);                                     \
        count += (uint32_t)__builtin_popcount(keep);                                          \
      }                                                                                       \
    }                                                                                         \
    return count;                                                                             \
  }

TAKE(ckernels_take_f64_avx512, double, __m512d, 8, pd)
TAKE(ckernels_take_f32_avx512, float, __m512, 16, ps)

#pragma clang attribute pop
#endif
