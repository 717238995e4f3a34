// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target( \
        "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512bf16,avx512vnni,avx512vpopcntdq,f16c,fma"))), \
    apply_to = function)
#include <immintrin.h>

// A block of rows against a panel of 32 queries: each row's elements are broadcast from where the
// table lies, the queries' are loaded as two registers, and sums stay in registers. A panel of a few
// hundred elements comes from the second cache, a block of rows from the first.
enum { ROWS = 12 };

#define ALWAYS static inline __attribute__((always_inline))

ALWAYS uint32_t lanes_of(const ckernels_scan *scan, uint32_t panel) {
  uint32_t left = scan->queries - panel * CKERNELS_LANES;
  return left >= CKERNELS_LANES ? 0xffffffffu : (1u << left) - 1;
}

// Adds the rows that reach their query's limit to its list; `row` counts from scan->first.
ALWAYS void keep(
    const ckernels_scan *scan, const ckernels_lists *lists, uint32_t query, uint32_t row,
    __m512 product, __mmask16 lanes) {
  __m512 factor = _mm512_mul_ps(
      _mm512_set1_ps(scan->scales[row]), _mm512_maskz_loadu_ps(lanes, scan->query_scales + query));
  __m512 score = _mm512_fmadd_ps(product, factor, _mm512_set1_ps(scan->shifts[row]));
  __m512 limit = _mm512_maskz_loadu_ps(lanes, lists->limits + query);
  uint32_t kept = _mm512_mask_cmp_ps_mask(lanes, score, limit, _CMP_NLT_UQ);
  if (__builtin_expect(kept != 0, 0)) {
    float scores[16];
    _mm512_storeu_ps(scores, score);
    for (; kept; kept &= kept - 1) {
      uint32_t lane = (uint32_t)__builtin_ctz(kept);
      uint64_t place = (query + lane) * lists->capacity + lists->counts[query + lane]++;
      lists->rows[place] = scan->first + row;
      lists->scores[place] = scores[lane];
    }
  }
}

// Asks for the block of rows after this one while this one is worked on, a part of it a panel.
ALWAYS void fetch_ahead(const ckernels_scan *scan, uint32_t row, uint32_t panel, uint32_t panels) {
  uint64_t bytes = ROWS * scan->stride, part = (bytes / panels + 63) & ~(uint64_t)63;
  const char *next = (const char *)scan->table + (row + ROWS) * scan->stride;
  const char *end = (const char *)scan->table + scan->count * scan->stride;
  for (uint64_t at = panel * part; at < (panel + 1) * part && at < bytes && next + at < end;
       at += 64)
    _mm_prefetch(next + at, _MM_HINT_T1);
}

#define SCAN_BLOCKS(NAME)                                                                      \
  uint32_t panels = (scan->queries + CKERNELS_LANES - 1) / CKERNELS_LANES;                     \
  for (uint32_t row = 0; row < scan->count;) {                                                 \
    uint32_t left = scan->count - row;                                                         \
    uint32_t rows = left >= ROWS ? ROWS : left >= 4 ? 4 : 1;                                   \
    for (uint32_t panel = 0; panel < panels; panel++) {                                        \
      fetch_ahead(scan, row, panel, panels);                                                   \
      int narrow = scan->queries - panel * CKERNELS_LANES <= 16;                               \
      if (rows == ROWS) {                                                                      \
        if (narrow) NAME(scan, lists, panel, row, ROWS, 1);                                    \
        else NAME(scan, lists, panel, row, ROWS, 2);                                           \
      } else if (rows == 4) {                                                                  \
        NAME(scan, lists, panel, row, 4, 2);                                                   \
      } else {                                                                                 \
        NAME(scan, lists, panel, row, 1, 2);                                                   \
      }                                                                                        \
    }                                                                                          \
    row += rows;                                                                               \
  }

ALWAYS void keep_floats(
    const ckernels_scan *scan, const ckernels_lists *lists, uint32_t panel, uint32_t row,
    int rows, int columns, __m512 sums[ROWS][2]) {
  uint32_t lanes = lanes_of(scan, panel);
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int c = 0; c < columns; c++)
      keep(
          scan, lists, panel * CKERNELS_LANES + 16 * (uint32_t)c, row + (uint32_t)r, sums[r][c],
          (__mmask16)(lanes >> (16 * c)));
}

