// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target( \
        "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512bf16,avx512vnni,avx512vpopcntdq,f16c,fma"))), \
    apply_to = function)
#include <immintrin.h>

// The sum of the lanes of both: first of equal lanes, then of halves, quarters and so on.
static double sum_of(__m512d low, __m512d high) {
  __m512d all = _mm512_add_pd(low, high);
  __m256d half = _mm256_add_pd(_mm512_castpd512_pd256(all), _mm512_extractf64x4_pd(all, 1));
  __m128d pair = _mm_add_pd(_mm256_castpd256_pd128(half), _mm256_extractf128_pd(half, 1));
  return _mm_cvtsd_f64(pair) + _mm_cvtsd_f64(_mm_unpackhi_pd(pair, pair));
}

void ckernels_compare_f32_avx512(
    const float *x, const float *query, uint32_t count, double sums[3]) {
  __m512d dot[2], square[2], distance[2];
  for (int h = 0; h < 2; h++) dot[h] = square[h] = distance[h] = _mm512_setzero_pd();
  for (uint32_t i = 0; i < count; i += 16) {
    uint32_t left = count - i;
    __mmask16 lanes = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
#pragma clang loop unroll(full)
    for (int h = 0; h < 2; h++) {
      __mmask8 part = (__mmask8)(lanes >> (8 * h));
      __m512d a = _mm512_cvtps_pd(_mm256_maskz_loadu_ps(part, x + i + 8 * h));
      __m512d b = _mm512_cvtps_pd(_mm256_maskz_loadu_ps(part, query + i + 8 * h));
      __m512d difference = _mm512_sub_pd(a, b);
      dot[h] = _mm512_fmadd_pd(a, b, dot[h]);
      square[h] = _mm512_fmadd_pd(a, a, square[h]);
      distance[h] = _mm512_fmadd_pd(difference, difference, distance[h]);
    }
  }
  sums[0] = sum_of(dot[0], dot[1]);
  sums[1] = sum_of(square[0], square[1]);
  sums[2] = sum_of(distance[0], distance[1]);
}

void ckernels_narrow_f16_avx512(const float *from, uint32_t count, uint16_t *to) {
  for (uint32_t i = 0; i < count; i += 16) {
    uint32_t left = count - i;
    __mmask16 lanes = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
    __m512 x = _mm512_maskz_loadu_ps(lanes, from + i);
    _mm256_mask_storeu_epi16(to + i, lanes, _mm512_cvtps_ph(x, _MM_FROUND_TO_NEAREST_INT));
  }
}

void ckernels_widen_bf16_avx512(const uint16_t *from, uint32_t count, float *to) {
  for (uint32_t i = 0; i < count; i += 16) {
    uint32_t left = count - i;
    __mmask16 lanes = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
    __m512i wide = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(lanes, from + i));
    _mm512_mask_storeu_ps(to + i, lanes, _mm512_castsi512_ps(_mm512_slli_epi32(wide, 16)));
  }
}

void ckernels_widen_f16_avx512(const uint16_t *from, uint32_t count, float *to) {
  for (uint32_t i = 0; i < count; i += 16) {
    uint32_t left = count - i;
    __mmask16 lanes = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
    __m512 wide = _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(lanes, from + i));
    _mm512_mask_storeu_ps(to + i, lanes, wide);
  }
}

#pragma clang attribute pop
#endif
