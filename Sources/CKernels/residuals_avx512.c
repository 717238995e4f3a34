// SPDX-License-Identifier: Apache-2.0
#include "CKernels.h"
#include "lane_lists.h"
#include "questions.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vnni,fma"))), \
    apply_to = function)
#include <immintrin.h>
#include <string.h>

#define ALWAYS static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// Rows of bytes against a panel: each group of four bytes is broadcast, the panel's are two
// registers, and sums stay in registers. For vectors of the usual 128 numbers distances between rows
// are constants of the code.
enum { ROWS = 12, TOKENS = 8, USUAL = 32 };

ALWAYS void products(
    const uint8_t *rows, uint64_t stride, uint32_t width, const int32_t *panel, int count,
    __m512i sums[][2]) {
  UNROLL for (int r = 0; r < count; r++) sums[r][0] = sums[r][1] = _mm512_setzero_si512();
  for (uint32_t k = 0; k < width; k++) {
    __m512i q0 = _mm512_loadu_si512(panel + 32ull * k);
    __m512i q1 = _mm512_loadu_si512(panel + 32ull * k + 16);
    UNROLL for (int r = 0; r < count; r++) {
      int32_t four;
      memcpy(&four, rows + r * stride + 4ull * k, 4);
      __m512i x = _mm512_set1_epi32(four);
      sums[r][0] = _mm512_dpbusd_epi32(sums[r][0], x, q0);
      sums[r][1] = _mm512_dpbusd_epi32(sums[r][1], x, q1);
    }
  }
}

struct nearest {
  __m512i offsets[2];
  __m512 best[2];
  __m512i places[2];
};

ALWAYS void nearest_block(
    const uint8_t *rows, uint32_t width, uint32_t row, int count, const float *scales,
    const int32_t *panel, struct nearest *state) {
  __m512i sums[ROWS][2];
  products(rows + (uint64_t)row * 4 * width, 4ull * width, width, panel, count, sums);
  UNROLL for (int r = 0; r < count; r++) {
    __m512 scale = _mm512_set1_ps(scales[row + (uint32_t)r]);
    __m512i place = _mm512_set1_epi32((int32_t)row + r);
    UNROLL for (int c = 0; c < 2; c++) {
      __m512 score =
          _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_sub_epi32(sums[r][c], state->offsets[c])), scale);
      __mmask16 better = _mm512_cmp_ps_mask(score, state->best[c], _CMP_GT_OQ);
      state->best[c] = _mm512_mask_mov_ps(state->best[c], better, score);
      state->places[c] = _mm512_mask_mov_epi32(state->places[c], better, place);
    }
  }
}

void ckernels_nearest_avx512(
    const uint8_t *rows, uint32_t width, uint32_t first, uint32_t count, const float *scales,
    const int32_t *panel, const int32_t *offsets, float *best, uint32_t *places) {
  struct nearest state;
  UNROLL for (int c = 0; c < 2; c++) {
    state.offsets[c] = _mm512_loadu_si512(offsets + 16 * c);
    state.best[c] = _mm512_loadu_ps(best + 16 * c);
    state.places[c] = _mm512_loadu_si512(places + 16 * c);
  }
  uint32_t row = first, end = first + count;
  if (width == USUAL)
    for (; end - row >= ROWS; row += ROWS)
      nearest_block(rows, USUAL, row, ROWS, scales, panel, &state);
  for (; end - row >= ROWS; row += ROWS)
    nearest_block(rows, width, row, ROWS, scales, panel, &state);
  for (; row < end; row++) nearest_block(rows, width, row, 1, scales, panel, &state);
  UNROLL for (int c = 0; c < 2; c++) {
    _mm512_storeu_ps(best + 16 * c, state.best[c]);
    _mm512_storeu_si512(places + 16 * c, state.places[c]);
  }
}

struct scoring {
  const uint8_t *rows;
  const float *scales;
  const int32_t *panel;
  const int32_t *offsets;
  const float *factors;
  float steps;
  uint64_t stride;
  float *scores;
  uint8_t *levels;
};