ALWAYS void block_f32(
    const ckernels_scan *scan, const ckernels_lists *lists, uint32_t panel, uint32_t row,
    int rows, int columns) {
  const float *queries =
      (const float *)scan->panels + (uint64_t)panel * scan->width * CKERNELS_LANES;
  const char *start = (const char *)scan->table + row * scan->stride;
  __m512 sums[ROWS][2];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm512_setzero_ps();
  for (uint32_t i = 0; i < scan->width; i++) {
    __m512 q0 = _mm512_loadu_ps(queries + (uint64_t)i * CKERNELS_LANES), q1;
    if (columns > 1) q1 = _mm512_loadu_ps(queries + (uint64_t)i * CKERNELS_LANES + 16);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      __m512 x = _mm512_set1_ps(*(const float *)(start + (uint64_t)r * scan->stride + 4ull * i));
      sums[r][0] = _mm512_fmadd_ps(x, q0, sums[r][0]);
      if (columns > 1) sums[r][1] = _mm512_fmadd_ps(x, q1, sums[r][1]);
    }
  }
  keep_floats(scan, lists, panel, row, rows, columns, sums);
}

void ckernels_scan_f32_avx512(const ckernels_scan *scan, const ckernels_lists *lists) {
  SCAN_BLOCKS(block_f32)
}

ALWAYS void block_bf16(
    const ckernels_scan *scan, const ckernels_lists *lists, uint32_t panel, uint32_t row,
    int rows, int columns) {
  const uint32_t *queries =
      (const uint32_t *)scan->panels + (uint64_t)panel * scan->width * CKERNELS_LANES;
  const char *start = (const char *)scan->table + row * scan->stride;
  __m512 sums[ROWS][2];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm512_setzero_ps();
  for (uint32_t i = 0; i < scan->width; i++) {
    __m512bh q0 = (__m512bh)_mm512_loadu_si512(queries + (uint64_t)i * CKERNELS_LANES), q1;
    if (columns > 1) q1 = (__m512bh)_mm512_loadu_si512(queries + (uint64_t)i * CKERNELS_LANES + 16);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      __m512bh x =
          (__m512bh)_mm512_set1_epi32(*(const int *)(start + (uint64_t)r * scan->stride + 4ull * i));
      sums[r][0] = _mm512_dpbf16_ps(sums[r][0], x, q0);
      if (columns > 1) sums[r][1] = _mm512_dpbf16_ps(sums[r][1], x, q1);
    }
  }
  keep_floats(scan, lists, panel, row, rows, columns, sums);
}

void ckernels_scan_bf16_avx512(const ckernels_scan *scan, const ckernels_lists *lists) {
  SCAN_BLOCKS(block_bf16)
}

ALWAYS void block_int8(
    const ckernels_scan *scan, const ckernels_lists *lists, uint32_t panel, uint32_t row,
    int rows, int columns) {
  const uint32_t *queries =
      (const uint32_t *)scan->panels + (uint64_t)panel * scan->width * CKERNELS_LANES;
  const char *start = (const char *)scan->table + row * scan->stride;
  // Products of unsigned with signed bytes: 128 is added to the table's, and what that adds to a
  // product depends on the query alone.
  __m512i sums[ROWS][2], flip = _mm512_set1_epi8((char)0x80);
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm512_setzero_si512();
  for (uint32_t i = 0; i < scan->width; i++) {
    __m512i q0 = _mm512_loadu_si512(queries + (uint64_t)i * CKERNELS_LANES), q1;
    if (columns > 1) q1 = _mm512_loadu_si512(queries + (uint64_t)i * CKERNELS_LANES + 16);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      __m512i bytes =
          _mm512_set1_epi32(*(const int *)(start + (uint64_t)r * scan->stride + 4ull * i));
      __m512i x = _mm512_xor_si512(bytes, flip);
      sums[r][0] = _mm512_dpbusd_epi32(sums[r][0], x, q0);
      if (columns > 1) sums[r][1] = _mm512_dpbusd_epi32(sums[r][1], x, q1);
    }
  }
  __m512 products[ROWS][2];
  const int32_t *offsets = scan->offsets + panel * CKERNELS_LANES;
#pragma clang loop unroll(full)
  for (int c = 0; c < columns; c++) {
    __m512i offset = _mm512_loadu_si512(offsets + 16 * c);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
      products[r][c] = _mm512_cvtepi32_ps(_mm512_sub_epi32(sums[r][c], offset));
  }
  keep_floats(scan, lists, panel, row, rows, columns, products);
}

void ckernels_scan_int8_avx512(const ckernels_scan *scan, const ckernels_lists *lists) {
  SCAN_BLOCKS(block_int8)
}

