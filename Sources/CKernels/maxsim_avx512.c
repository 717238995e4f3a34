// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target( \
        "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512bf16,avx512vnni,avx512vpopcntdq,f16c,fma"))), \
    apply_to = function)
#include <immintrin.h>
#include <math.h>

// A tile of rows against a panel of 32 tokens, as in a scan: rows are broadcast from where they lie,
// tokens are two registers, products stay in registers, and of a tile only the largest product of
// each token is kept. Tiles at the end of a document begin so early that they are whole: a row that
// is looked at twice does not change a maximum.
enum { ROWS = 12, LINE = 64 };

#define ALWAYS static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

// Asks for a line of each row of the next tile while the same line of this one is worked on.
ALWAYS void fetch_tile(const char *start, uint64_t stride, int rows, uint64_t at) {
  UNROLLED for (int r = 0; r < rows; r++)
      _mm_prefetch(start + (uint64_t)(rows + r) * stride + at, _MM_HINT_T0);
}

// The products of a tile: elements have four bytes, of rows and of tokens alike.
#define PRODUCTS(SUM, ZERO, ADD)                                                              \
  const uint32_t *tokens =                                                                    \
      (const uint32_t *)work->panels + (uint64_t)panel * work->width * CKERNELS_LANES;        \
  const char *start = (const char *)work->table + row * work->stride;                         \
  SUM sums[ROWS][2];                                                                          \
  UNROLLED for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = ZERO;                     \
  for (uint32_t i = 0; i < work->width; i++) {                                                \
    if (i % (LINE / 4) == 0) fetch_tile(start, work->stride, rows, 4ull * i);                 \
    __m512i q0 = _mm512_loadu_si512(tokens + (uint64_t)i * CKERNELS_LANES), q1 = q0;          \
    if (columns > 1) q1 = _mm512_loadu_si512(tokens + (uint64_t)i * CKERNELS_LANES + 16);     \
    UNROLLED for (int r = 0; r < rows; r++) {                                                 \
      __m512i x =                                                                             \
          _mm512_set1_epi32(*(const int *)(start + (uint64_t)r * work->stride + 4ull * i));   \
      sums[r][0] = ADD(sums[r][0], x, q0);                                                    \
      if (columns > 1) sums[r][1] = ADD(sums[r][1], x, q1);                                   \
    }                                                                                         \
  }

ALWAYS __m512 add_f32(__m512 sum, __m512i x, __m512i q) {
  return _mm512_fmadd_ps(_mm512_castsi512_ps(x), _mm512_castsi512_ps(q), sum);
}

ALWAYS __m512 add_bf16(__m512 sum, __m512i x, __m512i q) {
  return _mm512_dpbf16_ps(sum, (__m512bh)x, (__m512bh)q);
}

// Unsigned with signed bytes: 128 is added to the rows', which adds the same to all products of a
// token.
ALWAYS __m512i add_int8(__m512i sum, __m512i x, __m512i q) {
  return _mm512_dpbusd_epi32(sum, _mm512_xor_si512(x, _mm512_set1_epi8((char)0x80)), q);
}

ALWAYS void tile_f32(
    const ckernels_maxsim *work, uint64_t row, uint32_t panel, int rows, int columns,
    __m512 best[2]) {
  PRODUCTS(__m512, _mm512_setzero_ps(), add_f32)
  UNROLLED for (int r = 0; r < rows; r++)
    UNROLLED for (int c = 0; c < columns; c++) best[c] = _mm512_max_ps(best[c], sums[r][c]);
}

ALWAYS void tile_bf16(
    const ckernels_maxsim *work, uint64_t row, uint32_t panel, int rows, int columns,
    __m512 best[2]) {
  PRODUCTS(__m512, _mm512_setzero_ps(), add_bf16)
  UNROLLED for (int r = 0; r < rows; r++)
    UNROLLED for (int c = 0; c < columns; c++) best[c] = _mm512_max_ps(best[c], sums[r][c]);
}

ALWAYS void tile_int8(
    const ckernels_maxsim *work, uint64_t row, uint32_t panel, int rows, int columns,
    __m512 best[2]) {
  PRODUCTS(__m512i, _mm512_setzero_si512(), add_int8)
  UNROLLED for (int c = 0; c < columns; c++) {
    __m512i offset =
        _mm512_loadu_si512(work->token_offsets + panel * CKERNELS_LANES + 16 * (uint32_t)c);
    UNROLLED for (int r = 0; r < rows; r++) {
      __m512 product = _mm512_cvtepi32_ps(_mm512_sub_epi32(sums[r][c], offset));
      best[c] =
          _mm512_max_ps(best[c], _mm512_mul_ps(product, _mm512_set1_ps(work->scales[row + (uint64_t)r])));
    }
  }
}