ALWAYS void scores_block(const struct scoring *s, uint32_t width, uint32_t row, int count) {
  __m512i sums[ROWS][2];
  products(s->rows + (uint64_t)row * 4 * width, 4ull * width, width, s->panel, count, sums);
  UNROLL for (int r = 0; r < count; r++) {
    uint64_t at = (row + (uint64_t)r) * s->stride;
    UNROLL for (int c = 0; c < 2; c++) {
      __m512i product = _mm512_sub_epi32(sums[r][c], _mm512_loadu_si512(s->offsets + 16 * c));
      __m512 factor = _mm512_mul_ps(
          _mm512_set1_ps(s->scales[row + (uint32_t)r]), _mm512_loadu_ps(s->factors + 16 * c));
      __m512 score = _mm512_mul_ps(_mm512_cvtepi32_ps(product), factor);
      _mm512_storeu_ps(s->scores + at + 16 * c, score);
      __m512i level = _mm512_cvtps_epi32(_mm512_mul_ps(score, _mm512_set1_ps(s->steps)));
      level = _mm512_max_epi32(
          _mm512_add_epi32(level, _mm512_set1_epi32(128)), _mm512_setzero_si512());
      _mm_storeu_si128((__m128i *)(s->levels + at + 16 * c), _mm512_cvtusepi32_epi8(level));
    }
  }
}

void ckernels_centroid_scores_avx512(
    const uint8_t *rows, uint32_t width, uint32_t count, const float *scales, const int32_t *panel,
    const int32_t *offsets, const float *factors, float steps, uint64_t stride, float *scores,
    uint8_t *levels) {
  struct scoring s = {rows, scales, panel, offsets, factors, steps, stride, scores, levels};
  uint32_t row = 0;
  if (width == USUAL)
    for (; count - row >= ROWS; row += ROWS) scores_block(&s, USUAL, row, ROWS);
  for (; count - row >= ROWS; row += ROWS) scores_block(&s, width, row, ROWS);
  for (; row < count; row++) scores_block(&s, width, row, 1);
}

void ckernels_best_rows_avx512(
    const float *scores, uint64_t stride, uint32_t count, uint32_t wanted, float *best,
    uint32_t *rows) {
  ckernels_lane_lists lists = ckernels_no_rows(wanted, best, rows);
  for (uint32_t row = 0; row < count; row++) {
    const float *at = scores + row * stride;
    uint32_t lanes =
        _mm512_cmp_ps_mask(_mm512_loadu_ps(at), _mm512_loadu_ps(lists.limits), _CMP_GT_OQ) |
        (uint32_t)_mm512_cmp_ps_mask(
            _mm512_loadu_ps(at + 16), _mm512_loadu_ps(lists.limits + 16), _CMP_GT_OQ)
            << 16;
    if (__builtin_expect(lanes != 0, 0)) ckernels_insert(&lists, lanes, at, row);
  }
}

// 64 numbers of a token as bytes.
ALWAYS __m512i unpack(const uint8_t *from, uint32_t bits, __m512i levels) {
  if (bits == 4) {
    __m256i packed = _mm256_loadu_si256((const __m256i *)from);
    __m512i both = _mm512_inserti64x4(
        _mm512_castsi256_si512(packed), _mm256_srli_epi16(packed, 4), 1);
    return _mm512_shuffle_epi8(levels, _mm512_and_si512(both, _mm512_set1_epi8(15)));
  }
  if (bits == 2) {
    const __m512i shifts = _mm512_set_epi64(
        0x0006000600060006, 0x0006000600060006, 0x0004000400040004, 0x0004000400040004,
        0x0002000200020002, 0x0002000200020002, 0, 0);
    __m512i four = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)from));
    __m512i indices =
        _mm512_and_si512(_mm512_srlv_epi16(four, shifts), _mm512_set1_epi8(3));
    return _mm512_shuffle_epi8(levels, indices);
  }
  // Bit b of byte i is number i + 8 * b.
  const __m512i bit = _mm512_set_epi64(
      (int64_t)0x8080808080808080, 0x4040404040404040, 0x2020202020202020, 0x1010101010101010,
      0x0808080808080808, 0x0404040404040404, 0x0202020202020202, 0x0101010101010101);
  int64_t eight;
  memcpy(&eight, from, 8);
  __mmask64 set = _mm512_test_epi8_mask(_mm512_set1_epi64(eight), bit);
  return _mm512_shuffle_epi8(levels, _mm512_maskz_set1_epi8(set, 1));
}

struct tokens {
  const ckernels_question *question;
  const ckernels_residuals *residuals;
  __m512i levels;
  uint8_t *bytes;
};

ALWAYS void tokens_block(
    const struct tokens *t, uint32_t groups, uint32_t panel, const uint64_t *centroids,
    uint64_t token, int count, __m512 best[2]) {
  const ckernels_question *question = t->question;
  uint32_t width = 16 * groups;
  __m512i sums[TOKENS][2];
  products(
      t->bytes, 64ull * groups, width,
      question->panels + (uint64_t)panel * 32 * width, count, sums);
  UNROLL for (int r = 0; r < count; r++) {
    const float *scores = question->scores + centroids[r] * question->lanes + 32 * panel;
    __m512 length = _mm512_set1_ps(t->residuals->table[t->residuals->lengths[token + (uint64_t)r]]);
    UNROLL for (int c = 0; c < 2; c++) {
      __m512i product = _mm512_sub_epi32(
          sums[r][c], _mm512_loadu_si512(question->offsets + 32 * panel + 16 * c));
      __m512 score = _mm512_fmadd_ps(
          _mm512_cvtepi32_ps(product), _mm512_loadu_ps(question->factors + 32 * panel + 16 * c),
          _mm512_loadu_ps(scores + 16 * c));
      best[c] = _mm512_max_ps(_mm512_mul_ps(score, length), best[c]);
    }
  }
}