// Four rows against 32 queries, whose words are four registers.
ALWAYS void block_bits(
    const ckernels_scan *scan, uint32_t bits, const ckernels_lists *lists, uint32_t panel,
    uint32_t row, int rows) {
  const uint64_t *queries =
      (const uint64_t *)scan->panels + (uint64_t)panel * scan->width * CKERNELS_LANES;
  const char *start = (const char *)scan->table + row * scan->stride;
  __m512i sums[4][4];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int c = 0; c < 4; c++) sums[r][c] = _mm512_setzero_si512();
  for (uint32_t i = 0; i < scan->width; i++) {
    __m512i q[4];
#pragma clang loop unroll(full)
    for (int c = 0; c < 4; c++)
      q[c] = _mm512_loadu_si512(queries + (uint64_t)i * CKERNELS_LANES + 8 * c);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      __m512i x =
          _mm512_set1_epi64(*(const long long *)(start + (uint64_t)r * scan->stride + 8ull * i));
#pragma clang loop unroll(full)
      for (int c = 0; c < 4; c++)
        sums[r][c] = _mm512_add_epi64(
            sums[r][c], _mm512_popcnt_epi64(_mm512_xor_si512(x, q[c])));
    }
  }
  uint32_t lanes = lanes_of(scan, panel);
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int c = 0; c < 2; c++) {
      __m512i differing = _mm512_inserti64x4(
          _mm512_castsi256_si512(_mm512_cvtepi64_epi32(sums[r][2 * c])),
          _mm512_cvtepi64_epi32(sums[r][2 * c + 1]), 1);
      __m512i product = _mm512_sub_epi32(
          _mm512_set1_epi32((int)bits), _mm512_slli_epi32(differing, 1));
      keep(
          scan, lists, panel * CKERNELS_LANES + 16 * (uint32_t)c, row + (uint32_t)r,
          _mm512_cvtepi32_ps(product), (__mmask16)(lanes >> (16 * c)));
    }
}

void ckernels_scan_bits_avx512(
    const ckernels_scan *scan, uint32_t bits, const ckernels_lists *lists) {
  uint32_t panels = (scan->queries + CKERNELS_LANES - 1) / CKERNELS_LANES;
  for (uint32_t row = 0; row < scan->count;) {
    uint32_t rows = scan->count - row >= 4 ? 4 : 1;
    for (uint32_t panel = 0; panel < panels; panel++) {
      if (rows == 4) block_bits(scan, bits, lists, panel, row, 4);
      else block_bits(scan, bits, lists, panel, row, 1);
    }
    row += rows;
  }
}

// One query: rows are read once, at the speed of memory.

// Bytes by which rows are asked for before they are read.
enum { AHEAD = 6144 };

ALWAYS void keep_one(
    const ckernels_scan *scan, const ckernels_lists *lists, uint32_t row, float product) {
  float factor = scan->scales[row] * scan->query_scales[0];
  float score = __builtin_fmaf(product, factor, scan->shifts[row]);
  if (!(score < lists->limits[0])) {
    uint32_t place = lists->counts[0]++;
    lists->rows[place] = scan->first + row;
    lists->scores[place] = score;
  }
}

// Thirty-two numbers of a row as two registers: the first and the last sixteen, or of bf16 those at
// even and at odd places, which takes no widening across lanes.
ALWAYS void load_f32(const char *from, __mmask32 lanes, __m512 x[2]) {
  x[0] = _mm512_maskz_loadu_ps((__mmask16)lanes, from);
  x[1] = _mm512_maskz_loadu_ps((__mmask16)(lanes >> 16), from + 64);
}

ALWAYS void load_bf16(const char *from, __mmask32 lanes, __m512 x[2]) {
  __m512i pairs = _mm512_maskz_loadu_epi16(lanes, from);
  x[0] = _mm512_castsi512_ps(_mm512_slli_epi32(pairs, 16));
  x[1] = _mm512_castsi512_ps(_mm512_and_si512(pairs, _mm512_set1_epi32((int)0xffff0000)));
}

ALWAYS void load_f16(const char *from, __mmask32 lanes, __m512 x[2]) {
  x[0] = _mm512_cvtph_ps(_mm256_maskz_loadu_epi16((__mmask16)lanes, from));
  x[1] = _mm512_cvtph_ps(_mm256_maskz_loadu_epi16((__mmask16)(lanes >> 16), from + 32));
}