// Adds sixteen maxima, as far as they are tokens, to the eight lanes of the sum.
ALWAYS __m512d add_lanes(__m512d total, __m512 best, uint32_t left) {
  __mmask16 lanes = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
  best = _mm512_maskz_mov_ps(lanes, best);
  total = _mm512_add_pd(total, _mm512_cvtps_pd(_mm512_castps512_ps256(best)));
  return _mm512_add_pd(total, _mm512_cvtps_pd(_mm512_extractf32x8_ps(best, 1)));
}

ALWAYS float sum_lanes(__m512d total) {
  __m256d half = _mm256_add_pd(_mm512_castpd512_pd256(total), _mm512_extractf64x4_pd(total, 1));
  __m128d pair = _mm_add_pd(_mm256_castpd256_pd128(half), _mm256_extractf128_pd(half, 1));
  return (float)(_mm_cvtsd_f64(pair) + _mm_cvtsd_f64(_mm_unpackhi_pd(pair, pair))) + 0.0f;
}

// The rows `first ..< end` of a document against a panel.
#define DOCUMENT(TILE, COLUMNS)                                                       \
  for (uint64_t row = first; row < end;) {                                            \
    uint64_t left = end - row;                                                        \
    if (left > 8 && count >= 12) {                                                    \
      TILE(work, left >= 12 ? row : end - 12, panel, 12, COLUMNS, best);              \
      row += 12;                                                                      \
    } else if (left > 4 && count >= 8) {                                              \
      TILE(work, left >= 8 ? row : end - 8, panel, 8, COLUMNS, best);                 \
      row += 8;                                                                       \
    } else if (count >= 4) {                                                          \
      TILE(work, left >= 4 ? row : end - 4, panel, 4, COLUMNS, best);                 \
      row += 4;                                                                       \
    } else {                                                                          \
      TILE(work, row, panel, 1, COLUMNS, best);                                       \
      row += 1;                                                                       \
    }                                                                                 \
  }

#define DOCUMENTS(TILE, SCALES)                                                       \
  for (uint64_t document = 0; document < work->documents; document++) {               \
    uint64_t first = (uint64_t)(work->offsets[document] - work->offsets[0]);          \
    uint64_t end = (uint64_t)(work->offsets[document + 1] - work->offsets[0]);        \
    uint64_t count = end - first;                                                     \
    if (count == 0 && work->tokens > 0) {                                             \
      scores[document] = -INFINITY;                                                   \
      continue;                                                                       \
    }                                                                                 \
    __m512d total = _mm512_setzero_pd();                                              \
    for (uint32_t token = 0; token < work->tokens; token += CKERNELS_LANES) {         \
      uint32_t panel = token / CKERNELS_LANES, tokens = work->tokens - token;         \
      __m512 best[2];                                                                 \
      best[0] = best[1] = _mm512_set1_ps(-INFINITY);                                  \
      if (tokens <= 16) {                                                             \
        DOCUMENT(TILE, 1)                                                             \
      } else {                                                                        \
        DOCUMENT(TILE, 2)                                                             \
      }                                                                               \
      if (SCALES)                                                                     \
        UNROLLED for (int c = 0; c < 2; c++) best[c] = _mm512_mul_ps(                 \
            best[c], _mm512_loadu_ps(work->token_scales + token + 16 * (uint32_t)c)); \
      total = add_lanes(total, best[0], tokens);                                      \
      if (tokens > 16) total = add_lanes(total, best[1], tokens - 16);                \
    }                                                                                 \
    scores[document] = sum_lanes(total);                                              \
  }

void ckernels_maxsim_f32_avx512(const ckernels_maxsim *work, float *scores) {
  DOCUMENTS(tile_f32, 0)
}

void ckernels_maxsim_bf16_avx512(const ckernels_maxsim *work, float *scores) {
  DOCUMENTS(tile_bf16, 0)
}

void ckernels_maxsim_int8_avx512(const ckernels_maxsim *work, float *scores) {
  DOCUMENTS(tile_int8, 1)
}

#pragma clang attribute pop
#endif
