// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang fp contract(off)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi"))), apply_to = function)
#include <immintrin.h>

// How sixteen values of one width are brought into sixteen 32-bit lanes out of one 64-byte load:
// `pick` chooses the four bytes that hold each value and `shift` drops the bits before it.
typedef struct {
  __m512i pick;
  __m512i shift;
  __m512i mask;
} Layout;

static inline Layout layout_of(uint32_t bits) {
  __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  __m512i start = _mm512_mullo_epi32(lane, _mm512_set1_epi32((int)bits));
  __m512i first = _mm512_srli_epi32(start, 3);
  __m512i repeated = _mm512_mullo_epi32(first, _mm512_set1_epi32(0x01010101));
  Layout layout;
  layout.pick = _mm512_add_epi8(repeated, _mm512_set1_epi32(0x03020100));
  layout.shift = _mm512_and_si512(start, _mm512_set1_epi32(7));
  layout.mask = _mm512_set1_epi32((int)((1u << bits) - 1));
  return layout;
}

// Lanes that hold one of the `left` remaining values.
static inline __mmask16 lanes_below(uint32_t left) {
  return left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
}

static inline __m512i unpack16(const uint8_t *group, const Layout *layout) {
  __m512i lanes = _mm512_permutexvar_epi8(layout->pick, _mm512_loadu_si512(group));
  return _mm512_and_si512(_mm512_srlv_epi32(lanes, layout->shift), layout->mask);
}

void ckernels_unpack_avx512(
    const uint8_t *packed, uint32_t bits, uint32_t count, uint32_t add, uint32_t *values) {
  Layout layout = layout_of(bits);
  __m512i constant = _mm512_set1_epi32((int)add);
  for (uint32_t i = 0; i < count; i += 16, packed += 2 * bits) {
    _mm512_storeu_si512(values + i, _mm512_add_epi32(unpack16(packed, &layout), constant));
  }
}

void ckernels_unpack_gaps_avx512(
    const uint8_t *packed, uint32_t bits, uint32_t count, uint32_t base, uint32_t *values) {
  Layout layout = layout_of(bits);
  __m512i zero = _mm512_setzero_si512();
  __m512i ones = _mm512_set1_epi32(1);
  __m512i top = _mm512_set1_epi32(15);
  __m512i last = _mm512_set1_epi32((int)base);
  for (uint32_t i = 0; i < count; i += 16, packed += 2 * bits) {
    __m512i sum = _mm512_add_epi32(unpack16(packed, &layout), ones);
    sum = _mm512_add_epi32(sum, _mm512_alignr_epi32(sum, zero, 15));
    sum = _mm512_add_epi32(sum, _mm512_alignr_epi32(sum, zero, 14));
    sum = _mm512_add_epi32(sum, _mm512_alignr_epi32(sum, zero, 12));
    sum = _mm512_add_epi32(sum, _mm512_alignr_epi32(sum, zero, 8));
    sum = _mm512_add_epi32(sum, last);
    _mm512_storeu_si512(values + i, sum);
    last = _mm512_permutexvar_epi32(top, sum);
  }
}

uint64_t ckernels_sum_avx512(const uint8_t *packed, uint32_t bits, uint32_t count) {
  Layout layout = layout_of(bits);
  __m512i sums = _mm512_setzero_si512();
  for (uint32_t i = 0; i < count; i += 16, packed += 2 * bits) {
    sums = _mm512_mask_add_epi32(sums, lanes_below(count - i), sums, unpack16(packed, &layout));
  }
  __m512i low = _mm512_cvtepu32_epi64(_mm512_castsi512_si256(sums));
  __m512i high = _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(sums, 1));
  return (uint64_t)_mm512_reduce_add_epi64(_mm512_add_epi64(low, high));
}

static inline __m512 saturate16(
    __m512i frequency, __m512 factor, __m512 weight, __m512 shift, __m512 offset) {
  __m512 product = _mm512_mul_ps(_mm512_cvtepi32_ps(frequency), factor);
  __m512 rest = _mm512_div_ps(weight, _mm512_add_ps(shift, product));
  __mmask16 present = _mm512_test_epi32_mask(frequency, frequency);
  return _mm512_maskz_add_ps(present, offset, _mm512_sub_ps(weight, rest));
}

