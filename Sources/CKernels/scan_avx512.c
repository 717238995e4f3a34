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

#pragma clang attribute pop
#endif