ALWAYS float sum_lanes(__m512 x) {
  __m256 eight = _mm256_add_ps(_mm512_castps512_ps256(x), _mm512_extractf32x8_ps(x, 1));
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
  __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

ALWAYS float maxsim(
    const struct tokens *t, const ckernels_codes *codes, int64_t first, int64_t end,
    uint32_t bits, uint32_t groups, uint32_t panel) {
  const ckernels_residuals *residuals = t->residuals;
  uint64_t size = 8ull * bits * groups;
  __m512 best[2];
  best[0] = best[1] = _mm512_set1_ps(-__builtin_inff());
  for (int64_t token = first; token < end;) {
    ckernels_fetch_scores(t->question, codes, token + CKERNELS_TOKENS_AHEAD, end, TOKENS, panel);
    int64_t count = end - token >= TOKENS ? TOKENS : end - token >= 2 ? 2 : 1;
    uint64_t centroids[TOKENS];
    for (int64_t r = 0; r < count; r++) {
      const uint8_t *from = residuals->residuals + (uint64_t)(token + r) * size;
      centroids[r] = ckernels_code(codes, token + r);
      for (uint32_t g = 0; g < groups; g++)
        _mm512_store_si512(
            t->bytes + ((uint64_t)r * groups + g) * 64, unpack(from + 8ull * bits * g, bits, t->levels));
    }
    if (count == TOKENS)
      tokens_block(t, groups, panel, centroids, (uint64_t)token, TOKENS, best);
    else if (count == 2)
      tokens_block(t, groups, panel, centroids, (uint64_t)token, 2, best);
    else
      tokens_block(t, groups, panel, centroids, (uint64_t)token, 1, best);
    token += count;
  }
  return sum_lanes(_mm512_add_ps(best[0], best[1]));
}

#define MAXSIM(BITS)                                                                            \
  (residuals->groups == USUAL / 16                                                              \
       ? maxsim(&t, codes, first, end, BITS, USUAL / 16, panel)                                 \
       : maxsim(&t, codes, first, end, BITS, residuals->groups, panel))

void ckernels_maxsim_residuals_avx512(
    const ckernels_question *question, const ckernels_residuals *residuals,
    const ckernels_codes *codes, const uint32_t *documents, uint32_t count, float *scores) {
  uint8_t bytes[TOKENS * CKERNELS_MOST_GROUPS * 64] __attribute__((aligned(64)));
  struct tokens t = {
      question, residuals,
      _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)residuals->levels)), bytes};
  for (uint32_t i = 0; i < count; i++) {
    int64_t first = codes->offsets[documents[i]], end = codes->offsets[documents[i] + 1];
    if (i + 1 < count) ckernels_fetch_document(question, residuals, codes, documents[i + 1]);
    float sum = 0;
    for (uint32_t panel = 0; 32 * panel < question->lanes; panel++) {
      if (residuals->bits == 4)
        sum += MAXSIM(4);
      else if (residuals->bits == 2)
        sum += MAXSIM(2);
      else
        sum += MAXSIM(1);
    }
    scores[i] = sum;
  }
}

void ckernels_buckets_avx512(
    const float *numbers, const uint8_t *row, float scale, uint32_t width, const float *cutoffs,
    uint32_t count, uint8_t *buckets) {
  for (uint32_t i = 0; i < width; i += 16) {
    __m512i whole = _mm512_sub_epi32(
        _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(row + i))), _mm512_set1_epi32(128));
    __m512 residual = _mm512_fnmadd_ps(
        _mm512_cvtepi32_ps(whole), _mm512_set1_ps(scale), _mm512_loadu_ps(numbers + i));
    __m512i below = _mm512_setzero_si512();
    for (uint32_t c = 0; c < count; c++) {
      __mmask16 is = _mm512_cmp_ps_mask(_mm512_set1_ps(cutoffs[c]), residual, _CMP_LT_OQ);
      below = _mm512_mask_add_epi32(below, is, below, _mm512_set1_epi32(1));
    }
    _mm_storeu_si128((__m128i *)(buckets + i), _mm512_cvtepi32_epi8(below));
  }
}

#pragma clang attribute pop
#endif
