// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang fp contract(off)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#include <immintrin.h>

// Two vectors of LANES sums at a time; SUFFIX names the instructions of their type.
#define TAKE(NAME, REAL, VECTOR, LANES, SUFFIX)                                              \
  uint32_t NAME(                                                                             \
      REAL *sums, uint32_t from, uint32_t end, REAL least, uint32_t *documents, REAL *kept) { \
    uint32_t count = 0;                                                                      \
    VECTOR limit = _mm256_set1_##SUFFIX(least), zero = _mm256_setzero_##SUFFIX();            \
    for (uint32_t i = from; i < end; i += 2 * LANES) {                                       \
      VECTOR low = _mm256_cmp_##SUFFIX(_mm256_loadu_##SUFFIX(sums + i), limit, _CMP_GE_OQ);  \
      VECTOR high =                                                                          \
          _mm256_cmp_##SUFFIX(_mm256_loadu_##SUFFIX(sums + i + LANES), limit, _CMP_GE_OQ);   \
      uint32_t keep = (uint32_t)_mm256_movemask_##SUFFIX(low) |                              \
                      (uint32_t)_mm256_movemask_##SUFFIX(high) << LANES;                     \
      for (; keep; keep &= keep - 1) {                                                       \
        uint32_t position = i + (uint32_t)__builtin_ctz(keep);                               \
        documents[count] = position;                                                         \
        kept[count] = sums[position];                                                        \
        count += 1;                                                                          \
      }                                                                                      \
      _mm256_storeu_##SUFFIX(sums + i, zero);                                                \
      _mm256_storeu_##SUFFIX(sums + i + LANES, zero);                                        \
    }                                                                                        \
    return count;                                                                            \
  }

TAKE(ckernels_take_f64_avx2, double, __m256d, 4, pd)
TAKE(ckernels_take_f32_avx2, float, __m256, 8, ps)

#pragma clang attribute pop
#endif