// Four rows at a time, each in two sums.
#define SCAN_ONE(LOAD, SIZE)                                                                   \
  const float *query = scan->panels;                                                           \
  for (uint32_t row = 0; row < scan->count;) {                                                 \
    const char *start = (const char *)scan->table + row * scan->stride;                        \
    uint32_t rows = scan->count - row >= 4 ? 4 : 1;                                            \
    __m512 sums[4][2];                                                                         \
    for (int r = 0; r < 4; r++) sums[r][0] = sums[r][1] = _mm512_setzero_ps();                 \
    uint64_t stride = rows == 4 ? scan->stride : 0;                                            \
    for (uint32_t i = 0; i < scan->width; i += 32) {                                           \
      uint32_t left = scan->width - i;                                                         \
      __mmask32 lanes = left >= 32 ? 0xffffffffu : (1u << left) - 1;                           \
      __m512 q0 = _mm512_loadu_ps(query + i), q1 = _mm512_loadu_ps(query + i + 16);            \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < 4; r++) {                         \
        const char *at = start + r * stride + (uint64_t)i * SIZE;                              \
        _mm_prefetch(at + AHEAD, _MM_HINT_T0);                                                 \
        if (SIZE == 4) _mm_prefetch(at + AHEAD + 64, _MM_HINT_T0);                             \
        __m512 x[2];                                                                           \
        LOAD(at, lanes, x);                                                                    \
        sums[r][0] = _mm512_fmadd_ps(x[0], q0, sums[r][0]);                                    \
        sums[r][1] = _mm512_fmadd_ps(x[1], q1, sums[r][1]);                                    \
      }                                                                                        \
    }                                                                                          \
    for (uint32_t r = 0; r < rows; r++)                                                        \
      keep_one(                                                                                \
          scan, lists, row + r,                                                                \
          _mm512_reduce_add_ps(_mm512_add_ps(sums[r][0], sums[r][1])));                        \
    row += rows;                                                                               \
  }

void ckernels_scan_one_f32_avx512(const ckernels_scan *scan, const ckernels_lists *lists) {
  SCAN_ONE(load_f32, 4)
}

void ckernels_scan_one_bf16_avx512(const ckernels_scan *scan, const ckernels_lists *lists) {
  SCAN_ONE(load_bf16, 2)
}

void ckernels_scan_one_f16_avx512(const ckernels_scan *scan, const ckernels_lists *lists) {
  SCAN_ONE(load_f16, 2)
}

void ckernels_scan_one_int8_avx512(const ckernels_scan *scan, const ckernels_lists *lists) {
  const char *query = scan->panels;
  uint32_t bytes = 4 * scan->width;
  __m512i flip = _mm512_set1_epi8((char)0x80);
  for (uint32_t row = 0; row < scan->count; row++) {
    const char *start = (const char *)scan->table + row * scan->stride;
    __m512i sum = _mm512_setzero_si512();
    for (uint32_t i = 0; i < bytes; i += 64) {
      uint32_t left = bytes - i;
      __mmask64 lanes = left >= 64 ? ~0ull : (1ull << left) - 1;
      __m512i x = _mm512_xor_si512(_mm512_maskz_loadu_epi8(lanes, start + i), flip);
      _mm_prefetch(start + i + AHEAD, _MM_HINT_T0);
      sum = _mm512_dpbusd_epi32(sum, x, _mm512_maskz_loadu_epi8(lanes, query + i));
    }
    keep_one(scan, lists, row, (float)(_mm512_reduce_add_epi32(sum) - scan->offsets[0]));
  }
}

void ckernels_scan_one_bits_avx512(
    const ckernels_scan *scan, uint32_t bits, const ckernels_lists *lists) {
  const uint64_t *query = scan->panels;
  for (uint32_t row = 0; row < scan->count; row++) {
    const char *start = (const char *)scan->table + row * scan->stride;
    __m512i sum = _mm512_setzero_si512();
    for (uint32_t i = 0; i < scan->width; i += 8) {
      uint32_t left = scan->width - i;
      __mmask8 lanes = left >= 8 ? 0xff : (__mmask8)((1u << left) - 1);
      __m512i x = _mm512_maskz_loadu_epi64(lanes, start + 8ull * i);
      __m512i y = _mm512_maskz_loadu_epi64(lanes, query + i);
      sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_xor_si512(x, y)));
    }
    int32_t differing = (int32_t)_mm512_reduce_add_epi64(sum);
    keep_one(scan, lists, row, (float)((int32_t)bits - 2 * differing));
  }
}

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
