// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang fp contract(off)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#include <immintrin.h>

// How eight values of one width are brought into eight 32-bit lanes: the first four come from a
// 16-byte load at the group's start, the others from one at `second`; `shuffle` picks the four
// bytes that hold each value and `shift` drops the bits before it.
typedef struct {
  __m256i shuffle;
  __m256i shift;
  __m256i mask;
  uint32_t second;
} Layout;

static inline Layout layout_of(uint32_t bits) {
  uint8_t bytes[32];
  uint32_t shifts[8];
  uint32_t second = (4 * bits) >> 3;
  for (uint32_t lane = 0; lane < 8; lane++) {
    uint32_t start = lane * bits;
    uint32_t first = (start >> 3) - (lane < 4 ? 0 : second);
    for (uint32_t i = 0; i < 4; i++) bytes[4 * lane + i] = (uint8_t)(first + i);
    shifts[lane] = start & 7;
  }
  Layout layout;
  layout.shuffle = _mm256_loadu_si256((const __m256i *)bytes);
  layout.shift = _mm256_loadu_si256((const __m256i *)shifts);
  layout.mask = _mm256_set1_epi32((int)((1u << bits) - 1));
  layout.second = second;
  return layout;
}

// Lanes that hold one of the `left` remaining values.
static inline __m256i lanes_below(uint32_t left) {
  __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(left > 8 ? 8 : (int)left), lane);
}

static inline __m256i unpack8(const uint8_t *group, const Layout *layout) {
  __m128i low = _mm_loadu_si128((const __m128i *)group);
  __m128i high = _mm_loadu_si128((const __m128i *)(group + layout->second));
  __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
  __m256i lanes = _mm256_shuffle_epi8(both, layout->shuffle);
  return _mm256_and_si256(_mm256_srlv_epi32(lanes, layout->shift), layout->mask);
}

void ckernels_unpack_avx2(
    const uint8_t *packed, uint32_t bits, uint32_t count, uint32_t add, uint32_t *values) {
  Layout layout = layout_of(bits);
  __m256i constant = _mm256_set1_epi32((int)add);
  for (uint32_t i = 0; i < count; i += 8, packed += bits) {
    __m256i lanes = _mm256_add_epi32(unpack8(packed, &layout), constant);
    _mm256_storeu_si256((__m256i *)(values + i), lanes);
  }
}

void ckernels_unpack_gaps_avx2(
    const uint8_t *packed, uint32_t bits, uint32_t count, uint32_t base, uint32_t *values) {
  Layout layout = layout_of(bits);
  __m256i ones = _mm256_set1_epi32(1);
  __m256i last = _mm256_set1_epi32((int)base);
  for (uint32_t i = 0; i < count; i += 8, packed += bits) {
    __m256i sum = _mm256_add_epi32(unpack8(packed, &layout), ones);
    sum = _mm256_add_epi32(sum, _mm256_slli_si256(sum, 4));
    sum = _mm256_add_epi32(sum, _mm256_slli_si256(sum, 8));
    __m256i low = _mm256_permute4x64_epi64(_mm256_shuffle_epi32(sum, 0xff), 0x50);
    sum = _mm256_add_epi32(sum, _mm256_blend_epi32(_mm256_setzero_si256(), low, 0xf0));
    sum = _mm256_add_epi32(sum, last);
    _mm256_storeu_si256((__m256i *)(values + i), sum);
    last = _mm256_permutevar8x32_epi32(sum, _mm256_set1_epi32(7));
  }
}

uint64_t ckernels_sum_avx2(const uint8_t *packed, uint32_t bits, uint32_t count) {
  Layout layout = layout_of(bits);
  __m256i sums = _mm256_setzero_si256();
  for (uint32_t i = 0; i < count; i += 8, packed += bits) {
    __m256i values = _mm256_and_si256(unpack8(packed, &layout), lanes_below(count - i));
    sums = _mm256_add_epi32(sums, values);
  }
  uint32_t lanes[8];
  _mm256_storeu_si256((__m256i *)lanes, sums);
  uint64_t sum = 0;
  for (int lane = 0; lane < 8; lane += 1) {
    sum += lanes[lane];
  }
  return sum;
}

