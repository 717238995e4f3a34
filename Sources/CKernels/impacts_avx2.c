// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang fp contract(off)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#include <immintrin.h>

#define FLOATS(start) _mm256_loadu_ps(start)
#define CODES(start) \
  _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(start))))

// Postings that are fetched ahead: the machine's own fetching ends with each page of 4 kB.
enum { AHEAD = 512 };

// Products of eight weights at a time; sums are added to one by one, as they lie apart.
#define ADD(NAME, WEIGHT, LOAD)                                                            \
  void NAME(                                                                               \
      const uint16_t *documents, const WEIGHT *weights, uint64_t count, float factor,      \
      float *sums) {                                                                       \
    __m256 factors = _mm256_set1_ps(factor);                                               \
    uint64_t i = 0;                                                                        \
    for (; i + 8 <= count; i += 8) {                                                       \
      __builtin_prefetch(weights + i + AHEAD);                                             \
      __builtin_prefetch(documents + i + AHEAD);                                           \
      float products[8];                                                                   \
      _mm256_storeu_ps(products, _mm256_mul_ps(factors, LOAD(weights + i)));               \
      for (int j = 0; j < 8; j++) sums[documents[i + (uint64_t)j]] += products[j];         \
    }                                                                                      \
    for (; i < count; i++) sums[documents[i]] += factor * (float)weights[i];               \
  }

ADD(ckernels_add_f32_avx2, float, FLOATS)
ADD(ckernels_add_u8_avx2, uint8_t, CODES)

void ckernels_add_group_avx2(
    const uint8_t *group, uint32_t count, uint8_t term, float factor, float *sums) {
  const uint8_t *blocks = group + count, *codes = blocks + count;
  __m256i wanted = _mm256_set1_epi8((char)term);
  for (uint32_t i = 0; i < count; i += 32) {
    __m256i terms = _mm256_loadu_si256((const __m256i *)(group + i));
    uint32_t found = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(terms, wanted));
    if (count - i < 32) found &= (1u << (count - i)) - 1;
    for (; found; found &= found - 1) {
      uint32_t entry = i + (uint32_t)__builtin_ctz(found);
      sums[blocks[entry]] += factor * (float)codes[entry];
    }
  }
}

uint32_t ckernels_count_f32_avx2(const float *sums, uint32_t end, float least) {
  __m256 limit = _mm256_set1_ps(least);
  __m256i counts = _mm256_setzero_si256();
  for (uint32_t i = 0; i < end; i += 8) {
    __m256 reached = _mm256_cmp_ps(_mm256_loadu_ps(sums + i), limit, _CMP_GE_OQ);
    counts = _mm256_sub_epi32(counts, _mm256_castps_si256(reached));
  }
  uint32_t lanes[8], count = 0;
  _mm256_storeu_si256((__m256i *)lanes, counts);
  for (int lane = 0; lane < 8; lane++) count += lanes[lane];
  return count;
}

#pragma clang attribute pop
#endif