void ckernels_saturation_coded_avx512(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const uint8_t *codes,
    const float *table, float weight, float shift, float offset, float *scores) {
  __m512 w = _mm512_set1_ps(weight), s = _mm512_set1_ps(shift), o = _mm512_set1_ps(offset);
  __m512i zero = _mm512_setzero_si512();
  for (uint32_t i = 0; i < count; i += 16) {
    __mmask16 lanes = lanes_below(count - i);
    __m512i document = _mm512_loadu_si512(documents + i);
    __m512i code = _mm512_mask_i32gather_epi32(zero, lanes, document, codes, 1);
    code = _mm512_and_si512(code, _mm512_set1_epi32(0xff));
    __m512 factor = _mm512_i32gather_ps(code, table, 4);
    __m512i frequency = _mm512_loadu_si512(frequencies + i);
    _mm512_storeu_ps(scores + i, saturate16(frequency, factor, w, s, o));
  }
}

void ckernels_saturation_avx512(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const float *factors,
    float weight, float shift, float offset, float *scores) {
  __m512 w = _mm512_set1_ps(weight), s = _mm512_set1_ps(shift), o = _mm512_set1_ps(offset);
  __m512 zero = _mm512_setzero_ps();
  for (uint32_t i = 0; i < count; i += 16) {
    __mmask16 lanes = lanes_below(count - i);
    __m512i document = _mm512_loadu_si512(documents + i);
    __m512 factor = _mm512_mask_i32gather_ps(zero, lanes, document, factors, 4);
    __m512i frequency = _mm512_loadu_si512(frequencies + i);
    _mm512_storeu_ps(scores + i, saturate16(frequency, factor, w, s, o));
  }
}

void ckernels_nibbles_avx512(
    const uint8_t *nibbles, const uint32_t *indices, uint32_t count, uint32_t *values) {
  __m512i zero = _mm512_setzero_si512();
  for (uint32_t i = 0; i < count; i += 16) {
    __mmask16 lanes = lanes_below(count - i);
    __m512i index = _mm512_loadu_si512(indices + i);
    __m512i word =
        _mm512_mask_i32gather_epi32(zero, lanes, _mm512_srli_epi32(index, 3), nibbles, 4);
    __m512i shift = _mm512_slli_epi32(_mm512_and_si512(index, _mm512_set1_epi32(7)), 2);
    __m512i value = _mm512_and_si512(_mm512_srlv_epi32(word, shift), _mm512_set1_epi32(15));
    _mm512_storeu_si512(values + i, value);
  }
}

uint32_t ckernels_keep_avx512(
    uint32_t *documents, double *sums, uint32_t from, uint32_t count, double others, float lowest,
    float scale, float bin) {
  uint32_t kept = from;
  for (uint32_t i = from; i < count; i += 8) {
    __mmask8 lanes = count - i >= 8 ? 0xff : (__mmask8)((1u << (count - i)) - 1);
    __m512d sum = _mm512_maskz_loadu_pd(lanes, sums + i);
    __m256i document = _mm256_maskz_loadu_epi32(lanes, documents + i);
    __m256 bound = _mm512_cvtpd_ps(_mm512_add_pd(sum, _mm512_set1_pd(others)));
    __m256 position =
        _mm256_mul_ps(_mm256_sub_ps(bound, _mm256_set1_ps(lowest)), _mm256_set1_ps(scale));
    __mmask8 keep = _mm256_mask_cmp_ps_mask(lanes, position, _mm256_set1_ps(bin), _CMP_GE_OQ);
    // Whole registers are stored: what lies behind the kept rows was read already.
    _mm512_mask_storeu_pd(sums + kept, lanes, _mm512_maskz_compress_pd(keep, sum));
    _mm256_mask_storeu_epi32(documents + kept, lanes, _mm256_maskz_compress_epi32(keep, document));
    kept += (uint32_t)__builtin_popcount(keep);
  }
  return kept;
}

void ckernels_sign_sums_avx512(
    const int64_t *tables, const uint64_t *signs, uint32_t count, uint32_t lanes, int64_t *sums) {
  for (uint32_t row = 0; row < count; row += 1, sums += lanes) {
    uint64_t pattern = signs[row];
    const int64_t *rows[8];
    for (uint32_t byte = 0; byte < 8; byte += 1) {
      rows[byte] = tables + (size_t)(256 * byte + ((pattern >> (8 * byte)) & 0xff)) * lanes;
    }
    for (uint32_t lane = 0; lane < lanes; lane += 8) {
      __m512i sum = _mm512_loadu_si512(sums + lane);
      for (uint32_t byte = 0; byte < 8; byte += 1) {
        sum = _mm512_add_epi64(sum, _mm512_loadu_si512(rows[byte] + lane));
      }
      _mm512_storeu_si512(sums + lane, sum);
    }
  }
}

#pragma clang attribute pop
#endif