static inline __m256 saturate8(
    __m256i frequency, __m256 factor, __m256 weight, __m256 shift, __m256 offset) {
  __m256 product = _mm256_mul_ps(_mm256_cvtepi32_ps(frequency), factor);
  __m256 rest = _mm256_div_ps(weight, _mm256_add_ps(shift, product));
  __m256 score = _mm256_add_ps(offset, _mm256_sub_ps(weight, rest));
  __m256i absent = _mm256_cmpeq_epi32(frequency, _mm256_setzero_si256());
  return _mm256_andnot_ps(_mm256_castsi256_ps(absent), score);
}

void ckernels_saturation_coded_avx2(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const uint8_t *codes,
    const float *table, float weight, float shift, float offset, float *scores) {
  __m256 w = _mm256_set1_ps(weight), s = _mm256_set1_ps(shift), o = _mm256_set1_ps(offset);
  for (uint32_t i = 0; i < count; i += 8) {
    __m256i lanes = lanes_below(count - i);
    __m256i document = _mm256_and_si256(_mm256_loadu_si256((const __m256i *)(documents + i)), lanes);
    __m256i code = _mm256_i32gather_epi32((const int *)codes, document, 1);
    code = _mm256_and_si256(code, _mm256_set1_epi32(0xff));
    __m256 factor = _mm256_i32gather_ps(table, code, 4);
    __m256i frequency = _mm256_loadu_si256((const __m256i *)(frequencies + i));
    _mm256_storeu_ps(scores + i, saturate8(frequency, factor, w, s, o));
  }
}

void ckernels_saturation_avx2(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const float *factors,
    float weight, float shift, float offset, float *scores) {
  __m256 w = _mm256_set1_ps(weight), s = _mm256_set1_ps(shift), o = _mm256_set1_ps(offset);
  for (uint32_t i = 0; i < count; i += 8) {
    __m256i lanes = lanes_below(count - i);
    __m256i document = _mm256_and_si256(_mm256_loadu_si256((const __m256i *)(documents + i)), lanes);
    __m256 factor = _mm256_i32gather_ps(factors, document, 4);
    __m256i frequency = _mm256_loadu_si256((const __m256i *)(frequencies + i));
    _mm256_storeu_ps(scores + i, saturate8(frequency, factor, w, s, o));
  }
}

void ckernels_nibbles_avx2(
    const uint8_t *nibbles, const uint32_t *indices, uint32_t count, uint32_t *values) {
  for (uint32_t i = 0; i < count; i += 8) {
    __m256i lanes = lanes_below(count - i);
    __m256i index = _mm256_and_si256(_mm256_loadu_si256((const __m256i *)(indices + i)), lanes);
    __m256i word = _mm256_i32gather_epi32((const int *)nibbles, _mm256_srli_epi32(index, 3), 4);
    __m256i shift = _mm256_slli_epi32(_mm256_and_si256(index, _mm256_set1_epi32(7)), 2);
    __m256i value = _mm256_and_si256(_mm256_srlv_epi32(word, shift), _mm256_set1_epi32(15));
    _mm256_storeu_si256((__m256i *)(values + i), value);
  }
}

void ckernels_sign_sums_avx2(
    const int64_t *tables, const uint64_t *signs, uint32_t count, uint32_t lanes, int64_t *sums) {
  for (uint32_t row = 0; row < count; row += 1, sums += lanes) {
    uint64_t pattern = signs[row];
    const int64_t *rows[8];
    for (uint32_t byte = 0; byte < 8; byte += 1) {
      rows[byte] = tables + (size_t)(256 * byte + ((pattern >> (8 * byte)) & 0xff)) * lanes;
    }
    for (uint32_t lane = 0; lane < lanes; lane += 4) {
      __m256i sum = _mm256_loadu_si256((const __m256i *)(sums + lane));
      for (uint32_t byte = 0; byte < 8; byte += 1) {
        sum = _mm256_add_epi64(sum, _mm256_loadu_si256((const __m256i *)(rows[byte] + lane)));
      }
      _mm256_storeu_si256((__m256i *)(sums + lane), sum);
    }
  }
}

#pragma clang attribute pop
#endif
